-- What orders cover of requests and releases, so that what an order no longer brings waits again; the hours within which requests are
-- answered; and the enterprise that holds an agency reserve (代储) as its owner in the ledger.

alter table allocation_orders add column release_id text;
update allocation_orders o set release_id = r.release_id from reserve_releases r
  where r.city_code = o.city_code and r.order_number = o.order_number;
create index allocation_orders_request on allocation_orders (city_code, request_id) where request_id is not null;
create index allocation_orders_release on allocation_orders (city_code, release_id) where release_id is not null;

-- in living orders or received: what is still missing of the granted quantity waits for an order
alter table requests add column covered numeric(20, 6) not null default 0;
update requests set covered = granted_quantity where state in ('ordered', 'fulfilled') and order_numbers <> '{}';
alter table requests add constraint requests_covered_not_negative check (covered >= 0);

alter table reserve_releases drop constraint reserve_releases_ordered;
alter table reserve_releases add column ordered numeric(20, 6) not null default 0;
alter table reserve_releases add column order_numbers text[] not null default '{}';
update reserve_releases set ordered = quantity, order_numbers = array[order_number] where order_number is not null;
alter table reserve_releases drop column order_number;
alter table reserve_releases add constraint reserve_releases_ordered check (ordered between 0 and quantity
  and (state <> 'ordered' or order_numbers <> '{}'));
-- the lots that a release has set aside now; what an order took over stands in the order
grant delete on reserve_release_lots to baogong_app;
delete from reserve_release_lots l using reserve_releases r
  where r.city_code = l.city_code and r.release_id = l.release_id and r.state = 'ordered';

-- who holds a reserve for the city pays off what it owes by receiving goods
create policy reserve_duties_paid_by_holder on reserve_duties for update to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null))
  with check (app_sees_place(city_code, county_code, enterprise_id, null));
drop function if exists put_reserve(text, text, text);
update places p set enterprise_id = r.enterprise_id from reserves r
  where r.city_code = p.city_code and p.place_id in ('reserve:' || r.reserve_id, 'transit:reserve:' || r.reserve_id);
update balances b set enterprise_id = p.enterprise_id from places p
  where p.city_code = b.city_code and p.place_id = b.place_id and b.enterprise_id is distinct from p.enterprise_id;
update closing_balances c set enterprise_id = p.enterprise_id from places p
  where p.city_code = c.city_code and p.place_id = c.place_id and c.enterprise_id is distinct from p.enterprise_id;

-- Hours within which a request is answered, in an emergency and in peacetime; a city without a row has the product's.
create table request_answer_hours (
  city_code text not null,
  mode text not null,
  emergency numeric(6, 2) not null,
  urgent numeric(6, 2) not null,
  routine numeric(6, 2) not null,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint request_answer_hours_pkey primary key (city_code, mode),
  constraint request_answer_hours_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint request_answer_hours_mode_known check (mode in ('peacetime', 'emergency')),
  constraint request_answer_hours_in_order check (emergency > 0 and urgent >= emergency and routine >= urgent)
);
alter table request_answer_hours enable row level security;
create policy request_answer_hours_read on request_answer_hours for select to baogong_app using (app_in_city(city_code));
create policy request_answer_hours_write on request_answer_hours for all to baogong_app
  using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on request_answer_hours to baogong_app;

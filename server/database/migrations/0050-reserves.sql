-- Reserves (储备): warehouses, what each must hold, what leaves them by whose leave, and the duty to replenish what left (S5).
-- What is in them stands in the stock ledger (place 'reserve:<id>'). A row is its county's, its keeper's enterprise's, the city's.

create table reserve_numbers (
  city_code text not null,
  day date not null,
  last_number integer not null,
  constraint reserve_numbers_pkey primary key (city_code, day),
  constraint reserve_numbers_city_fkey foreign key (city_code) references cities on delete restrict
);
alter table reserve_numbers enable row level security;
create policy reserve_numbers_city on reserve_numbers for all to baogong_app using (city_code = app_city()) with check (city_code = app_city());
grant select, insert, update on reserve_numbers to baogong_app;

create table reserves (
  city_code text not null,
  reserve_id text not null,
  name text not null,
  -- enterprise: held by an enterprise for the city (代储)
  level text not null,
  county_code text not null,
  enterprise_id text,
  keeper text not null,
  telephone text not null default '',
  closed boolean not null default false,
  revision integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  constraint reserves_pkey primary key (city_code, reserve_id),
  constraint reserves_county_fkey foreign key (city_code, county_code) references counties on delete restrict,
  constraint reserves_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint reserves_level_known check (level in ('city', 'county', 'enterprise')),
  constraint reserves_held_by check ((level = 'enterprise') = (enterprise_id is not null))
);

create table reserve_levels (
  city_code text not null,
  reserve_id text not null,
  item_code text not null,
  -- never below without the city's leave
  floor numeric(20, 6) not null,
  target numeric(20, 6) not null,
  -- what was released is back within these days
  replenish_days integer not null,
  county_code text not null,
  enterprise_id text,
  revision integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  constraint reserve_levels_pkey primary key (city_code, reserve_id, item_code),
  constraint reserve_levels_reserve_fkey foreign key (city_code, reserve_id) references reserves on delete restrict,
  constraint reserve_levels_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint reserve_levels_in_order check (floor >= 0 and target >= floor),
  constraint reserve_levels_days_sensible check (replenish_days between 1 and 366)
);

create table reserve_releases (
  city_code text not null,
  release_id text not null,
  release_number text not null,
  -- rotation: what nears its expiry goes to who uses it in time
  kind text not null,
  reserve_id text not null,
  county_code text not null,
  enterprise_id text,
  demand_point_id text not null,
  item_code text not null,
  -- medical: only medical grade will do
  grade text,
  quantity numeric(20, 6) not null,
  by_day date not null,
  reason text not null,
  request_id text,
  -- rotation of one lot
  lot_id bigint,
  -- asked → approved → ordered; or refused, cancelled
  state text not null default 'asked',
  asked_at timestamptz not null,
  asked_by text not null,
  asked_by_name text not null,
  -- the level that had to decide, and what it left
  approval_level text,
  left_available numeric(20, 6),
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  decision_reason text not null default '',
  order_number text,
  constraint reserve_releases_pkey primary key (city_code, release_id),
  constraint reserve_releases_number_once unique (city_code, release_number),
  constraint reserve_releases_reserve_fkey foreign key (city_code, reserve_id) references reserves on delete restrict,
  constraint reserve_releases_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint reserve_releases_kind_known check (kind in ('release', 'rotation')),
  constraint reserve_releases_state_known check (state in ('asked', 'approved', 'ordered', 'refused', 'cancelled')),
  constraint reserve_releases_level_known check (approval_level in ('sub_group', 'group', 'city')),
  constraint reserve_releases_ordered check ((state = 'ordered') = (order_number is not null)),
  constraint reserve_releases_quantity_positive check (quantity > 0)
);
create index reserve_releases_newest on reserve_releases (city_code, asked_at desc, release_id);
create index reserve_releases_open on reserve_releases (city_code, state) where state in ('asked', 'approved');

-- the lots set aside at approval
create table reserve_release_lots (
  city_code text not null,
  release_id text not null,
  lot_id bigint not null,
  quantity numeric(20, 6) not null,
  county_code text not null,
  enterprise_id text,
  constraint reserve_release_lots_pkey primary key (city_code, release_id, lot_id),
  constraint reserve_release_lots_release_fkey foreign key (city_code, release_id) references reserve_releases on delete restrict,
  constraint reserve_release_lots_quantity_positive check (quantity > 0)
);

-- the duty to replenish what a release took: with an owner and a day, closed by what is received into the reserve
create table reserve_duties (
  city_code text not null,
  release_id text not null,
  reserve_id text not null,
  item_code text not null,
  quantity numeric(20, 6) not null,
  replenished numeric(20, 6) not null default 0,
  due_day date not null,
  owner text not null,
  opened_at timestamptz not null,
  -- cancelled with its release
  cancelled boolean not null default false,
  closed_at timestamptz,
  county_code text not null,
  enterprise_id text,
  constraint reserve_duties_pkey primary key (city_code, release_id),
  constraint reserve_duties_release_fkey foreign key (city_code, release_id) references reserve_releases on delete restrict,
  constraint reserve_duties_within check (replenished between 0 and quantity),
  constraint reserve_duties_closed check ((closed_at is not null) = (replenished = quantity or cancelled))
);
create index reserve_duties_open on reserve_duties (city_code, reserve_id, item_code, due_day) where closed_at is null;

do $$
declare name text;
begin
  foreach name in array array['reserves', 'reserve_levels', 'reserve_releases', 'reserve_release_lots', 'reserve_duties'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null))
      with check (app_sees_county(city_code, county_code))', name || '_own', name);
    execute format('grant select, insert, update on %I to baogong_app', name);
  end loop;
end $$;

-- The stock ledger: double entry between places, by lot. What it promises stands in docs/decisions/0003-ledger.md.
-- Movements, balances, closings and lots are written by the functions of views/stock-*.sql alone: the application may read them, no more.
-- Rows carry the owners of their places (county, enterprise, demand point), because a policy may look at no other table.

create table places (
  city_code text not null,
  -- 'producer:E01', 'demand:D-410802', 'transit:E01', 'reserve:R1', 'transit:reserve:R1', 'virtual:production'
  place_id text not null,
  kind text not null,
  name text not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  constraint places_pkey primary key (city_code, place_id),
  constraint places_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint places_kind_known check (kind in
    ('producer', 'reserve', 'demand_point', 'in_transit', 'production', 'consumption', 'supplier', 'adjustment', 'write_off')),
  constraint places_virtual_named check ((place_id like 'virtual:%')
    = (kind in ('production', 'consumption', 'supplier', 'adjustment', 'write_off'))),
  constraint places_owner check (case kind
    when 'producer' then enterprise_id is not null and county_code is not null
    when 'in_transit' then county_code is not null
    when 'demand_point' then demand_point_id is not null and county_code is not null
    when 'reserve' then county_code is not null
    else coalesce(county_code, enterprise_id, demand_point_id) is null end)
);
alter table places enable row level security;
create policy places_own on places for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select on places to baogong_app;

create table lots (
  city_code text not null,
  lot_id bigint generated always as identity,
  item_code text not null,
  -- only items with the licence rule `grade` have one; null there: by the maker's licence on the day of the count
  grade text,
  lot_number text not null default '',
  -- last day on which it may be issued
  expires date,
  -- who made it, and that producer's county; null: not known, or from outside the city
  enterprise_id text,
  county_code text,
  state text not null default 'free',
  constraint lots_pkey primary key (city_code, lot_id),
  constraint lots_once unique nulls not distinct (city_code, item_code, enterprise_id, lot_number, grade, expires),
  constraint lots_state_key unique (city_code, lot_id, state),
  constraint lots_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint lots_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint lots_grade_known check (grade in ('medical', 'general')),
  constraint lots_state_known check (state in ('free', 'quarantined', 'recalled'))
);
alter table lots enable row level security;
create policy lots_own on lots for select to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null));
grant select on lots to baogong_app;

-- What each real place holds of each lot now. Virtual places have no balance: nobody waits there for anybody.
create table balances (
  city_code text not null,
  place_id text not null,
  lot_id bigint not null,
  quantity numeric(20, 6) not null default 0,
  -- promised to orders: may not leave for anything else
  reserved numeric(20, 6) not null default 0,
  -- first and last business day on which it changed
  first_day date not null,
  last_day date not null,
  -- a column of its own, so that an index on it does not have to be touched each time a quantity changes
  in_stock boolean generated always as (quantity > 0) stored,
  place_kind text not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  item_code text not null,
  grade text,
  lot_number text not null,
  expires date,
  made_by text,
  lot_state text not null,
  constraint balances_pkey primary key (city_code, place_id, lot_id),
  constraint balances_place_fkey foreign key (city_code, place_id) references places on delete restrict,
  -- the lot's state cannot change without this row's, nor a row be added under a state that is being changed
  constraint balances_lot_state_fkey foreign key (city_code, lot_id, lot_state) references lots (city_code, lot_id, state)
    on delete restrict deferrable initially immediate,
  constraint balances_not_negative check (quantity >= 0),
  constraint balances_reserved_in_stock check (reserved between 0 and quantity)
) with (fillfactor = 80);
create index balances_in_stock on balances (city_code, item_code, place_id) where in_stock;
create index balances_changed on balances (city_code, last_day);
create index balances_lot on balances (city_code, lot_id);
alter table balances enable row level security;
create policy balances_own on balances for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select on balances to baogong_app;

-- The closing quantity of each day on which a balance changed: stock as of a day is one look-up, however long the history.
create table closing_balances (
  city_code text not null,
  place_id text not null,
  lot_id bigint not null,
  day date not null,
  quantity numeric(20, 6) not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  constraint closing_balances_pkey primary key (city_code, place_id, lot_id, day),
  constraint closing_balances_balance_fkey foreign key (city_code, place_id, lot_id) references balances on delete restrict,
  constraint closing_balances_not_negative check (quantity >= 0)
) with (fillfactor = 80);
alter table closing_balances enable row level security;
create policy closing_balances_own on closing_balances for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select on closing_balances to baogong_app;

-- One row a document: two senders of one document wait for each other here, so that each of its lines counts once.
create table stock_documents (
  city_code text not null,
  document_kind text not null,
  document_id text not null,
  -- business days of its movements, so that they are looked for in their months only
  first_day date not null,
  last_day date not null,
  constraint stock_documents_pkey primary key (city_code, document_kind, document_id),
  constraint stock_documents_kind_form check (document_kind ~ '^[a-z][a-z-]{1,29}$'),
  constraint stock_documents_id_form check (document_id <> '' and length(document_id) <= 200)
);
alter table stock_documents enable row level security;

create sequence movement_numbers;

create table movements (
  city_code text not null,
  -- (days since 1970) × 10^10 + a running number: the id says in which month the movement stands
  movement_id bigint not null,
  business_date date not null,
  posted_at timestamptz not null,
  from_place text not null,
  to_place text not null,
  from_kind text not null,
  to_kind text not null,
  lot_id bigint not null,
  quantity numeric(20, 6) not null,
  document_kind text not null,
  document_id text not null,
  line integer not null,
  reason text not null,
  -- the movement that this one takes back, or stands in the place of
  reverses bigint,
  replaces bigint,
  posted_by text not null,
  posted_by_name text not null,
  -- the lot as it was when it moved
  item_code text not null,
  grade text,
  lot_number text not null,
  lot_state text not null,
  lot_expires date,
  from_county text,
  from_enterprise text,
  from_demand_point text,
  to_county text,
  to_enterprise text,
  to_demand_point text,
  constraint movements_pkey primary key (city_code, business_date, movement_id),
  constraint movements_line_once unique (city_code, document_kind, document_id, line, business_date),
  constraint movements_id_names_day check (movement_id / 10000000000 = business_date - date '1970-01-01'),
  constraint movements_quantity_positive check (quantity > 0),
  constraint movements_two_places check (from_place <> to_place),
  constraint movements_one_real_place check (from_place not like 'virtual:%' or to_place not like 'virtual:%'),
  constraint movements_lot_state_known check (lot_state in ('free', 'quarantined', 'recalled')),
  -- A lot that is held, recalled or past its last day leaves a place only to be written off, counted away, recalled or taken back;
  -- what is already on the road arrives.
  constraint movements_only_usable_lots_issued check (
    from_kind not in ('producer', 'reserve', 'demand_point')
    or to_kind in ('write_off', 'adjustment')
    or reverses is not null
    or document_kind = 'recall'
    or (lot_state = 'free' and (lot_expires is null or business_date <= lot_expires)))
) partition by range (business_date);
create index movements_from on movements (city_code, from_place, business_date, movement_id);
create index movements_to on movements (city_code, to_place, business_date, movement_id);
create index movements_lot on movements (city_code, lot_id, business_date, movement_id);
alter table movements enable row level security;
-- whoever sees either end sees the movement
create policy movements_own on movements for select to baogong_app
  using (app_sees_place(city_code, from_county, from_enterprise, from_demand_point)
    or app_sees_place(city_code, to_county, to_enterprise, to_demand_point));
grant select on movements to baogong_app;

-- One line of what a capability asks to be posted.
create type movement_line as (
  line integer,
  from_place text,
  to_place text,
  lot_id bigint,
  quantity numeric,
  business_date date,
  reason text,
  from_reserved boolean,
  reverses bigint,
  replaces bigint
);
-- What the lines of a posting do together to one place and lot on one day.
create type stock_effect as (
  place_id text,
  lot_id bigint,
  day date,
  delta numeric,
  from_reserved numeric
);
-- What a day closes with after a posting, and what it closed with before.
create type stock_closing as (
  place_id text,
  lot_id bigint,
  day date,
  had numeric,
  closing numeric
);

create table stocktakes (
  city_code text not null,
  stocktake_id text not null,
  place_id text not null,
  -- the count is of the close of this day
  business_date date not null,
  counted_at timestamptz not null,
  counted_by text not null,
  counted_by_name text not null,
  -- the import that brought the count; null: counted by hand
  import_id text,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  constraint stocktakes_pkey primary key (city_code, stocktake_id),
  constraint stocktakes_place_fkey foreign key (city_code, place_id) references places on delete restrict
);
create index stocktakes_place on stocktakes (city_code, place_id, counted_at);
create index stocktakes_time on stocktakes (city_code, counted_at, stocktake_id);
alter table stocktakes enable row level security;
create policy stocktakes_read on stocktakes for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
create policy stocktakes_append on stocktakes for insert to baogong_app
  with check (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select, insert on stocktakes to baogong_app;

create table stocktake_lines (
  city_code text not null,
  stocktake_id text not null,
  line integer not null,
  lot_id bigint not null,
  item_code text not null,
  grade text,
  lot_number text not null,
  expires date,
  counted numeric(20, 6) not null,
  expected numeric(20, 6) not null,
  difference numeric(20, 6) generated always as (counted - expected) stored,
  reason text not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  constraint stocktake_lines_pkey primary key (city_code, stocktake_id, line),
  constraint stocktake_lines_lot_once unique (city_code, stocktake_id, lot_id),
  constraint stocktake_lines_stocktake_fkey foreign key (city_code, stocktake_id) references stocktakes on delete restrict,
  constraint stocktake_lines_lot_fkey foreign key (city_code, lot_id) references lots on delete restrict,
  constraint stocktake_lines_not_negative check (counted >= 0),
  constraint stocktake_lines_difference_explained check (counted = expected or reason <> '')
);
alter table stocktake_lines enable row level security;
create policy stocktake_lines_read on stocktake_lines for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
create policy stocktake_lines_append on stocktake_lines for insert to baogong_app
  with check (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select, insert on stocktake_lines to baogong_app;

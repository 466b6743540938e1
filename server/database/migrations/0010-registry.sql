-- What a city has: counties, items, inputs, enterprises with licences and lines, demand points with rates, vehicles.
-- `revision` counts a row's edits, so that two people editing one row notice each other; `changed_by` and `changed_at` say who and when.
-- `withdrawn` keeps the history of what is gone. `position` is the order in which the city lists its rows.
-- `county_code` beside an enterprise is that enterprise's county, so that policies read one row only; the registry keeps it the same.
-- Quantities are `numeric` without a scale: what was written is what is kept, digit for digit.

create table counties (
  city_code text not null,
  county_code text not null,
  name text not null,
  name_en text not null,
  population integer not null,
  lat double precision not null,
  lon double precision not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint counties_pkey primary key (city_code, county_code),
  constraint counties_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint counties_population_positive check (population >= 0)
);

-- The counties' outlines as one GeoJSON FeatureCollection, for pictures only.
create table county_boundaries (
  city_code text not null,
  boundaries jsonb not null,
  constraint county_boundaries_pkey primary key (city_code),
  constraint county_boundaries_city_fkey foreign key (city_code) references cities on delete restrict
);

create table items (
  city_code text not null,
  item_code text not null,
  name text not null,
  name_en text not null,
  category text not null,
  unit text not null,
  content_kg numeric,
  unit_weight_kg numeric not null,
  licence_rule text,
  note text not null default '',
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint items_pkey primary key (city_code, item_code),
  constraint items_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint items_licence_rule_known check (licence_rule in ('production', 'grade')),
  constraint items_weight_positive check (unit_weight_kg >= 0 and (content_kg is null or content_kg > 0))
);

create table inputs (
  city_code text not null,
  input_code text not null,
  name text not null,
  name_en text not null,
  unit text not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint inputs_pkey primary key (city_code, input_code),
  constraint inputs_city_fkey foreign key (city_code) references cities on delete restrict
);

create table bills_of_materials (
  city_code text not null,
  item_code text not null,
  -- an input's code, or another item's
  input_code text not null,
  -- base units of input in one base unit of the item
  per_unit numeric not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint bills_of_materials_pkey primary key (city_code, item_code, input_code),
  constraint bills_of_materials_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint bills_of_materials_per_unit_positive check (per_unit > 0)
);

create table enterprises (
  city_code text not null,
  enterprise_id text not null,
  name text not null,
  county_code text not null,
  lat double precision not null,
  lon double precision not null,
  staff integer not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint enterprises_pkey primary key (city_code, enterprise_id),
  constraint enterprises_county_fkey foreign key (city_code, county_code) references counties on delete restrict,
  constraint enterprises_staff_positive check (staff >= 0)
);
create index enterprises_county on enterprises (city_code, county_code);

create table licences (
  city_code text not null,
  enterprise_id text not null,
  county_code text not null,
  -- 'hygiene' is the one that the planner's licence rules read
  kind text not null,
  licence_number text not null default '',
  -- last valid day
  valid_until date not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint licences_pkey primary key (city_code, enterprise_id, kind),
  constraint licences_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict
);
create index licences_until on licences (city_code, valid_until);

create table lines (
  city_code text not null,
  line_id text not null,
  enterprise_id text not null,
  county_code text not null,
  -- in `unit` a day
  daily_capacity numeric not null,
  unit text not null,
  staff integer not null,
  -- energy for `energy_unit` of `unit`
  kwh_per_unit numeric not null,
  gas_m3_per_unit numeric not null,
  energy_unit numeric not null default 1,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint lines_pkey primary key (city_code, line_id),
  constraint lines_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint lines_capacity_positive check (daily_capacity >= 0)
);
create index lines_enterprise on lines (city_code, enterprise_id);

-- which items a line can make; several share its one capacity
create table line_items (
  city_code text not null,
  line_id text not null,
  item_code text not null,
  enterprise_id text not null,
  county_code text not null,
  position integer not null default 0,
  constraint line_items_pkey primary key (city_code, line_id, item_code),
  constraint line_items_line_fkey foreign key (city_code, line_id) references lines on delete cascade,
  constraint line_items_item_fkey foreign key (city_code, item_code) references items on delete restrict
);
create index line_items_item on line_items (city_code, item_code);

create table input_stocks (
  city_code text not null,
  enterprise_id text not null,
  county_code text not null,
  -- an input's code, or an item's that this producer uses as an input
  input_code text not null,
  quantity numeric not null,
  -- arrives from outside each day
  inbound_per_day numeric not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint input_stocks_pkey primary key (city_code, enterprise_id, input_code),
  constraint input_stocks_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint input_stocks_not_negative check (quantity >= 0 and inbound_per_day >= 0)
);

create table demand_points (
  city_code text not null,
  demand_point_id text not null,
  name text not null,
  county_code text not null,
  kind text not null,
  -- residents, or beds
  served integer not null,
  lat double precision not null,
  lon double precision not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint demand_points_pkey primary key (city_code, demand_point_id),
  constraint demand_points_county_fkey foreign key (city_code, county_code) references counties on delete restrict,
  constraint demand_points_served_positive check (served >= 0)
);
create index demand_points_county on demand_points (city_code, county_code);

create table demand_rates (
  city_code text not null,
  kind text not null,
  item_code text not null,
  -- base units per resident or bed a day
  per_served_per_day numeric not null,
  tier integer not null,
  grade text,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint demand_rates_pkey primary key (city_code, kind, item_code),
  constraint demand_rates_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint demand_rates_tier_positive check (tier between 1 and 99),
  constraint demand_rates_grade_known check (grade in ('medical', 'general')),
  constraint demand_rates_not_negative check (per_served_per_day >= 0)
);

create table vehicles (
  city_code text not null,
  vehicle_id text not null,
  plate text not null,
  enterprise_id text not null,
  county_code text not null,
  capacity_t numeric not null,
  revision integer not null default 1,
  withdrawn boolean not null default false,
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint vehicles_pkey primary key (city_code, vehicle_id),
  constraint vehicles_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint vehicles_capacity_positive check (capacity_t > 0)
);
create index vehicles_enterprise on vehicles (city_code, enterprise_id);
-- A plate is on one truck; a withdrawn truck gives its plate free.
create unique index vehicles_plate_once on vehicles (city_code, plate) where not withdrawn;

-- Common knowledge of the city: everyone signed in reads it, the city's officers write it.
do $$
declare name text;
begin
  foreach name in array array['counties', 'county_boundaries', 'items', 'inputs', 'bills_of_materials', 'demand_rates'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_in_city(city_code))', name || '_read', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code))',
      name || '_write', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
  -- an enterprise's own rows
  foreach name in array array['enterprises', 'licences', 'lines', 'line_items', 'input_stocks', 'vehicles'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null))
      with check (app_sees_place(city_code, county_code, enterprise_id, null))', name || '_own', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
end $$;

-- A demand point's own rows.
alter table demand_points enable row level security;
create policy demand_points_own on demand_points for all to baogong_app
  using (app_sees_place(city_code, county_code, null, demand_point_id))
  with check (app_sees_place(city_code, county_code, null, demand_point_id));
grant select, insert, update, delete on demand_points to baogong_app;

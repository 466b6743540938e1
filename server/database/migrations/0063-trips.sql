-- Trucks and trips (S20): which truck carries which orders, when, and what became of it.
-- btree_gist: equality beside overlap in one exclusion, so that no truck or driver is planned for two trips at once.
create extension if not exists btree_gist;

-- a row that several counties, producers and receivers share
create function app_sees_any(city text, counties text[], enterprises text[], demand_points text[]) returns boolean
language sql stable parallel safe as $$
  select city = current_setting('app.city', true) and case current_setting('app.scope', true)
    when 'city' then true
    when 'county' then counties && string_to_array(current_setting('app.scope_ids', true), ',')
    when 'enterprise' then enterprises && string_to_array(current_setting('app.scope_ids', true), ',')
    when 'demand_point' then demand_points && string_to_array(current_setting('app.scope_ids', true), ',')
    else false end
$$;

-- what the registry does not say of a truck; a truck without a row works 06:00–22:00, two loadings a day
create table vehicle_profiles (
  city_code text not null,
  vehicle_id text not null,
  enterprise_id text not null,
  county_code text not null,
  volume_m3 numeric(12, 3),
  -- minutes from midnight
  works_from integer not null default 360,
  works_until integer not null default 1320,
  maximum_trips integer not null default 2,
  out_of_service boolean not null default false,
  out_of_service_reason text not null default '',
  driver_id text,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint vehicle_profiles_pkey primary key (city_code, vehicle_id),
  constraint vehicle_profiles_vehicle_fkey foreign key (city_code, vehicle_id) references vehicles on delete cascade,
  constraint vehicle_profiles_hours check (0 <= works_from and works_from < works_until and works_until <= 1440),
  constraint vehicle_profiles_trips check (maximum_trips between 1 and 6),
  constraint vehicle_profiles_volume check (volume_m3 > 0)
);

create table drivers (
  city_code text not null,
  driver_id text not null,
  enterprise_id text not null,
  county_code text not null,
  name text not null,
  phone text not null,
  -- class of the driving licence, as printed (A2, B2, C1)
  licence text not null,
  withdrawn boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint drivers_pkey primary key (city_code, driver_id),
  constraint drivers_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict
);
create index drivers_enterprise on drivers (city_code, enterprise_id, name);

-- when a place takes goods in; one without a row takes them in 08:00–18:00
create table receiver_windows (
  city_code text not null,
  place_id text not null,
  county_code text not null,
  enterprise_id text,
  demand_point_id text,
  opens integer not null,
  closes integer not null,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint receiver_windows_pkey primary key (city_code, place_id),
  constraint receiver_windows_place_fkey foreign key (city_code, place_id) references places on delete cascade,
  constraint receiver_windows_order check (0 <= opens and opens < closes and closes <= 1440)
);

-- a sealed county (nothing goes in or out) or one stretch between two places, in both directions
create table road_closures (
  city_code text not null,
  closure_id text not null,
  county_code text,
  from_place text,
  to_place text,
  from_day date not null,
  until_day date,
  reason text not null,
  lifted_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  constraint road_closures_pkey primary key (city_code, closure_id),
  constraint road_closures_what check ((county_code is null) = (from_place is not null) and (from_place is null) = (to_place is null)),
  constraint road_closures_days check (until_day is null or until_day >= from_day)
);

-- road distances from a file; a pair without a row is measured as the crow flies × 1.3
create table road_distances (
  city_code text not null,
  from_place text not null,
  to_place text not null,
  km numeric(10, 3) not null,
  minutes numeric(10, 2),
  constraint road_distances_pkey primary key (city_code, from_place, to_place),
  constraint road_distances_positive check (km >= 0 and (minutes is null or minutes >= 0))
);

-- one computation of a day's trips
create table trip_plans (
  city_code text not null,
  plan_id text not null,
  day date not null,
  state text not null,
  seconds numeric(6, 2) not null,
  progress jsonb,
  distances text,
  -- orders (parts) left out, each with the solver's reason
  unserved jsonb not null default '[]',
  notes jsonb not null default '[]',
  failure jsonb,
  created_at timestamptz not null,
  created_by text not null,
  finished_at timestamptz,
  constraint trip_plans_pkey primary key (city_code, plan_id),
  constraint trip_plans_state_known check (state in ('queued', 'running', 'ready', 'failed', 'cancelled'))
);
create unique index trip_plans_one_at_a_time on trip_plans (city_code, day) where state in ('queued', 'running');
create index trip_plans_day on trip_plans (city_code, day, created_at desc);

create table trips (
  city_code text not null,
  trip_id text not null,
  trip_number text not null,
  day date not null,
  vehicle_id text not null,
  plate text not null,
  enterprise_id text not null,
  driver_id text,
  driver_name text not null default '',
  driver_phone text not null default '',
  crew text[] not null default '{}',
  -- where it loads: a place of the ledger, or 'truck:…' where another truck broke down with the load
  from_place text not null,
  from_name text not null,
  from_lat double precision not null,
  from_lon double precision not null,
  state text not null,
  -- while it holds the truck: planned, then from the real start
  during tstzrange not null,
  load_at timestamptz not null,
  leave_at timestamptz not null,
  back_at timestamptz not null,
  departed_at timestamptz,
  finished_at timestamptz,
  km numeric(10, 3) not null,
  weight_kg numeric(14, 3) not null,
  -- a dispatcher kept it although a rule was broken: which, and why
  exceptions jsonb not null default '[]',
  exception_reason text not null default '',
  counties text[] not null,
  enterprises text[] not null,
  demand_points text[] not null,
  replaces text,
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  constraint trips_pkey primary key (city_code, trip_id),
  constraint trips_number_once unique (city_code, trip_number),
  constraint trips_vehicle_fkey foreign key (city_code, vehicle_id) references vehicles on delete restrict,
  constraint trips_state_known check (state in ('planned', 'departed', 'finished', 'broken_down', 'cancelled')),
  constraint trips_vehicle_once exclude using gist (city_code with =, vehicle_id with =, during with &&)
    where (state in ('planned', 'departed')) deferrable initially immediate,
  constraint trips_driver_once exclude using gist (city_code with =, driver_id with =, during with &&)
    where (state in ('planned', 'departed') and driver_id is not null) deferrable initially immediate
);
create index trips_day on trips (city_code, day, vehicle_id);
-- whatever was planned: a truck is on the road once
create unique index trips_vehicle_on_the_road on trips (city_code, vehicle_id) where state = 'departed';
create unique index trips_driver_on_the_road on trips (city_code, driver_id) where state = 'departed';

create table trip_stops (
  city_code text not null,
  trip_id text not null,
  position integer not null,
  order_id text not null,
  -- a part of an order that is heavier than a truck: 1 of 1, 1 of 2, …
  part integer not null default 1,
  parts integer not null default 1,
  place_id text not null,
  place_name text not null,
  lat double precision not null,
  lon double precision not null,
  goods text not null,
  weight_kg numeric(14, 3) not null,
  arrive_at timestamptz not null,
  leave_at timestamptz not null,
  state text not null default 'waiting',
  arrived_at timestamptz,
  left_at timestamptz,
  problem text,
  counties text[] not null,
  enterprises text[] not null,
  demand_points text[] not null,
  constraint trip_stops_pkey primary key (city_code, trip_id, position),
  constraint trip_stops_trip_fkey foreign key (city_code, trip_id) references trips on delete cascade,
  constraint trip_stops_order_fkey foreign key (city_code, order_id) references allocation_orders on delete restrict,
  constraint trip_stops_state_known check (state in ('waiting', 'arrived', 'unloaded', 'moved', 'dropped')),
  constraint trip_stops_part check (part between 1 and parts)
);
-- a part of an order is on one trip, or was delivered by one
create unique index trip_stops_once on trip_stops (city_code, order_id, part) where state in ('waiting', 'arrived', 'unloaded');

create table trip_events (
  city_code text not null,
  trip_id text not null,
  event_number integer not null,
  at timestamptz not null,
  kind text not null,
  user_name text not null,
  detail jsonb not null default '{}',
  counties text[] not null,
  enterprises text[] not null,
  demand_points text[] not null,
  constraint trip_events_pkey primary key (city_code, trip_id, event_number),
  constraint trip_events_trip_fkey foreign key (city_code, trip_id) references trips on delete cascade
);

-- the link that a driver opens on the phone: only a hash of its key is kept
create table trip_links (
  city_code text not null,
  key_hash text not null,
  trip_id text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint trip_links_pkey primary key (city_code, key_hash),
  constraint trip_links_trip_fkey foreign key (city_code, trip_id) references trips on delete cascade
);
create index trip_links_trip on trip_links (city_code, trip_id);

-- where a truck was: only while the driver agrees, kept so many days
create table trip_consents (
  city_code text not null,
  trip_id text not null,
  given_at timestamptz not null,
  stopped_at timestamptz,
  constraint trip_consents_pkey primary key (city_code, trip_id),
  constraint trip_consents_trip_fkey foreign key (city_code, trip_id) references trips on delete cascade
);
create table trip_positions (
  city_code text not null,
  trip_id text not null,
  at timestamptz not null,
  source text not null,
  lat double precision not null,
  lon double precision not null,
  accuracy_m double precision,
  constraint trip_positions_pkey primary key (city_code, trip_id, at, source),
  constraint trip_positions_source_known check (source in ('phone', 'tracker')),
  constraint trip_positions_place check (lat between -90 and 90 and lon between -180 and 180)
);
create index trip_positions_age on trip_positions (city_code, at);

-- what must be acted on at once, and by whom
create table dispatch_alerts (
  city_code text not null,
  alert_id text not null,
  kind text not null,
  -- 'trip' or 'pass' or 'checkpoint', and its id
  subject text not null,
  subject_id text not null,
  -- the same thing raises one alert
  same_key text not null,
  county_code text,
  detail jsonb not null default '{}',
  raised_at timestamptz not null,
  owner text not null,
  state text not null default 'open',
  closed_at timestamptz,
  closed_by text,
  outcome text not null default '',
  constraint dispatch_alerts_pkey primary key (city_code, alert_id),
  constraint dispatch_alerts_once unique (city_code, same_key),
  constraint dispatch_alerts_kind_known check (kind in
    ('late', 'off_route', 'problem', 'breakdown', 'order_gone', 'fever', 'test_positive', 'forged', 'replayed', 'revoked_shown', 'plate_differs')),
  constraint dispatch_alerts_state_known check (state in ('open', 'taken', 'closed'))
);
create index dispatch_alerts_open on dispatch_alerts (city_code, raised_at desc) where state <> 'closed';

do $$
declare name text;
begin
  -- a truck's and a driver's own enterprise
  foreach name in array array['vehicle_profiles', 'drivers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null))
      with check (app_sees_place(city_code, county_code, enterprise_id, null))', name || '_own', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
  -- seen by everyone whom the trip concerns, written by the city's dispatchers
  foreach name in array array['trips', 'trip_stops', 'trip_events'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_sees_any(city_code, counties, enterprises, demand_points))',
      name || '_concerned', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code))',
      name || '_city', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
  -- the dispatchers' own
  foreach name in array array['trip_plans', 'trip_consents', 'trip_positions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code))',
      name || '_city', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
  -- common knowledge of the city
  foreach name in array array['road_closures', 'road_distances'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_in_city(city_code))', name || '_read', name);
    execute format('create policy %I on %I for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code))',
      name || '_write', name);
    execute format('grant select, insert, update, delete on %I to baogong_app', name);
  end loop;
end $$;
revoke update, delete on trip_events from baogong_app;

alter table receiver_windows enable row level security;
create policy receiver_windows_own on receiver_windows for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id))
  with check (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select, insert, update, delete on receiver_windows to baogong_app;

-- a driver without an account is looked up by the hash of the link's key; the hash alone opens nothing
alter table trip_links enable row level security;
create policy trip_links_lookup on trip_links for select to baogong_app using (city_code = app_city());
create policy trip_links_city on trip_links for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on trip_links to baogong_app;

alter table dispatch_alerts enable row level security;
create policy dispatch_alerts_seen on dispatch_alerts for select to baogong_app using (app_sees_county(city_code, county_code));
create policy dispatch_alerts_changed on dispatch_alerts for update to baogong_app
  using (app_sees_county(city_code, county_code)) with check (app_sees_county(city_code, county_code));
create policy dispatch_alerts_raised on dispatch_alerts for insert to baogong_app with check (app_sees_county(city_code, county_code));
grant select, insert, update on dispatch_alerts to baogong_app;

-- What dispatchers keep of trucks, drivers, receivers and roads, each with who changed it last (S20).
alter table items add column unit_volume_m3 numeric;
alter table items add constraint items_volume_positive check (unit_volume_m3 > 0);

alter table vehicle_profiles add column revision integer not null default 1;
alter table drivers add column revision integer not null default 1;
alter table receiver_windows add column revision integer not null default 1;
alter table vehicle_profiles add constraint vehicle_profiles_driver_fkey
  foreign key (city_code, driver_id) references drivers on delete restrict;

-- null: of something in the load no volume is known
alter table trip_stops add column volume_m3 numeric(14, 6);

-- what holds for every trip of the city; a city without a row keeps to the defaults of contracts/trip-terms.ts
create table trip_rules (
  city_code text not null,
  -- 《道路交通安全法实施条例》 Art. 62(7): at most four hours without a rest, a rest of at least twenty minutes; a city may be stricter
  rest_after_minutes integer not null,
  rest_minutes integer not null,
  late_after_minutes integer not null,
  off_route_km integer not null,
  -- whom a driver calls; null: not given
  dispatch_phone text,
  changed_at timestamptz not null,
  changed_by text not null,
  revision integer not null default 1,
  constraint trip_rules_pkey primary key (city_code),
  constraint trip_rules_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint trip_rules_rest check (rest_after_minutes between 30 and 240 and rest_minutes between 20 and 240),
  constraint trip_rules_alerts check (late_after_minutes between 5 and 720 and off_route_km between 1 and 200)
);
alter table trip_rules enable row level security;
create policy trip_rules_read on trip_rules for select to baogong_app using (app_in_city(city_code));
create policy trip_rules_write on trip_rules for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on trip_rules to baogong_app;

-- an alert is taken by a person, then closed with how it ended
alter table dispatch_alerts add column taken_at timestamptz;
alter table dispatch_alerts add column taken_by text;
create index dispatch_alerts_closed on dispatch_alerts (city_code, closed_at desc) where state = 'closed';

-- acts of drivers' telephones, sent later and perhaps twice: each counts once
create table driver_acts (
  city_code text not null,
  trip_id text not null,
  act_id text not null,
  made_at timestamptz not null,
  received_at timestamptz not null,
  constraint driver_acts_pkey primary key (city_code, trip_id, act_id),
  constraint driver_acts_trip_fkey foreign key (city_code, trip_id) references trips on delete cascade
);
alter table driver_acts enable row level security;
create policy driver_acts_city on driver_acts for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, delete on driver_acts to baogong_app;

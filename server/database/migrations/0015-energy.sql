-- Coal, power, gas and oil: what an indicator read on a day, beside the same day last year.

create table energy_readings (
  city_code text not null,
  indicator text not null,
  day date not null,
  name text not null,
  -- in `unit`; null where only a status is told
  value numeric,
  unit text not null,
  same_day_last_year numeric,
  status text not null default '',
  position integer not null default 0,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  constraint energy_readings_pkey primary key (city_code, day, indicator),
  constraint energy_readings_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint energy_readings_not_negative check (value >= 0 and same_day_last_year >= 0)
);

-- The city's officers keep the readings; others see them in the bulletin once it is issued.
alter table energy_readings enable row level security;
create policy energy_readings_city on energy_readings for all to baogong_app
  using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update, delete on energy_readings to baogong_app;

-- Plans: what was asked, what it was computed from, and what it says, row by row so that each reader sees only their own.

create table plans (
  city_code text not null,
  plan_id text not null,
  -- forecast: made by itself whenever the data changes, on the data as it is; requested: asked for by someone
  kind text not null default 'requested',
  title text not null,
  from_day date not null,
  days integer not null,
  reserve_days numeric(6, 2) not null,
  scenario jsonb not null,
  -- queued → running → ready | failed | cancelled; ready → approved → superseded
  state text not null default 'queued',
  progress jsonb,
  cancel_asked boolean not null default false,
  -- the solver's honest word: optimal | time_limit | interrupted | infeasible
  solver_status text,
  -- of the rounded plan, and the proved optimum before rounding
  objectives jsonb,
  optimum jsonb,
  solver jsonb,
  assumptions jsonb,
  failure jsonb,
  -- SHA-256 of the inputs, so that changed data shows at once
  input_hash text not null,
  created_at timestamptz not null,
  created_by text not null,
  created_by_name text not null,
  finished_at timestamptz,
  approved_at timestamptz,
  approved_by text,
  approved_by_name text,
  superseded_by text,
  constraint plans_pkey primary key (city_code, plan_id),
  constraint plans_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint plans_kind_known check (kind in ('forecast', 'requested')),
  constraint plans_state_known check (state in ('queued', 'running', 'ready', 'failed', 'cancelled', 'approved', 'superseded')),
  constraint plans_days_sensible check (days between 1 and 366)
);
create index plans_newest on plans (city_code, created_at desc, plan_id);
-- one approved plan in force at a time, whatever the concurrency
create unique index plans_one_approved on plans (city_code) where state = 'approved';
alter table plans enable row level security;
create policy plans_read on plans for select to baogong_app using (app_in_city(city_code));
create policy plans_write on plans for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update, delete on plans to baogong_app;

-- the data a plan was computed from, whole, so that it can be computed again and comes out the same
create table plan_inputs (
  city_code text not null,
  plan_id text not null,
  dataset jsonb not null,
  constraint plan_inputs_pkey primary key (city_code, plan_id),
  constraint plan_inputs_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);
alter table plan_inputs enable row level security;
create policy plan_inputs_city on plan_inputs for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert on plan_inputs to baogong_app;

create table plan_productions (
  city_code text not null,
  plan_id text not null,
  line_id text not null,
  item_code text not null,
  day date not null,
  quantity numeric(20, 6) not null,
  enterprise_id text not null,
  county_code text not null,
  constraint plan_productions_pkey primary key (city_code, plan_id, line_id, item_code, day),
  constraint plan_productions_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);

create table plan_shipments (
  city_code text not null,
  plan_id text not null,
  enterprise_id text not null,
  -- names as they were: the receiver may not see the sender's own row, nor the sender the receiver's
  enterprise_name text not null,
  county_code text not null,
  demand_point_id text not null,
  demand_point_name text not null,
  to_county_code text not null,
  item_code text not null,
  -- '' for items that have no grades
  grade text not null,
  -- leaves on this day; arrives days_on_the_way later
  day date not null,
  days_on_the_way integer not null,
  quantity numeric(20, 6) not null,
  constraint plan_shipments_pkey primary key (city_code, plan_id, enterprise_id, demand_point_id, item_code, grade, day),
  constraint plan_shipments_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);
create index plan_shipments_to on plan_shipments (city_code, plan_id, demand_point_id);

create table plan_transfers (
  city_code text not null,
  plan_id text not null,
  enterprise_id text not null,
  enterprise_name text not null,
  county_code text not null,
  to_enterprise_id text not null,
  to_enterprise_name text not null,
  to_county_code text not null,
  item_code text not null,
  grade text not null,
  day date not null,
  quantity numeric(20, 6) not null,
  constraint plan_transfers_pkey primary key (city_code, plan_id, enterprise_id, to_enterprise_id, item_code, grade, day),
  constraint plan_transfers_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);

create table plan_write_offs (
  city_code text not null,
  plan_id text not null,
  enterprise_id text not null,
  county_code text not null,
  item_code text not null,
  grade text not null,
  day date not null,
  quantity numeric(20, 6) not null,
  constraint plan_write_offs_pkey primary key (city_code, plan_id, enterprise_id, item_code, grade, day),
  constraint plan_write_offs_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);

create table plan_shortages (
  city_code text not null,
  plan_id text not null,
  demand_point_id text not null,
  county_code text not null,
  item_code text not null,
  day date not null,
  tier integer not null,
  quantity numeric(20, 6) not null,
  constraint plan_shortages_pkey primary key (city_code, plan_id, demand_point_id, item_code, day),
  constraint plan_shortages_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);
create index plan_shortages_item on plan_shortages (city_code, plan_id, item_code, day);

-- why a shortage: the constraint that binds, and what one more unit of it would bring
create table plan_causes (
  city_code text not null,
  plan_id text not null,
  cause_number integer not null,
  demand_point_id text not null,
  county_code text not null,
  item_code text not null,
  day date not null,
  constraint_kind text not null,
  enterprise_id text,
  line_id text,
  input_code text,
  -- the last day on which one more unit would still help
  on_day date,
  -- units of the item for one more unit of what binds
  marginal double precision not null,
  -- binds, but one more unit helps only when others that bind with it are loosened too
  together boolean not null,
  constraint plan_causes_pkey primary key (city_code, plan_id, cause_number),
  constraint plan_causes_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);
create index plan_causes_item on plan_causes (city_code, plan_id, item_code, day);

-- the city's curve of each item: what is needed, made, supplied and left at the end of each day
create table plan_curves (
  city_code text not null,
  plan_id text not null,
  item_code text not null,
  day date not null,
  need numeric(20, 6) not null,
  made numeric(20, 6) not null,
  supplied numeric(20, 6) not null,
  short numeric(20, 6) not null,
  stock_left numeric(20, 6) not null,
  constraint plan_curves_pkey primary key (city_code, plan_id, item_code, day),
  constraint plan_curves_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);

create table plan_covers (
  city_code text not null,
  plan_id text not null,
  item_code text not null,
  days_of_cover double precision,
  -- opening stock over one day's need, without production
  stock_days double precision,
  first_short date,
  constraint plan_covers_pkey primary key (city_code, plan_id, item_code),
  constraint plan_covers_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade
);

-- what can be done about a shortage, each proved by planning again with it done
create table plan_cures (
  city_code text not null,
  plan_id text not null,
  rank integer not null,
  kind text not null,
  item_code text not null,
  -- what to bring, renew or open, where, how much and by which day
  act jsonb not null,
  -- unmet need and first short day before and after
  effect jsonb not null,
  constraint plan_cures_pkey primary key (city_code, plan_id, rank),
  constraint plan_cures_plan_fkey foreign key (city_code, plan_id) references plans on delete cascade,
  constraint plan_cures_kind_known check (kind in ('bring_input', 'renew_licence', 'open_road', 'bring_item'))
);

do $$
declare name text;
begin
  -- sums of the whole city: common knowledge of those signed in
  foreach name in array array['plan_curves', 'plan_covers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_in_city(city_code))', name || '_read', name);
    execute format('create policy %I on %I for insert to baogong_app with check (app_sees_city(city_code))', name || '_write', name);
  end loop;
  -- one enterprise's
  foreach name in array array['plan_productions', 'plan_write_offs'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null))',
      name || '_read', name);
    execute format('create policy %I on %I for insert to baogong_app with check (app_sees_city(city_code))', name || '_write', name);
  end loop;
  -- one demand point's
  foreach name in array array['plan_shortages', 'plan_causes'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (app_sees_place(city_code, county_code, null, demand_point_id))',
      name || '_read', name);
    execute format('create policy %I on %I for insert to baogong_app with check (app_sees_city(city_code))', name || '_write', name);
  end loop;
  foreach name in array array['plan_curves', 'plan_covers', 'plan_cures', 'plan_productions', 'plan_write_offs', 'plan_shortages', 'plan_causes',
      'plan_shipments', 'plan_transfers'] loop
    execute format('grant select, insert on %I to baogong_app', name);
  end loop;
end $$;

-- cures name what several producers lack: the city's officers act on them
alter table plan_cures enable row level security;
create policy plan_cures_city on plan_cures for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));

-- seen from both ends
alter table plan_shipments enable row level security;
create policy plan_shipments_read on plan_shipments for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id) or app_sees_county(city_code, to_county_code));
create policy plan_shipments_write on plan_shipments for insert to baogong_app with check (app_sees_city(city_code));
alter table plan_transfers enable row level security;
create policy plan_transfers_read on plan_transfers for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null) or app_sees_place(city_code, to_county_code, to_enterprise_id, null));
create policy plan_transfers_write on plan_transfers for insert to baogong_app with check (app_sees_city(city_code));

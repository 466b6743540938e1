-- Who sees what. Every policy is one of these tests on a row's own columns against settings that the server sets for the transaction
-- (server/platform/database/actor.ts). No table is read here: the scope was computed at sign-in.

grant usage on schema public to baogong_app;

create function app_city() returns text language sql stable parallel safe as $$
  select current_setting('app.city', true)
$$;
create function app_scope() returns text language sql stable parallel safe as $$
  select current_setting('app.scope', true)
$$;
create function app_scope_has(id text) returns boolean language sql stable parallel safe as $$
  select id = any (string_to_array(current_setting('app.scope_ids', true), ','))
$$;

-- anyone signed in to the city (common knowledge: items, counties, groups)
create function app_in_city(city text) returns boolean language sql stable parallel safe as $$
  select city = current_setting('app.city', true)
    and current_setting('app.scope', true) in ('city', 'county', 'enterprise', 'demand_point')
$$;
-- the whole city's officers only
create function app_sees_city(city text) returns boolean language sql stable parallel safe as $$
  select city = current_setting('app.city', true) and current_setting('app.scope', true) = 'city'
$$;
-- a row of a county: city officers, and officers of that county
create function app_sees_county(city text, county text) returns boolean language sql stable parallel safe as $$
  select city = current_setting('app.city', true) and (
    current_setting('app.scope', true) = 'city'
    or (current_setting('app.scope', true) = 'county'
        and county = any (string_to_array(current_setting('app.scope_ids', true), ','))))
$$;
-- a row that belongs to a place: city, its county, and the enterprise or the demand point itself
create function app_sees_place(city text, county text, enterprise text, demand_point text) returns boolean
language sql stable parallel safe as $$
  select city = current_setting('app.city', true) and (
    current_setting('app.scope', true) = 'city'
    or (current_setting('app.scope', true) = 'county'
        and county = any (string_to_array(current_setting('app.scope_ids', true), ',')))
    or (current_setting('app.scope', true) = 'enterprise'
        and enterprise = any (string_to_array(current_setting('app.scope_ids', true), ',')))
    or (current_setting('app.scope', true) = 'demand_point'
        and demand_point = any (string_to_array(current_setting('app.scope_ids', true), ','))))
$$;

create table cities (
  city_code text not null,
  name text not null,
  name_en text not null,
  -- the business clock: null follows the real day, a date holds the city at that day
  held_day date,
  -- the first sign of emergency or peacetime (S4)
  mode text not null default 'emergency',
  revision bigint not null default 1,
  constraint cities_pkey primary key (city_code),
  constraint cities_mode_known check (mode in ('peacetime', 'emergency'))
);
alter table cities enable row level security;
-- the name of a city and its day are public: the sign-in page and the public bulletin show them
create policy cities_read on cities for select to baogong_app using (true);
create policy cities_write on cities for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on cities to baogong_app;

-- Every write, in order, each entry carrying the hash of the one before it.
create table audit_entries (
  city_code text not null,
  entry_number bigint not null,
  at timestamptz not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  via text not null,
  action text not null,
  subject text not null,
  subject_id text not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  before jsonb,
  after jsonb,
  previous_hash text not null,
  hash text not null,
  constraint audit_entries_pkey primary key (city_code, entry_number)
);
create index audit_entries_subject on audit_entries (city_code, subject, subject_id, entry_number desc);
create index audit_entries_user on audit_entries (city_code, user_id, entry_number desc);
alter table audit_entries enable row level security;
create policy audit_entries_read on audit_entries for select to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
create policy audit_entries_append on audit_entries for insert to baogong_app with check (city_code = app_city());
grant select, insert on audit_entries to baogong_app;

create table audit_heads (
  city_code text not null,
  last_number bigint not null,
  last_hash text not null,
  constraint audit_heads_pkey primary key (city_code)
);
alter table audit_heads enable row level security;
create policy audit_heads_own_city on audit_heads for all to baogong_app using (city_code = app_city()) with check (city_code = app_city());
grant select, insert, update on audit_heads to baogong_app;

-- What was answered to a request that carried a key, so that the same request sent again counts once.
create table repeated_requests (
  city_code text not null,
  user_id text not null,
  request_key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  constraint repeated_requests_pkey primary key (city_code, user_id, request_key)
);
create index repeated_requests_age on repeated_requests (at);
alter table repeated_requests enable row level security;
create policy repeated_requests_own on repeated_requests for all to baogong_app
  using (city_code = app_city() and user_id = current_setting('app.user_id', true))
  with check (city_code = app_city() and user_id = current_setting('app.user_id', true));
grant select, insert, update, delete on repeated_requests to baogong_app;

-- Background work is queued in the same transaction as the write that asks for it; graphile-worker's own tables stay the owner's.
-- With a delay, a job that already waits under the same key keeps its time: many asks within the delay are one job.
create function enqueue_job(task text, payload json, job_key text default null, delay_seconds double precision default 0) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform graphile_worker.add_job(task, payload, job_key := job_key,
    run_at := case when delay_seconds > 0 then now() + make_interval(secs => delay_seconds) end,
    job_key_mode := case when delay_seconds > 0 then 'preserve_run_at' else 'replace' end);
end $$;
revoke all on function enqueue_job(text, json, text, double precision) from public;
grant execute on function enqueue_job(text, json, text, double precision) to baogong_app;

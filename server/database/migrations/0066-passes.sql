-- Green channel (绿色通道, S20): signed passes, their keys, applications, revocations, and what checkpoints saw (S10).

-- published: anyone checks a pass with them
create table pass_keys (
  city_code text not null,
  kid text not null,
  -- the public key, 32 bytes in base64url (RFC 8037)
  x text not null,
  state text not null,
  created_at timestamptz not null,
  created_by text not null,
  -- signs no more; passes under it hold until they expire, and until then it stays published
  retired_at timestamptz,
  publish_until timestamptz,
  constraint pass_keys_pkey primary key (city_code, kid),
  constraint pass_keys_state_known check (state in ('signing', 'retired', 'compromised'))
);
create unique index pass_keys_one_signs on pass_keys (city_code) where state = 'signing';
alter table pass_keys enable row level security;
create policy pass_keys_public on pass_keys for select to baogong_app using (city_code = app_city());
create policy pass_keys_make on pass_keys for insert to baogong_app with check (app_in_city(city_code));
create policy pass_keys_city on pass_keys for update to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on pass_keys to baogong_app;

-- encrypted under the installation's secret (AES-256-GCM, tied to city and kid)
create table pass_private_keys (
  city_code text not null,
  kid text not null,
  encrypted text not null,
  constraint pass_private_keys_pkey primary key (city_code, kid),
  constraint pass_private_keys_key_fkey foreign key (city_code, kid) references pass_keys on delete cascade
);
alter table pass_private_keys enable row level security;
-- the list of revoked passes is signed for everyone who asks, so the ciphertext is read within the city whoever asks
create policy pass_private_keys_sign on pass_private_keys for select to baogong_app using (city_code = app_city());
create policy pass_private_keys_make on pass_private_keys for insert to baogong_app with check (app_in_city(city_code));
create policy pass_private_keys_remove on pass_private_keys for delete to baogong_app using (app_sees_city(city_code));
grant select, insert, delete on pass_private_keys to baogong_app;

-- how long, and how many at a time; a kind without a row has the limits of contracts/passes.ts
create table pass_limits (
  city_code text not null,
  kind text not null,
  longest_days integer not null,
  most_open integer not null,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint pass_limits_pkey primary key (city_code, kind),
  constraint pass_limits_kind_known check (kind in ('duty', 'production')),
  constraint pass_limits_range check (longest_days between 1 and 90 and most_open between 1 and 10000)
);
alter table pass_limits enable row level security;
create policy pass_limits_read on pass_limits for select to baogong_app using (app_in_city(city_code));
create policy pass_limits_write on pass_limits for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on pass_limits to baogong_app;

create table pass_applications (
  city_code text not null,
  application_id text not null,
  kind text not null,
  -- whose people or vehicle; a county's or the city's own people have no enterprise
  enterprise_id text,
  county_code text not null,
  plate text,
  holder_name text not null,
  holder_phone text not null,
  crew text[] not null default '{}',
  purpose text not null,
  counties text[] not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  state text not null,
  applied_at timestamptz not null,
  applied_by text not null,
  applied_by_name text not null,
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  reason text not null default '',
  revision integer not null default 1,
  constraint pass_applications_pkey primary key (city_code, application_id),
  constraint pass_applications_kind_known check (kind in ('duty', 'production')),
  constraint pass_applications_state_known check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
  constraint pass_applications_time check (until_at > from_at),
  constraint pass_applications_vehicle check (kind = 'duty' or plate is not null),
  constraint pass_applications_two_people check (decided_by is null or state = 'withdrawn' or decided_by <> applied_by)
);
create index pass_applications_waiting on pass_applications (city_code, applied_at) where state = 'waiting';
create index pass_applications_of on pass_applications (city_code, enterprise_id, applied_at desc);
alter table pass_applications enable row level security;
create policy pass_applications_own on pass_applications for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null)) with check (app_sees_place(city_code, county_code, enterprise_id, null));
grant select, insert, update on pass_applications to baogong_app;

create table passes (
  city_code text not null,
  -- 96 random bits in base64url
  pass_id text not null,
  pass_number text not null,
  kind text not null,
  trip_id text,
  application_id text,
  enterprise_id text,
  county_code text not null,
  plate text,
  holder_name text not null,
  holder_phone text not null default '',
  crew text[] not null default '{}',
  goods text not null,
  counties text[] not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  kid text not null,
  token text not null,
  state text not null default 'valid',
  issued_at timestamptz not null,
  issued_by text not null,
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  replaced_by text,
  constraint passes_pkey primary key (city_code, pass_id),
  constraint passes_number_once unique (city_code, pass_number),
  constraint passes_key_fkey foreign key (city_code, kid) references pass_keys on delete restrict,
  constraint passes_trip_fkey foreign key (city_code, trip_id) references trips on delete restrict,
  constraint passes_application_fkey foreign key (city_code, application_id) references pass_applications on delete restrict,
  constraint passes_kind_known check (kind in ('trip', 'duty', 'production')),
  constraint passes_state_known check (state in ('valid', 'revoked', 'replaced')),
  constraint passes_born check (case kind when 'trip' then trip_id is not null else application_id is not null end),
  constraint passes_time check (valid_until > valid_from)
);
-- a trip and an application have one pass that holds
create unique index passes_trip_once on passes (city_code, trip_id) where state = 'valid' and trip_id is not null;
create unique index passes_application_once on passes (city_code, application_id) where state = 'valid' and application_id is not null;
create index passes_open on passes (city_code, valid_until desc, pass_id);
create index passes_kid on passes (city_code, kid, valid_until);
alter table passes enable row level security;
create policy passes_own on passes for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null)) with check (app_sees_place(city_code, county_code, enterprise_id, null));
-- the guards of the counties on its way
create policy passes_on_the_way on passes for select to baogong_app using (app_sees_any(city_code, counties, '{}', '{}'));
grant select, insert, update on passes to baogong_app;

-- public: an id tells nothing of whose pass it was; no longer needed once the pass would have expired
create table pass_revocations (
  city_code text not null,
  pass_id text not null,
  revoked_at timestamptz not null,
  until_at timestamptz not null,
  constraint pass_revocations_pkey primary key (city_code, pass_id)
);
create index pass_revocations_until on pass_revocations (city_code, until_at);
alter table pass_revocations enable row level security;
create policy pass_revocations_public on pass_revocations for select to baogong_app using (city_code = app_city());
create policy pass_revocations_add on pass_revocations for insert to baogong_app with check (app_in_city(city_code));
grant select, insert on pass_revocations to baogong_app;

create table checkpoints (
  city_code text not null,
  checkpoint_id text not null,
  name text not null,
  county_code text not null,
  lat double precision not null,
  lon double precision not null,
  withdrawn boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint checkpoints_pkey primary key (city_code, checkpoint_id),
  constraint checkpoints_county_fkey foreign key (city_code, county_code) references counties on delete restrict,
  constraint checkpoints_place check (lat between 3 and 54 and lon between 73 and 136)
);
alter table checkpoints enable row level security;
create policy checkpoints_read on checkpoints for select to baogong_app using (app_in_city(city_code));
create policy checkpoints_write on checkpoints for all to baogong_app
  using (app_sees_county(city_code, county_code)) with check (app_sees_county(city_code, county_code));
grant select, insert, update on checkpoints to baogong_app;

-- each scan, once: its id is made on the guard's phone
create table checkpoint_events (
  city_code text not null,
  event_id text not null,
  checkpoint_id text not null,
  county_code text not null,
  -- null: the code was no pass of ours
  pass_id text,
  plate_seen text,
  -- as the guard was told, and as the server finds it
  verdict text not null,
  server_verdict text not null,
  reasons jsonb not null,
  decision text not null,
  temperature numeric(4, 1),
  test_result text not null,
  test_hours integer,
  -- the phone's word, in headquarters' time, and when it came in
  scanned_at timestamptz not null,
  received_at timestamptz not null,
  guard_id text not null,
  guard_name text not null,
  note text not null default '',
  constraint checkpoint_events_pkey primary key (city_code, event_id),
  constraint checkpoint_events_checkpoint_fkey foreign key (city_code, checkpoint_id) references checkpoints on delete restrict,
  constraint checkpoint_events_verdict_known check (verdict in ('green', 'grey', 'red') and server_verdict in ('green', 'grey', 'red')),
  constraint checkpoint_events_decision_known check (decision in ('passed', 'stopped', 'isolated')),
  constraint checkpoint_events_test_known check (test_result in ('negative', 'positive', 'none')),
  -- fever never passes (S10)
  constraint checkpoint_events_fever_stops check (decision <> 'passed' or temperature is null or temperature < 37.3)
);
create index checkpoint_events_pass on checkpoint_events (city_code, pass_id, scanned_at desc);
create index checkpoint_events_day on checkpoint_events (city_code, county_code, scanned_at desc);
alter table checkpoint_events enable row level security;
create policy checkpoint_events_read on checkpoint_events for select to baogong_app using (app_sees_county(city_code, county_code));
create policy checkpoint_events_append on checkpoint_events for insert to baogong_app with check (app_sees_county(city_code, county_code));
grant select, insert on checkpoint_events to baogong_app;

-- Who may come in: users, what they prove themselves with, their sessions, and the keys of other systems.
-- Looking up who calls comes before anyone is known: the server's sign-in connections say so with the scope 'sign-in', which no user has.

create function app_is_sign_in() returns boolean language sql stable parallel safe as $$
  select current_setting('app.scope', true) = 'sign-in'
$$;
create function app_administers(city text) returns boolean language sql stable parallel safe as $$
  select city = current_setting('app.city', true)
    and current_setting('app.scope', true) = 'city'
    and current_setting('app.role', true) = 'administrator'
$$;
create function app_is_user(city text, user_id text) returns boolean language sql stable parallel safe as $$
  select city = current_setting('app.city', true) and user_id = current_setting('app.user_id', true)
$$;

create table users (
  city_code text not null,
  user_id text not null,
  -- normalised (NFKC, lower case); one sign-in page serves every city of the installation
  user_name text not null,
  display_name text not null,
  role text not null,
  scope text not null,
  scope_ids text[] not null default '{}',
  second_factor_required boolean not null default false,
  -- the user's name at the identity provider (OIDC sub)
  external_id text,
  demonstration boolean not null default false,
  disabled boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  revision integer not null default 1,
  constraint users_pkey primary key (city_code, user_id),
  constraint users_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint users_user_name_key unique (user_name),
  constraint users_external_id_key unique (external_id),
  constraint users_role_in_scope check (
    case role
      when 'county_officer' then scope = 'county'
      when 'enterprise_clerk' then scope = 'enterprise'
      when 'requester' then scope = 'demand_point'
      else scope = 'city' and role in ('city_lead', 'group_officer', 'sub_group_officer', 'auditor', 'administrator')
    end
    and (scope = 'city') = (cardinality(scope_ids) = 0))
);
alter table users enable row level security;
create policy users_sign_in on users for select to baogong_app using (app_is_sign_in());
create policy users_own on users for select to baogong_app using (app_is_user(city_code, user_id));
create policy users_administration on users for all to baogong_app
  using (app_administers(city_code)) with check (app_administers(city_code));
grant select, insert, update on users to baogong_app;

-- Apart from users, so that what one may change of oneself never includes role and scope.
create table user_credentials (
  city_code text not null,
  user_id text not null,
  -- scrypt with its parameters and salt; null: no password (identity provider, demonstration)
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  -- AES-256-GCM under the installation's secret
  totp_secret text,
  totp_pending_secret text,
  -- the last 30-second step whose code was accepted: a code counts once
  totp_last_step bigint not null default 0,
  constraint user_credentials_pkey primary key (city_code, user_id),
  constraint user_credentials_user_fkey foreign key (city_code, user_id) references users on delete cascade
);
alter table user_credentials enable row level security;
create policy user_credentials_sign_in on user_credentials for all to baogong_app using (app_is_sign_in()) with check (app_is_sign_in());
create policy user_credentials_own on user_credentials for all to baogong_app
  using (app_is_user(city_code, user_id)) with check (app_is_user(city_code, user_id));
create policy user_credentials_administration on user_credentials for all to baogong_app
  using (app_administers(city_code)) with check (app_administers(city_code));
grant select, insert, update on user_credentials to baogong_app;

create table sessions (
  city_code text not null,
  session_id text not null,
  -- HMAC-SHA-256 of the cookie's token; the token itself is nowhere
  token_hash text not null,
  user_id text not null,
  method text not null,
  device text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint sessions_pkey primary key (city_code, session_id),
  constraint sessions_token_key unique (token_hash),
  constraint sessions_user_fkey foreign key (city_code, user_id) references users on delete cascade,
  constraint sessions_method_known check (method in ('password', 'provider', 'demonstration'))
);
create index sessions_user on sessions (city_code, user_id, last_seen_at desc);
alter table sessions enable row level security;
create policy sessions_sign_in_read on sessions for select to baogong_app using (app_is_sign_in());
create policy sessions_sign_in_seen on sessions for update to baogong_app using (app_is_sign_in()) with check (app_is_sign_in());
create policy sessions_own on sessions for all to baogong_app
  using (app_is_user(city_code, user_id)) with check (app_is_user(city_code, user_id));
create policy sessions_administration on sessions for all to baogong_app
  using (app_administers(city_code)) with check (app_administers(city_code));
grant select, insert, update, delete on sessions to baogong_app;

-- Failures by the name that was typed, whether such a user exists or not, so that the answers do not tell them apart.
create table sign_in_attempts (
  name_hash text not null,
  -- whose, when there is such a user
  city_code text,
  user_id text,
  -- instants of the failures that still count, oldest first
  failed_at jsonb not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  constraint sign_in_attempts_pkey primary key (name_hash)
);
create index sign_in_attempts_user on sign_in_attempts (city_code, user_id);
create index sign_in_attempts_age on sign_in_attempts (last_at);
alter table sign_in_attempts enable row level security;
create policy sign_in_attempts_sign_in on sign_in_attempts for all to baogong_app using (app_is_sign_in()) with check (app_is_sign_in());
create policy sign_in_attempts_administration on sign_in_attempts for all to baogong_app
  using (app_administers(city_code)) with check (app_administers(city_code));
grant select, insert, update, delete on sign_in_attempts to baogong_app;

create table api_keys (
  city_code text not null,
  key_id text not null,
  name text not null,
  -- its first characters, to recognise it by
  prefix text not null,
  key_hash text not null,
  role text not null,
  scope text not null,
  scope_ids text[] not null default '{}',
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  constraint api_keys_pkey primary key (city_code, key_id),
  constraint api_keys_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint api_keys_hash_key unique (key_hash),
  -- a key never manages users
  constraint api_keys_role_in_scope check (
    case role
      when 'county_officer' then scope = 'county'
      when 'enterprise_clerk' then scope = 'enterprise'
      when 'requester' then scope = 'demand_point'
      else scope = 'city' and role in ('city_lead', 'group_officer', 'sub_group_officer', 'auditor')
    end
    and (scope = 'city') = (cardinality(scope_ids) = 0))
);
alter table api_keys enable row level security;
create policy api_keys_sign_in_read on api_keys for select to baogong_app using (app_is_sign_in());
create policy api_keys_sign_in_used on api_keys for update to baogong_app using (app_is_sign_in()) with check (app_is_sign_in());
create policy api_keys_administration on api_keys for all to baogong_app
  using (app_administers(city_code)) with check (app_administers(city_code));
grant select, insert, update on api_keys to baogong_app;

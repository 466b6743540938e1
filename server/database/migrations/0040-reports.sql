-- Daily reports: one for each enterprise and business day. What was filed stands in `figures` (contracts/reports.ts: exact decimals as
-- strings in base units); what was accepted is posted to the stock ledger, so sums are asked of the ledger and never of this column.

create table reports (
  city_code text not null,
  enterprise_id text not null,
  day date not null,
  county_code text not null,
  state text not null,
  figures jsonb not null,
  -- the parts of the trust score and the differences found when it was filed, corrected or accepted
  assessment jsonb not null,
  trust integer not null,
  questions integer not null,
  via text not null,
  -- filed after the deadline of its day
  late boolean not null,
  filed_at timestamptz not null,
  filed_by text not null,
  filed_by_name text not null,
  decided_at timestamptz,
  decided_by_name text,
  -- why it was returned, or what was corrected and why
  reason text not null default '',
  confirmed_at timestamptz,
  confirmed_by_name text,
  -- how often it was posted: part of the ledger document's number
  postings integer not null default 0,
  revision integer not null default 1,
  constraint reports_pkey primary key (city_code, enterprise_id, day),
  constraint reports_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint reports_state_known check (state in ('filed', 'returned', 'accepted', 'corrected', 'confirmed')),
  constraint reports_via_known check (via in ('form', 'phone', 'workbook', 'api')),
  constraint reports_trust_range check (trust between 0 and 100),
  constraint reports_return_explained check (state <> 'returned' or reason <> '')
);
create index reports_day on reports (city_code, day, county_code);

-- Every step of a report, with each figure that it changed.
create table report_events (
  city_code text not null,
  enterprise_id text not null,
  day date not null,
  number integer not null,
  county_code text not null,
  act text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  -- the sender's own number: sent again under it, whoever sends, it counts once
  client_id text,
  reason text not null default '',
  -- [{ "field": "items.mask.made", "before": "700000", "after": "690000" }]
  changes jsonb not null default '[]',
  constraint report_events_pkey primary key (city_code, enterprise_id, day, number),
  constraint report_events_client_once unique (city_code, enterprise_id, client_id),
  constraint report_events_report_fkey foreign key (city_code, enterprise_id, day) references reports on delete restrict,
  constraint report_events_act_known check (act in ('file', 'return', 'accept', 'correct', 'confirm', 'reopen'))
);

-- What someone has begun to fill in; a draft is nobody else's, and never touches what was filed.
create table report_drafts (
  city_code text not null,
  enterprise_id text not null,
  day date not null,
  user_id text not null,
  county_code text not null,
  figures jsonb not null,
  saved_at timestamptz not null,
  constraint report_drafts_pkey primary key (city_code, enterprise_id, day, user_id),
  constraint report_drafts_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict
);

-- Who is chasing a report that has not come: silence is always somebody's.
create table report_chases (
  city_code text not null,
  enterprise_id text not null,
  day date not null,
  number integer not null,
  county_code text not null,
  level text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  note text not null default '',
  constraint report_chases_pkey primary key (city_code, enterprise_id, day, number),
  constraint report_chases_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint report_chases_level_known check (level in ('county', 'city', 'lead'))
);

-- When a day's reports are due, by the city's mode; a city without a row has the product's own (contracts/reports.ts).
create table report_deadlines (
  city_code text not null,
  mode text not null,
  cycle text not null,
  -- of a weekly cycle: 1 Monday … 7 Sunday
  weekday integer,
  file_by time not null,
  county_by time not null,
  city_by time not null,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint report_deadlines_pkey primary key (city_code, mode),
  constraint report_deadlines_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint report_deadlines_mode_known check (mode in ('peacetime', 'emergency')),
  constraint report_deadlines_cycle_known check (case cycle when 'daily' then weekday is null when 'weekly' then weekday between 1 and 7 else false end),
  constraint report_deadlines_in_order check (file_by < county_by and county_by < city_by)
);

-- A day that the city has confirmed, or that was opened again by a late report or correction.
create table report_days (
  city_code text not null,
  day date not null,
  state text not null,
  at timestamptz not null,
  by_name text not null,
  -- which enterprise's report opened it again, and why
  enterprise_id text,
  reason text not null default '',
  revision integer not null default 1,
  constraint report_days_pkey primary key (city_code, day),
  constraint report_days_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint report_days_state_known check (state in ('confirmed', 'reopened'))
);

do $$
declare name text;
begin
  foreach name in array array['reports', 'report_events', 'report_drafts', 'report_chases'] loop
    execute format('alter table %I enable row level security', name);
  end loop;
end $$;
create policy reports_own on reports for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null)) with check (app_sees_place(city_code, county_code, enterprise_id, null));
grant select, insert, update on reports to baogong_app;
create policy report_events_read on report_events for select to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null));
create policy report_events_append on report_events for insert to baogong_app
  with check (app_sees_place(city_code, county_code, enterprise_id, null) and by_id = current_setting('app.user_id', true));
grant select, insert on report_events to baogong_app;
create policy report_drafts_own on report_drafts for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, null) and user_id = current_setting('app.user_id', true))
  with check (app_sees_place(city_code, county_code, enterprise_id, null) and user_id = current_setting('app.user_id', true));
grant select, insert, update, delete on report_drafts to baogong_app;
create policy report_chases_read on report_chases for select to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null));
create policy report_chases_append on report_chases for insert to baogong_app
  with check (app_sees_county(city_code, county_code) and by_id = current_setting('app.user_id', true));
grant select, insert on report_chases to baogong_app;
alter table report_deadlines enable row level security;
create policy report_deadlines_read on report_deadlines for select to baogong_app using (app_in_city(city_code));
create policy report_deadlines_write on report_deadlines for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on report_deadlines to baogong_app;
-- the day is common knowledge; whoever accepts or corrects a report of a confirmed day opens it again
alter table report_days enable row level security;
create policy report_days_read on report_days for select to baogong_app using (app_in_city(city_code));
create policy report_days_confirm on report_days for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
create policy report_days_reopen on report_days for update to baogong_app
  using (app_in_city(city_code) and current_setting('app.scope', true) = 'county')
  with check (app_in_city(city_code) and state = 'reopened');
grant select, insert, update on report_days to baogong_app;

-- Where goods go that a producer says it sent out while no order or receiver is known: it left the producer, and that is all that is known.
create function ensure_place_sent_by_report() returns void
language sql security definer set search_path = pg_catalog, public as $$
  insert into places (city_code, place_id, kind, name)
  values (app_city(), 'virtual:sent-by-report', 'consumption', '日报发出，收货方未登记 Sent by report, receiver not recorded')
  on conflict do nothing
$$;
revoke all on function ensure_place_sent_by_report() from public;
grant execute on function ensure_place_sent_by_report() to baogong_app;

-- Names of those who file, review and confirm, for "who must chase whom": to officers all in their sight, to a clerk the officers.
create function report_people() returns table (user_id text, name text, role text, scope text, scope_ids text[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select u.user_id, u.display_name, u.role, u.scope, u.scope_ids from users u
  where app_in_city(u.city_code) and not u.disabled
    and u.role in ('enterprise_clerk', 'county_officer', 'sub_group_officer', 'group_officer', 'city_lead')
    and (u.role <> 'enterprise_clerk' or app_scope() in ('city', 'county'))
  order by u.user_name limit 5000
$$;
revoke all on function report_people() from public;
grant execute on function report_people() to baogong_app;

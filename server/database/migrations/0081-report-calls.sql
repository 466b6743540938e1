-- Who was told to act on a report, and when: written at the deadlines by the server itself, one row for each step of the escalation.
-- Whether somebody still must act follows from the report, never from here.

create table report_calls (
  city_code text not null,
  enterprise_id text not null,
  day date not null,
  task text not null,
  level text not null,
  county_code text not null,
  at timestamptz not null,
  -- [{ "id": "u-1", "name": "…", "role": "county_officer" }]: the first of them is responsible
  people jsonb not null,
  constraint report_calls_pkey primary key (city_code, enterprise_id, day, task, level),
  constraint report_calls_enterprise_fkey foreign key (city_code, enterprise_id) references enterprises on delete restrict,
  constraint report_calls_task_known check (task in ('file', 'review', 'confirm')),
  constraint report_calls_level_known check (level in ('county', 'city', 'lead'))
);
create index report_calls_day on report_calls (city_code, day);
alter table report_calls enable row level security;
create policy report_calls_read on report_calls for select to baogong_app using (app_sees_place(city_code, county_code, enterprise_id, null));
create policy report_calls_raise on report_calls for insert to baogong_app with check (app_sees_city(city_code));
grant select, insert on report_calls to baogong_app;

-- How somebody was chased, and until when the report was promised ('YYYY-MM-DD HH:MM' of the city's clock): a promise that stands holds the
-- escalation, one that has passed lets it go on.
alter table report_chases add column how text not null default 'call';
alter table report_chases add column promised text;
alter table report_chases add constraint report_chases_how_known check (how in ('call', 'message', 'visit'));
alter table report_chases add constraint report_chases_promised_form check (promised ~ '^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$');

-- Bulletins: a draft is only what officers add to the day's data; what is issued is kept as it was told, and never changed.

create table bulletin_drafts (
  city_code text not null,
  day date not null,
  -- order, hidden, remarks
  arrangement jsonb not null,
  addressee_zh text not null,
  addressee_en text not null,
  signer_zh text not null,
  signer_en text not null,
  revision integer not null default 0,
  changed_at timestamptz,
  changed_by text,
  constraint bulletin_drafts_pkey primary key (city_code, day),
  constraint bulletin_drafts_city_fkey foreign key (city_code) references cities on delete restrict
);
alter table bulletin_drafts enable row level security;
create policy bulletin_drafts_city on bulletin_drafts for all to baogong_app
  using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on bulletin_drafts to baogong_app;

-- The frozen text, for everyone. No right to update or delete: a second issue of a day or of a number has no row to be.
create table bulletin_issues (
  city_code text not null,
  day date not null,
  year integer not null,
  number integer not null,
  title_zh text not null,
  title_en text not null,
  paragraphs_zh jsonb not null,
  paragraphs_en jsonb not null,
  addressee_zh text not null,
  addressee_en text not null,
  signer_zh text not null,
  signer_en text not null,
  -- SHA-256 of text and figures
  content_hash text not null,
  issued_at timestamptz not null,
  -- the business day of the issue: the date under the signature
  issued_day date not null,
  issued_by text not null,
  issued_by_name text not null,
  constraint bulletin_issues_pkey primary key (city_code, day),
  constraint bulletin_issues_number unique (city_code, year, number),
  constraint bulletin_issues_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint bulletin_issues_number_positive check (number > 0)
);
alter table bulletin_issues enable row level security;
create policy bulletin_issues_everyone on bulletin_issues for select to baogong_app using (city_code = app_city());
create policy bulletin_issues_issue on bulletin_issues for insert to baogong_app with check (app_sees_city(city_code));
grant select, insert on bulletin_issues to baogong_app;

-- What an issue rests on; for the city's officers.
create table bulletin_evidence (
  city_code text not null,
  day date not null,
  -- the day's figures in the structure of the published ones, and the energy readings
  figures jsonb not null,
  energy jsonb not null,
  -- SHA-256 of the whole dataset that it was computed from
  input_hash text not null,
  constraint bulletin_evidence_pkey primary key (city_code, day),
  constraint bulletin_evidence_issue_fkey foreign key (city_code, day) references bulletin_issues on delete restrict
);
alter table bulletin_evidence enable row level security;
create policy bulletin_evidence_read on bulletin_evidence for select to baogong_app using (app_sees_city(city_code));
create policy bulletin_evidence_issue on bulletin_evidence for insert to baogong_app with check (app_sees_city(city_code));
grant select, insert on bulletin_evidence to baogong_app;

-- Corrections stand beside the frozen text; the last one of a figure holds.
create table bulletin_corrections (
  city_code text not null,
  day date not null,
  number integer not null,
  items jsonb not null,
  note_zh text not null,
  note_en text not null,
  input_hash text not null,
  corrected_at timestamptz not null,
  -- the business day
  corrected_day date not null,
  corrected_by text not null,
  corrected_by_name text not null,
  constraint bulletin_corrections_pkey primary key (city_code, day, number),
  constraint bulletin_corrections_issue_fkey foreign key (city_code, day) references bulletin_issues on delete restrict
);
alter table bulletin_corrections enable row level security;
create policy bulletin_corrections_everyone on bulletin_corrections for select to baogong_app using (city_code = app_city());
create policy bulletin_corrections_correct on bulletin_corrections for insert to baogong_app with check (app_sees_city(city_code));
grant select, insert on bulletin_corrections to baogong_app;

-- Every figure with the rows that it summed, as issued (correction 0) and as last told after each correction, whole each time: what the
-- data is compared with. Whose stock is where is no public matter.
create table bulletin_figures (
  city_code text not null,
  day date not null,
  correction integer not null,
  figure text not null,
  position integer not null,
  label_zh text not null,
  label_en text not null,
  text_zh text not null,
  text_en text not null,
  value text not null,
  unit text not null,
  kind text,
  -- ids, owners, quantities
  sources jsonb not null,
  constraint bulletin_figures_pkey primary key (city_code, day, correction, figure),
  constraint bulletin_figures_issue_fkey foreign key (city_code, day) references bulletin_issues on delete restrict
);
alter table bulletin_figures enable row level security;
create policy bulletin_figures_read on bulletin_figures for select to baogong_app using (app_sees_city(city_code));
create policy bulletin_figures_issue on bulletin_figures for insert to baogong_app with check (app_sees_city(city_code));
grant select, insert on bulletin_figures to baogong_app;

-- Standing notices (通知, 公告).
create table bulletin_notices (
  city_code text not null,
  notice_id text not null,
  kind text not null,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  audience text not null,
  from_day date not null,
  until_day date,
  -- draft → issued → withdrawn
  state text not null default 'draft',
  revision integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  issued_at timestamptz,
  issued_by text,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  constraint bulletin_notices_pkey primary key (city_code, notice_id),
  constraint bulletin_notices_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint bulletin_notices_kind_known check (kind in ('notice', 'announcement')),
  constraint bulletin_notices_audience_known check (audience in ('public', 'signed-in')),
  constraint bulletin_notices_state_known check (state in ('draft', 'issued', 'withdrawn')),
  constraint bulletin_notices_days check (until_day is null or until_day >= from_day),
  constraint bulletin_notices_issued_traced check ((state = 'draft') = (issued_at is null)),
  constraint bulletin_notices_withdrawn_traced check ((state = 'withdrawn') = (withdrawn_at is not null and withdrawn_reason is not null))
);
create index bulletin_notices_newest on bulletin_notices (city_code, from_day desc, notice_id);
alter table bulletin_notices enable row level security;
create policy bulletin_notices_city on bulletin_notices for select to baogong_app using (app_sees_city(city_code));
create policy bulletin_notices_public on bulletin_notices for select to baogong_app
  using (city_code = app_city() and state = 'issued' and (audience = 'public' or app_in_city(city_code)));
create policy bulletin_notices_draft on bulletin_notices for insert to baogong_app
  with check (app_sees_city(city_code) and state = 'draft');
-- what is withdrawn stays as it is
create policy bulletin_notices_change on bulletin_notices for update to baogong_app
  using (app_sees_city(city_code) and state in ('draft', 'issued')) with check (app_sees_city(city_code));
grant select, insert, update on bulletin_notices to baogong_app;

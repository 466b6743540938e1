-- Requests of hospitals and communities: what they ask, what was answered, every word of it. A row is its demand point's, its county's, the city's.

-- running numbers of a city by day: '20220108-0001'; the row is held until the filing ends, so that two filings see each other
create table request_numbers (
  city_code text not null,
  day date not null,
  last_number integer not null,
  constraint request_numbers_pkey primary key (city_code, day),
  constraint request_numbers_city_fkey foreign key (city_code) references cities on delete restrict
);
alter table request_numbers enable row level security;
create policy request_numbers_city on request_numbers for all to baogong_app using (city_code = app_city()) with check (city_code = app_city());
grant select, insert, update on request_numbers to baogong_app;

-- what is needed again and again: files a request for each of its days, some days ahead
create table request_series (
  city_code text not null,
  series_id text not null,
  demand_point_id text not null,
  county_code text not null,
  item_code text not null,
  grade text,
  quantity numeric(20, 6) not null,
  every text not null,
  -- the request for a day is filed so many days before
  days_ahead integer not null,
  reason text not null,
  urgency text not null,
  substitutes text[] not null default '{}',
  partial_ok boolean not null,
  -- the day of the next request that is not filed yet, and the last day that gets one
  next_day date not null,
  until_day date,
  stopped_at timestamptz,
  stopped_by text,
  filed_at timestamptz not null,
  filed_by text not null,
  filed_by_name text not null,
  constraint request_series_pkey primary key (city_code, series_id),
  constraint request_series_point_fkey foreign key (city_code, demand_point_id) references demand_points on delete restrict,
  constraint request_series_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint request_series_quantity_positive check (quantity > 0),
  constraint request_series_every_known check (every in ('day', 'week')),
  constraint request_series_days_ahead_sensible check (days_ahead between 0 and 30)
);
create index request_series_due on request_series (city_code, next_day) where stopped_at is null;

create table requests (
  city_code text not null,
  request_id text not null,
  request_number text not null,
  demand_point_id text not null,
  county_code text not null,
  item_code text not null,
  grade text,
  quantity numeric(20, 6) not null,
  -- wanted between these days: what overlaps for one point and item is a duplicate, or more of the same
  from_day date not null,
  by_day date not null,
  reason text not null,
  urgency text not null,
  -- items that do as well
  substitutes text[] not null default '{}',
  partial_ok boolean not null,
  series_id text,
  -- filed beside another for the same, which the filer knew
  beside text,
  -- filed | referred → accepted | refused | withdrawn; accepted → ordered → fulfilled
  state text not null default 'filed',
  -- whose answer is asked for
  referred_to text,
  answer_by timestamptz not null,
  granted_item text,
  granted_grade text,
  granted_quantity numeric(20, 6),
  -- how it will be met: the plan in force, a reserve, an order of its own
  met_by text,
  delivered numeric(20, 6) not null default 0,
  order_numbers text[] not null default '{}',
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  decision_reason text not null default '',
  filed_at timestamptz not null,
  filed_by text not null,
  filed_by_name text not null,
  revision integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  constraint requests_pkey primary key (city_code, request_id),
  constraint requests_number_once unique (city_code, request_number),
  -- a day of a series is asked for once
  constraint requests_series_day_once unique (city_code, series_id, by_day),
  constraint requests_point_fkey foreign key (city_code, demand_point_id) references demand_points on delete restrict,
  constraint requests_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint requests_series_fkey foreign key (city_code, series_id) references request_series on delete restrict,
  constraint requests_grade_known check (grade in ('medical', 'general')),
  constraint requests_urgency_known check (urgency in ('routine', 'urgent', 'emergency')),
  constraint requests_state_known check (state in ('filed', 'referred', 'accepted', 'refused', 'withdrawn', 'ordered', 'fulfilled')),
  constraint requests_met_by_known check (met_by in ('plan', 'reserve', 'order')),
  constraint requests_days_in_order check (by_day >= from_day),
  constraint requests_quantity_positive check (quantity > 0),
  constraint requests_granted_positive check (granted_quantity > 0),
  constraint requests_answer_whole check ((state in ('accepted', 'ordered', 'fulfilled')) = (granted_quantity is not null)),
  constraint requests_delivered_not_negative check (delivered >= 0)
);
create index requests_waiting on requests (city_code, answer_by, request_id) where state in ('filed', 'referred');
create index requests_point on requests (city_code, demand_point_id, item_code, by_day);
create index requests_newest on requests (city_code, filed_at desc, request_id);

-- the conversation: what was said and what was done, in order; never changed
create table request_notes (
  city_code text not null,
  request_id text not null,
  note_number integer not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  by_role text not null,
  act text not null,
  words text not null,
  demand_point_id text not null,
  county_code text not null,
  constraint request_notes_pkey primary key (city_code, request_id, note_number),
  constraint request_notes_request_fkey foreign key (city_code, request_id) references requests on delete restrict
);

do $$
declare name text;
begin
  foreach name in array array['request_series', 'requests', 'request_notes'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app
      using (app_sees_place(city_code, county_code, null, demand_point_id))
      with check (app_sees_place(city_code, county_code, null, demand_point_id))', name || '_own', name);
    execute format('grant select, insert, update on %I to baogong_app', name);
  end loop;
end $$;
revoke update on request_notes from baogong_app;

-- Lots held or recalled: who answers for it, and what became of every piece at every place.

create table lot_recalls (
  city_code text not null,
  recall_id text not null,
  -- quarantined: held until it is known; recalled: taken back from everyone
  kind text not null,
  lot_id bigint not null,
  item_code text not null,
  grade text,
  lot_number text not null,
  expires date,
  reason text not null,
  -- who answers for it, and by when
  owner_name text not null,
  due_day date not null,
  state text not null default 'open',
  -- what was found, written when it ends
  outcome text not null default '',
  started_at timestamptz not null,
  started_by text not null,
  started_by_name text not null,
  ended_at timestamptz,
  ended_by_name text,
  -- the maker's
  enterprise_id text,
  county_code text,
  revision integer not null default 1,
  constraint lot_recalls_pkey primary key (city_code, recall_id),
  constraint lot_recalls_lot_fkey foreign key (city_code, lot_id) references lots on delete restrict,
  constraint lot_recalls_kind_known check (kind in ('quarantined', 'recalled')),
  -- open → lifted (the lot is free again) | closed (every piece accounted for)
  constraint lot_recalls_state_known check (state in ('open', 'lifted', 'closed'))
);
create unique index lot_recalls_one_open on lot_recalls (city_code, lot_id) where state = 'open';
create index lot_recalls_newest on lot_recalls (city_code, started_at desc, recall_id);
alter table lot_recalls enable row level security;
-- whoever may hold some of it must learn of it; only the city and the maker's county decide
create policy lot_recalls_read on lot_recalls for select to baogong_app using (app_in_city(city_code));
create policy lot_recalls_decide on lot_recalls for all to baogong_app using (app_sees_county(city_code, county_code))
  with check (app_sees_county(city_code, county_code));
grant select, insert, update on lot_recalls to baogong_app;

-- one row for each place that held some of it: whoever holds it sees what to do, and why
create table lot_recall_places (
  city_code text not null,
  recall_id text not null,
  place_id text not null,
  place_name text not null,
  lot_id bigint not null,
  item_code text not null,
  grade text,
  lot_number text not null,
  expires date,
  reason text not null,
  due_day date not null,
  -- there when the recall began, or when it came in later
  quantity numeric(20, 6) not null,
  destroyed numeric(20, 6) not null default 0,
  returned numeric(20, 6) not null default 0,
  used numeric(20, 6) not null default 0,
  note text not null default '',
  updated_at timestamptz not null,
  updated_by_name text not null,
  county_code text,
  enterprise_id text,
  demand_point_id text,
  revision integer not null default 1,
  constraint lot_recall_places_pkey primary key (city_code, recall_id, place_id),
  constraint lot_recall_places_recall_fkey foreign key (city_code, recall_id) references lot_recalls on delete restrict,
  constraint lot_recall_places_not_negative check (quantity >= 0 and destroyed >= 0 and returned >= 0 and used >= 0)
);
alter table lot_recall_places enable row level security;
create policy lot_recall_places_own on lot_recall_places for all to baogong_app
  using (app_sees_place(city_code, county_code, enterprise_id, demand_point_id))
  with check (app_sees_place(city_code, county_code, enterprise_id, demand_point_id));
grant select, insert, update on lot_recall_places to baogong_app;

-- Allocation orders (调拨令): what goes from one place to another, lot by lot, and what became of it.

-- running numbers of a city by kind and day: '20220109-0001'
create table document_numbers (
  city_code text not null,
  kind text not null,
  day date not null,
  last_number integer not null,
  constraint document_numbers_pkey primary key (city_code, kind, day)
);
alter table document_numbers enable row level security;
create policy document_numbers_city on document_numbers for all to baogong_app using (city_code = app_city()) with check (city_code = app_city());
grant select, insert, update on document_numbers to baogong_app;

create table allocation_orders (
  city_code text not null,
  order_id text not null,
  order_number text not null,
  -- plan: from an approved plan; urgent: decided outside it; reserve: released from a reserve; request: for a request; rotation: before expiry
  kind text not null,
  plan_id text,
  -- 1, or 2, 3, … for what was not yet in stock when the first order of the same way and day was issued
  part integer not null default 1,
  -- the plan's day that it carries out, also when the order was moved to another
  plan_day date,
  request_id text,
  -- where it leaves: a producer's or a reserve's place of the ledger
  from_place text not null,
  -- names as they stood when the order was made: both ends read the paper, and neither sees the other's places
  from_name text not null,
  from_enterprise text,
  from_county text not null,
  -- where it goes: a demand point, another producer (an item used as an input), or a reserve
  to_place text not null,
  to_name text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  tier integer not null,
  -- leaves and is due on these business days
  dispatch_day date not null,
  due_day date not null,
  -- issued → picked → loaded → on_the_way → delivered → received; waiting_approval before issued; cancelled, amended end it
  state text not null,
  urgent boolean not null default false,
  -- an urgent order runs at once and must be confirmed by this instant
  confirm_by timestamptz,
  confirmed_at timestamptz,
  confirmed_by text,
  approval_level text not null,
  approved_at timestamptz,
  approved_by text,
  amends text,
  amended_by text,
  -- why it was decided outside the plan, amended or cancelled
  reason text not null default '',
  note text not null default '',
  weight_kg numeric(20, 6) not null,
  created_at timestamptz not null,
  created_by text not null,
  created_by_name text not null,
  issued_at timestamptz,
  picked_at timestamptz,
  loaded_at timestamptz,
  left_at timestamptz,
  delivered_at timestamptz,
  received_at timestamptz,
  revision integer not null default 1,
  constraint allocation_orders_pkey primary key (city_code, order_id),
  constraint allocation_orders_number_once unique (city_code, order_number),
  constraint allocation_orders_from_fkey foreign key (city_code, from_place) references places on delete restrict,
  constraint allocation_orders_to_fkey foreign key (city_code, to_place) references places on delete restrict,
  constraint allocation_orders_kind_known check (kind in ('plan', 'urgent', 'reserve', 'request', 'rotation')),
  constraint allocation_orders_state_known check (state in
    ('waiting_approval', 'issued', 'picked', 'loaded', 'on_the_way', 'delivered', 'received', 'cancelled', 'amended')),
  constraint allocation_orders_level_known check (approval_level in ('sub_group', 'group', 'city')),
  constraint allocation_orders_two_places check (from_place <> to_place),
  constraint allocation_orders_plan_day_known check ((kind = 'plan') = (plan_day is not null)),
  constraint allocation_orders_days_in_order check (due_day >= dispatch_day)
);
create index allocation_orders_open on allocation_orders (city_code, dispatch_day, order_id)
  where state not in ('received', 'cancelled', 'amended');
create index allocation_orders_day on allocation_orders (city_code, dispatch_day, order_id);
create index allocation_orders_from on allocation_orders (city_code, from_place, dispatch_day);
create index allocation_orders_to on allocation_orders (city_code, to_place, due_day);
create index allocation_orders_newest on allocation_orders (city_code, dispatch_day desc, order_number desc);
-- what urgent orders still have to be confirmed
create index allocation_orders_unconfirmed on allocation_orders (city_code, confirm_by)
  where confirm_by is not null and confirmed_at is null;
-- a way and day of the plan becomes one order for each time that stock came in, whatever the concurrency and whichever plan is in force
create unique index allocation_orders_plan_once on allocation_orders (city_code, from_place, to_place, plan_day, part)
  where kind = 'plan' and state not in ('cancelled', 'amended');

create index allocation_orders_plan_day on allocation_orders (city_code, plan_day) where kind = 'plan';

create table allocation_order_lines (
  city_code text not null,
  order_id text not null,
  line integer not null,
  item_code text not null,
  -- asked of the goods; null: any, or an item without grades
  grade text,
  -- the grade that the plan counted on: its lots are taken first where the receiver asks none
  preferred_grade text,
  quantity numeric(20, 6) not null,
  -- what of the plan this line settles; zero outside the plan
  planned numeric(20, 6) not null default 0,
  -- less was sent than ordered, and why
  short_reason text not null default '',
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint allocation_order_lines_pkey primary key (city_code, order_id, line),
  constraint allocation_order_lines_order_fkey foreign key (city_code, order_id) references allocation_orders on delete restrict,
  constraint allocation_order_lines_item_fkey foreign key (city_code, item_code) references items on delete restrict,
  constraint allocation_order_lines_grade_known check (grade in ('medical', 'general') and preferred_grade in ('medical', 'general')),
  -- zero: nothing of it could be sent
  constraint allocation_order_lines_not_negative check (quantity >= 0 and planned >= 0)
);
create index allocation_order_lines_item on allocation_order_lines (city_code, item_code, order_id);

-- the lots set aside for a line, first expired first; what was picked and loaded of each
create table allocation_order_lots (
  city_code text not null,
  order_id text not null,
  line integer not null,
  lot_id bigint not null,
  -- the lot as it was: the receiver does not see the maker's lots
  item_code text not null,
  grade text,
  lot_number text not null,
  expires date,
  quantity numeric(20, 6) not null,
  picked numeric(20, 6),
  received numeric(20, 6),
  damaged numeric(20, 6),
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint allocation_order_lots_pkey primary key (city_code, order_id, line, lot_id),
  constraint allocation_order_lots_line_fkey foreign key (city_code, order_id, line) references allocation_order_lines on delete restrict,
  constraint allocation_order_lots_lot_fkey foreign key (city_code, lot_id) references lots on delete restrict,
  constraint allocation_order_lots_positive check (quantity > 0),
  constraint allocation_order_lots_picked_within check (picked between 0 and quantity),
  constraint allocation_order_lots_received_within check (coalesce(received, 0) + coalesce(damaged, 0) <= coalesce(picked, quantity))
);
create index allocation_order_lots_lot on allocation_order_lots (city_code, lot_id);

-- everything that happened to an order, in order
create table allocation_order_events (
  city_code text not null,
  order_id text not null,
  event_number integer not null,
  at timestamptz not null,
  kind text not null,
  user_id text not null,
  user_name text not null,
  detail jsonb not null default '{}',
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint allocation_order_events_pkey primary key (city_code, order_id, event_number),
  constraint allocation_order_events_order_fkey foreign key (city_code, order_id) references allocation_orders on delete restrict
);

-- seen from both ends; a receiving producer sees its own too
do $$
declare name text;
begin
  foreach name in array array['allocation_orders', 'allocation_order_lines', 'allocation_order_lots', 'allocation_order_events'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for all to baogong_app
      using (app_sees_place(city_code, from_county, from_enterprise, to_demand_point) or app_sees_place(city_code, to_county, to_enterprise, null))
      with check (app_sees_place(city_code, from_county, from_enterprise, to_demand_point) or app_sees_place(city_code, to_county, to_enterprise, null))',
      name || '_both_ends', name);
    execute format('grant select, insert, update on %I to baogong_app', name);
  end loop;
end $$;
revoke update on allocation_order_events from baogong_app;
-- a lot that is no longer set aside for an order leaves it; the event says so
grant delete on allocation_order_lots to baogong_app;

-- Up to where each level may decide outside the plan: days of the city's need of an item, and tonnes; above the group's, the city decides.
create table order_rules (
  city_code text not null,
  sub_group_days numeric(10, 3) not null,
  sub_group_tonnes numeric(12, 3) not null,
  group_days numeric(10, 3) not null,
  group_tonnes numeric(12, 3) not null,
  -- an urgent order is confirmed within these hours, or the next level is asked
  confirm_hours numeric(6, 2) not null,
  revision integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint order_rules_pkey primary key (city_code),
  constraint order_rules_city_fkey foreign key (city_code) references cities on delete restrict,
  constraint order_rules_in_order check (sub_group_days between 0 and group_days and sub_group_tonnes between 0 and group_tonnes),
  constraint order_rules_hours_positive check (confirm_hours > 0)
);
alter table order_rules enable row level security;
create policy order_rules_read on order_rules for select to baogong_app using (app_in_city(city_code));
create policy order_rules_write on order_rules for all to baogong_app using (app_sees_city(city_code)) with check (app_sees_city(city_code));
grant select, insert, update on order_rules to baogong_app;

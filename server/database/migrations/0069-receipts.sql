-- Receipts (签收): what the receiver counted, its photographs, what a payment rests on, and claims for what differs.
-- Both ends of an order read them; only the receiving end signs. Rows carry both ends, because a policy may look at no other table.

create table receipts (
  city_code text not null,
  -- an order is received once
  order_id text not null,
  order_number text not null,
  -- business day and the server's instant; the telephone's own word beside it
  day date not null,
  received_at timestamptz not null,
  phone_at timestamptz,
  received_by text not null,
  received_by_name text not null,
  -- degrees Celsius, where the goods must be kept cold or warm
  temperature numeric(5, 1),
  -- strokes of a finger as an SVG path of moves and lines; never markup
  signature text not null,
  note text not null default '',
  -- what was counted, to tell a repeat from a second opinion
  counted_hash text not null,
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint receipts_pkey primary key (city_code, order_id),
  constraint receipts_order_fkey foreign key (city_code, order_id) references allocation_orders on delete restrict,
  constraint receipts_temperature_plausible check (temperature between -100 and 100),
  constraint receipts_signature_form check (length(signature) <= 20000 and signature ~ '^M[0-9]+ [0-9]+([ML][0-9]+ [0-9]+)*$')
);
create index receipts_day on receipts (city_code, day, order_id);

create table receipt_photos (
  city_code text not null,
  order_id text not null,
  photo_number integer not null,
  -- null: of the whole load
  line integer,
  lot_id bigint,
  jpeg bytea not null,
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint receipt_photos_pkey primary key (city_code, order_id, photo_number),
  constraint receipt_photos_receipt_fkey foreign key (city_code, order_id) references receipts on delete restrict,
  constraint receipt_photos_few check (photo_number between 1 and 4),
  constraint receipt_photos_small check (octet_length(jpeg) between 4 and 204800),
  constraint receipt_photos_jpeg check (substring(jpeg from 1 for 3) = '\xffd8ff'::bytea)
);

-- What a payment must rest on: goods in fit condition at the receiver's, by order line and lot. Appended only; finance reads it.
create table payment_bases (
  city_code text not null,
  basis_id bigint generated always as identity,
  order_id text not null,
  order_number text not null,
  line integer not null,
  lot_id bigint not null,
  item_code text not null,
  grade text,
  quantity numeric(20, 6) not null,
  day date not null,
  -- the receipt, or the claim under which the rest arrived
  document_kind text not null,
  document_id text not null,
  from_place text not null,
  to_place text not null,
  recorded_at timestamptz not null,
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint payment_bases_pkey primary key (city_code, basis_id),
  constraint payment_bases_order_fkey foreign key (city_code, order_id, line) references allocation_order_lines on delete restrict,
  constraint payment_bases_positive check (quantity > 0),
  constraint payment_bases_document_known check (document_kind in ('receipt', 'claim'))
);
create index payment_bases_order on payment_bases (city_code, order_id, basis_id);
-- a receipt counts a lot once
create unique index payment_bases_receipt_once on payment_bases (city_code, order_id, line, lot_id) where document_kind = 'receipt';

create table claims (
  city_code text not null,
  -- the order's number and a running one: '20220109-0001-C1'
  claim_id text not null,
  order_id text not null,
  order_number text not null,
  line integer not null,
  lot_id bigint not null,
  item_code text not null,
  grade text,
  lot_number text not null,
  -- missing: sent, and neither received nor damaged; its goods stay on the road in the books until it is settled
  kind text not null,
  quantity numeric(20, 6) not null,
  -- was the outer packing whole? then the sender packed it so; otherwise it happened on the way
  packing_whole boolean not null,
  owner text not null,
  state text not null default 'open',
  answer_due timestamptz not null,
  -- of what was missing: came later, went back, is lost
  arrived numeric(20, 6) not null default 0,
  returned numeric(20, 6) not null default 0,
  lost numeric(20, 6) not null default 0,
  -- who bears the loss
  bearer text,
  from_place text not null,
  to_place text not null,
  opened_at timestamptz not null,
  answered_at timestamptz,
  settled_at timestamptz,
  revision integer not null default 1,
  from_enterprise text,
  from_county text not null,
  to_demand_point text,
  to_enterprise text,
  to_county text not null,
  constraint claims_pkey primary key (city_code, claim_id),
  constraint claims_order_fkey foreign key (city_code, order_id, line) references allocation_order_lines on delete restrict,
  constraint claims_once unique (city_code, order_id, line, lot_id, kind),
  constraint claims_kind_known check (kind in ('missing', 'damaged')),
  constraint claims_owner_known check (owner in ('transport', 'sender')),
  constraint claims_state_known check (state in ('open', 'answered', 'settled')),
  constraint claims_bearer_known check (bearer in ('transport', 'sender', 'receiver', 'nobody')),
  constraint claims_settled_says_who check (state <> 'settled' or (bearer is not null and settled_at is not null)),
  constraint claims_positive check (quantity > 0 and least(arrived, returned, lost) >= 0),
  constraint claims_within check (arrived + returned + lost <= quantity),
  constraint claims_goods_accounted check (state <> 'settled' or kind = 'damaged' or arrived + returned + lost = quantity)
);
create index claims_newest on claims (city_code, claim_id);
create index claims_unsettled on claims (city_code, order_id) where state <> 'settled';

create table claim_events (
  city_code text not null,
  claim_id text not null,
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
  constraint claim_events_pkey primary key (city_code, claim_id, event_number),
  constraint claim_events_claim_fkey foreign key (city_code, claim_id) references claims on delete restrict,
  constraint claim_events_kind_known check (kind in ('opened', 'answered', 'arrived', 'settled'))
);

do $$
declare
  name text;
  either text := '(app_sees_place(city_code, from_county, from_enterprise, to_demand_point) or app_sees_place(city_code, to_county, to_enterprise, null))';
  receiving text := 'app_sees_place(city_code, to_county, to_enterprise, to_demand_point)';
begin
  foreach name in array array['receipts', 'receipt_photos', 'payment_bases', 'claims', 'claim_events'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I for select to baogong_app using (%s)', name || '_both_ends', name, either);
    execute format('grant select, insert on %I to baogong_app', name);
  end loop;
  foreach name in array array['receipts', 'receipt_photos', 'payment_bases', 'claims'] loop
    execute format('create policy %I on %I for insert to baogong_app with check (%s)', name || '_by_receiver', name, receiving);
  end loop;
  -- the sender answers, the receiver notes what came later, the city settles
  execute format('create policy claims_follow_up on claims for update to baogong_app using (%s) with check (%s)', either, either);
  execute format('create policy claim_events_append on claim_events for insert to baogong_app with check (%s)', either);
end $$;
grant update (state, arrived, returned, lost, bearer, answered_at, settled_at, revision) on claims to baogong_app;

create index allocation_orders_on_the_road on allocation_orders (city_code, to_place, due_day)
  where state in ('loaded', 'on_the_way', 'delivered');

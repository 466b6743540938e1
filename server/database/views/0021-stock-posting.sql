-- The one way into the ledger. Each step is a function; post_movements calls them in order, in the caller's transaction.

-- Makes the months of the given days, and the month after, where they are missing.
create or replace function ensure_movement_months(first_day date, last_day date) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  month date := date_trunc('month', first_day)::date;
  name text;
begin
  while month <= last_day + interval '1 month' loop
    name := format('movements_%s', to_char(month, 'YYYY_MM'));
    if to_regclass(format('public.%I', name)) is null then
      perform pg_advisory_xact_lock(7305120);
      -- read from the catalogue itself: to_regclass may still answer from before the wait
      if not exists (select from pg_class c where c.relname = name and c.relnamespace = 'public'::regnamespace) then
        -- attached, not created in place: attaching lets those who post into other months go on
        execute format('create table public.%I (like movements including defaults including constraints)', name);
        execute format('alter table public.%I enable row level security', name);
        execute format('alter table movements attach partition public.%I for values from (%L) to (%L)',
          name, month, (month + interval '1 month')::date);
      end if;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
end $$;

create or replace function stock_refuse_insufficient(city text, place text, lot bigint, has numeric, needs numeric, on_day date)
returns void language plpgsql as $$
declare
  params jsonb;
begin
  select jsonb_build_object('place', p.name, 'place_id', p.place_id, 'item', i.name, 'item_en', i.name_en, 'unit', i.unit, 'lot', l.lot_id,
      'lot_number', l.lot_number, 'has', trim_scale(has)::text, 'needs', trim_scale(needs)::text, 'day', on_day)
    into params
  from places p, lots l join items i on i.city_code = l.city_code and i.item_code = l.item_code
  where p.city_code = city and p.place_id = place and l.city_code = city and l.lot_id = lot;
  perform stock_refuse(case when on_day is null then 'stock.insufficient' else 'stock.insufficient-on-day' end, params);
end $$;

-- Registers the document, waits for whoever else sends it, and answers the lines that were not posted before.
create or replace function new_movement_lines(city text, kind text, id text, lines movement_line[]) returns movement_line[]
language plpgsql as $$
declare
  days daterange;
  other integer;
  fresh movement_line[];
begin
  select daterange(min(l.business_date), max(l.business_date), '[]') into days from unnest(lines) l;
  insert into stock_documents (city_code, document_kind, document_id, first_day, last_day)
  values (city, kind, id, lower(days), upper(days) - 1) on conflict do nothing;
  if found then return lines; end if;
  select daterange(d.first_day, d.last_day, '[]') into days from stock_documents d
  where d.city_code = city and d.document_kind = kind and d.document_id = id for update;
  select l.line into other
  from unnest(lines) l join movements m on m.city_code = city and m.document_kind = kind and m.document_id = id and m.line = l.line
    and m.business_date >= lower(days) and m.business_date < upper(days)
  where (m.from_place, m.to_place, m.lot_id, m.quantity, m.business_date) is distinct from
    (l.from_place, l.to_place, l.lot_id, l.quantity, l.business_date)
  order by l.line limit 1;
  if other is not null then
    perform stock_refuse('stock.sent-differently', jsonb_build_object('document', kind || ' ' || id, 'line', other));
  end if;
  select array_agg(l order by l.line) into fresh from unnest(lines) l
  where not exists (select from movements m where m.city_code = city and m.document_kind = kind and m.document_id = id and m.line = l.line
    and m.business_date >= lower(days) and m.business_date < upper(days));
  update stock_documents d set first_day = least(d.first_day, f.first_day), last_day = greatest(d.last_day, f.last_day)
  from (select min(l.business_date) as first_day, max(l.business_date) as last_day from unnest(fresh) l) f
  where d.city_code = city and d.document_kind = kind and d.document_id = id and f.first_day is not null;
  return fresh;
end $$;

-- Every place and lot is known, quantities are positive, reversals mirror what they take back, and the actor may move it:
-- out of a place that it sees, or into one from outside or from the road; a reversal by who could have made the original.
create or replace function check_movement_lines(city text, lines movement_line[]) returns void language plpgsql as $$
declare
  bad record;
begin
  select l.line, l.from_place, l.to_place, l.lot_id, l.quantity,
      f.place_id is null as no_from, t.place_id is null as no_to, o.lot_id is null as no_lot,
      l.reverses is not null and m.movement_id is null as no_mirror
    into bad
  from unnest(lines) l
    left join places f on f.city_code = city and f.place_id = l.from_place
    left join places t on t.city_code = city and t.place_id = l.to_place
    left join lots o on o.city_code = city and o.lot_id = l.lot_id
    left join movements m on m.city_code = city and m.movement_id = l.reverses
      and m.business_date = date '1970-01-01' + (l.reverses / 10000000000)::integer
      and m.from_place = l.to_place and m.to_place = l.from_place and m.lot_id = l.lot_id and m.quantity = l.quantity
      and m.business_date = l.business_date and m.reverses is null
    -- a reversal needs the right that the original needed
    cross join lateral (select
      case when l.reverses is null then f.kind else t.kind end as source_kind,
      coalesce(app_sees_place(city, f.county_code, f.enterprise_id, f.demand_point_id), false) as from_seen,
      coalesce(app_sees_place(city, t.county_code, t.enterprise_id, t.demand_point_id), false) as to_seen) a
  where f.place_id is null or t.place_id is null or o.lot_id is null or (l.reverses is not null and m.movement_id is null)
    or coalesce(l.quantity, 0) <= 0 or l.business_date is null or l.line is null
    or not (case when l.reverses is null then a.from_seen else a.to_seen end
      or (a.source_kind not in ('producer', 'reserve', 'demand_point') and (a.from_seen or a.to_seen)))
  order by l.line limit 1;
  if not found then return; end if;
  if bad.no_from or bad.no_to then
    perform stock_refuse('stock.unknown-place', jsonb_build_object('line', bad.line, 'place', case when bad.no_from then bad.from_place else bad.to_place end));
  elsif bad.no_lot then
    perform stock_refuse('stock.unknown-lot', jsonb_build_object('line', bad.line, 'lot', bad.lot_id));
  elsif bad.no_mirror then
    perform stock_refuse('stock.not-a-reversal', jsonb_build_object('line', bad.line));
  elsif coalesce(bad.quantity, 0) <= 0 then
    perform stock_refuse('stock.quantity-not-positive', jsonb_build_object('line', bad.line, 'quantity', bad.quantity));
  end if;
  raise exception 'the actor may not issue from % (line %)', bad.from_place, bad.line using errcode = '42501';
end $$;

-- What the lines do to each real place and lot, day by day.
create or replace function movement_effects(lines movement_line[]) returns stock_effect[] language sql immutable as $$
  select array_agg(row(s.place_id, s.lot_id, s.day, s.delta, s.from_reserved)::stock_effect order by s.place_id, s.lot_id, s.day)
  from (select e.place_id, e.lot_id, e.day, sum(e.delta) as delta, sum(e.from_reserved) as from_reserved
    from unnest(lines) l cross join lateral (values
      (l.from_place, l.lot_id, l.business_date, -l.quantity, case when l.from_reserved then l.quantity else 0 end),
      (l.to_place, l.lot_id, l.business_date, l.quantity, 0)) as e (place_id, lot_id, day, delta, from_reserved)
    where e.place_id not like 'virtual:%'
    group by e.place_id, e.lot_id, e.day) s
$$;

-- Locks the balances concerned in one order for everyone (place, lot), making those that are new, so that no two postings can deadlock.
create or replace function lock_balances(city text, effects stock_effect[]) returns void language plpgsql as $$
begin
  -- the lots of new balances first: a change of their state under way ends before it is read below
  perform 1 from lots o where o.city_code = city and o.lot_id in (select e.lot_id from unnest(effects) e
    where not exists (select from balances b where b.city_code = city and b.place_id = e.place_id and b.lot_id = e.lot_id))
  order by o.lot_id for key share;
  insert into balances (city_code, place_id, lot_id, first_day, last_day, place_kind, county_code, enterprise_id, demand_point_id,
    item_code, grade, lot_number, expires, made_by, lot_state)
  select city, e.place_id, e.lot_id, e.first_day, e.first_day, p.kind, p.county_code, p.enterprise_id, p.demand_point_id,
    o.item_code, o.grade, o.lot_number, o.expires, o.enterprise_id, o.state
  from (select x.place_id, x.lot_id, min(x.day) as first_day from unnest(effects) x group by x.place_id, x.lot_id) e
    join places p on p.city_code = city and p.place_id = e.place_id
    join lots o on o.city_code = city and o.lot_id = e.lot_id
  where not exists (select from balances b where b.city_code = city and b.place_id = e.place_id and b.lot_id = e.lot_id)
  order by e.place_id, e.lot_id
  on conflict do nothing;
  perform 1 from balances b
    join (select distinct x.place_id, x.lot_id from unnest(effects) x) e on e.place_id = b.place_id and e.lot_id = b.lot_id
  where b.city_code = city order by b.place_id, b.lot_id for update of b;
end $$;

-- Refuses to issue what is held, recalled or past its last day, naming it. The same rule stands as a check on movements.
create or replace function check_lots_usable(city text, kind text, lines movement_line[]) returns void language plpgsql as $$
declare
  bad record;
begin
  if kind = 'recall' then return; end if;
  select l.line, l.business_date, b.lot_id, b.lot_number, b.lot_state, b.expires, p.name as place, i.name as item, i.name_en as item_en into bad
  from unnest(lines) l
    join balances b on b.city_code = city and b.place_id = l.from_place and b.lot_id = l.lot_id
    join places p on p.city_code = city and p.place_id = b.place_id
    join items i on i.city_code = city and i.item_code = b.item_code
  where l.reverses is null and b.place_kind in ('producer', 'reserve', 'demand_point')
    and l.to_place not in ('virtual:write-off', 'virtual:adjustment')
    and (b.lot_state <> 'free' or l.business_date > b.expires)
  order by l.line limit 1;
  if not found then return; end if;
  perform stock_refuse(case when bad.lot_state = 'free' then 'stock.lot-expired' else 'stock.lot-' || bad.lot_state end,
    jsonb_build_object('line', bad.line, 'place', bad.place, 'item', bad.item, 'item_en', bad.item_en, 'lot', bad.lot_id,
      'lot_number', bad.lot_number, 'expires', bad.expires, 'day', bad.business_date));
end $$;

-- Brings the locked balances up to date; says which place would go below zero, or below what it has promised.
create or replace function apply_to_balances(city text, effects stock_effect[]) returns void language plpgsql as $$
declare
  bad record;
begin
  select e.place_id, e.lot_id, b.quantity - b.reserved + e.from_reserved as has, -e.delta as needs into bad
  from (select x.place_id, x.lot_id, sum(x.delta) as delta, sum(x.from_reserved) as from_reserved
      from unnest(effects) x group by x.place_id, x.lot_id) e
    join balances b on b.city_code = city and b.place_id = e.place_id and b.lot_id = e.lot_id
  where b.quantity + e.delta < b.reserved - e.from_reserved or b.reserved < e.from_reserved
  order by e.place_id, e.lot_id limit 1;
  if found then perform stock_refuse_insufficient(city, bad.place_id, bad.lot_id, bad.has, bad.needs, null); end if;
  update balances b set quantity = b.quantity + e.delta, reserved = b.reserved - e.from_reserved,
    first_day = least(b.first_day, e.first_day), last_day = greatest(b.last_day, e.last_day)
  from (select x.place_id, x.lot_id, sum(x.delta) as delta, sum(x.from_reserved) as from_reserved,
      min(x.day) as first_day, max(x.day) as last_day
    from unnest(effects) x group by x.place_id, x.lot_id) e
  where b.city_code = city and b.place_id = e.place_id and b.lot_id = e.lot_id;
end $$;

-- What the days posted will close with and, where the posting is back-dated, every later day on which the balance changed.
create or replace function closings_after(city text, effects stock_effect[]) returns stock_closing[] language sql stable as $$
  with days as (
    select x.place_id, x.lot_id, x.day, x.delta from unnest(effects) x
    union all
    select c.place_id, c.lot_id, c.day, 0
    from (select x.place_id, x.lot_id, min(x.day) as first_day from unnest(effects) x group by x.place_id, x.lot_id) e
      join closing_balances c on c.city_code = city and c.place_id = e.place_id and c.lot_id = e.lot_id and c.day > e.first_day
  ), summed as (
    select d.place_id, d.lot_id, d.day, sum(sum(d.delta)) over (partition by d.place_id, d.lot_id order by d.day) as added
    from days d group by d.place_id, d.lot_id, d.day
  )
  select array_agg(row(s.place_id, s.lot_id, s.day, coalesce(old.quantity, 0), coalesce(old.quantity, 0) + s.added)::stock_closing)
  from summed s left join lateral (
    select c.quantity from closing_balances c where c.city_code = city and c.place_id = s.place_id and c.lot_id = s.lot_id and c.day <= s.day
    order by c.day desc limit 1) old on true
$$;

create or replace function apply_to_closings(city text, effects stock_effect[]) returns void language plpgsql as $$
declare
  closings stock_closing[] := closings_after(city, effects);
  bad record;
begin
  select c.place_id, c.lot_id, c.day, c.had, c.had - c.closing as needs into bad
  from unnest(closings) c where c.closing < 0 order by c.day, c.place_id, c.lot_id limit 1;
  if found then perform stock_refuse_insufficient(city, bad.place_id, bad.lot_id, bad.had, bad.needs, bad.day); end if;
  insert into closing_balances as c (city_code, place_id, lot_id, day, quantity, county_code, enterprise_id, demand_point_id)
  select city, n.place_id, n.lot_id, n.day, n.closing, b.county_code, b.enterprise_id, b.demand_point_id
  from unnest(closings) n join balances b on b.city_code = city and b.place_id = n.place_id and b.lot_id = n.lot_id
  on conflict (city_code, place_id, lot_id, day) do update set quantity = excluded.quantity;
end $$;

create or replace function append_movements(city text, kind text, id text, at timestamptz, who text, lines movement_line[])
returns void language sql as $$
  insert into movements (city_code, movement_id, business_date, posted_at, from_place, to_place, from_kind, to_kind, lot_id, quantity,
    document_kind, document_id, line, reason, reverses, replaces, posted_by, posted_by_name, item_code, grade, lot_number, lot_state, lot_expires,
    from_county, from_enterprise, from_demand_point, to_county, to_enterprise, to_demand_point)
  select city, (l.business_date - date '1970-01-01') * 10000000000 + nextval('movement_numbers'), l.business_date, at,
    l.from_place, l.to_place, f.kind, t.kind, l.lot_id, l.quantity,
    append_movements.kind, append_movements.id, l.line, coalesce(l.reason, ''), l.reverses, l.replaces,
    current_setting('app.user_id', true), who, o.item_code, o.grade, o.lot_number, coalesce(b.lot_state, o.state), o.expires,
    f.county_code, f.enterprise_id, f.demand_point_id, t.county_code, t.enterprise_id, t.demand_point_id
  from unnest(lines) with ordinality as l
    join places f on f.city_code = city and f.place_id = l.from_place
    join places t on t.city_code = city and t.place_id = l.to_place
    join lots o on o.city_code = city and o.lot_id = l.lot_id
    left join balances b on b.city_code = city and b.place_id = l.from_place and b.lot_id = l.lot_id
  order by l.ordinality
$$;

-- Posts the lines of one document, each once however often it is sent. Answers the movement of every line given, and whether it is new.
-- Errors (BG001): the codes of contracts/stock.ts with their parameters; 42501: not the actor's to post.
create or replace function post_movements(kind text, id text, at timestamptz, who text, given jsonb)
returns table (line integer, movement_id bigint, posted boolean)
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  city text := stock_city();
  lines movement_line[];
  fresh movement_line[];
  effects stock_effect[];
begin
  select array_agg(g::movement_line order by g.line) into lines from jsonb_populate_recordset(null::movement_line, given) g;
  if lines is null then return; end if;
  perform check_movement_lines(city, lines);
  perform ensure_movement_months(min(l.business_date), max(l.business_date)) from unnest(lines) l;
  fresh := new_movement_lines(city, post_movements.kind, post_movements.id, lines);
  if fresh is not null then
    effects := movement_effects(fresh);
    perform lock_balances(city, effects);
    perform check_lots_usable(city, kind, fresh);
    perform apply_to_balances(city, effects);
    perform apply_to_closings(city, effects);
    perform append_movements(city, kind, id, at, who, fresh);
  end if;
  return query
    select l.line, m.movement_id, f.line is not null
    from unnest(lines) l
      join stock_documents d on d.city_code = city and d.document_kind = post_movements.kind and d.document_id = post_movements.id
      join movements m on m.city_code = city and m.document_kind = post_movements.kind and m.document_id = post_movements.id and m.line = l.line
        and m.business_date = l.business_date
      left join unnest(fresh) f on f.line = l.line
    order by l.line;
end $$;

do $$
declare signature text;
begin
  foreach signature in array array['ensure_movement_months(date, date)', 'new_movement_lines(text, text, text, movement_line[])',
    'check_movement_lines(text, movement_line[])', 'movement_effects(movement_line[])', 'lock_balances(text, stock_effect[])',
    'check_lots_usable(text, text, movement_line[])', 'apply_to_balances(text, stock_effect[])', 'closings_after(text, stock_effect[])',
    'apply_to_closings(text, stock_effect[])', 'append_movements(text, text, text, timestamptz, text, movement_line[])',
    'post_movements(text, text, timestamptz, text, jsonb)'] loop
    execute format('revoke all on function %s from public', signature);
  end loop;
  grant execute on function post_movements(text, text, timestamptz, text, jsonb) to baogong_app;
end $$;

-- Places, lots and their states: what a posting needs before it can be made. Functions with the owner's rights, each checking the actor.

-- Refuses whoever is not signed in to a city; answers the city.
create or replace function stock_city() returns text language plpgsql stable set search_path = pg_catalog, public as $$
begin
  if coalesce(current_setting('app.city', true), '') = ''
    or coalesce(current_setting('app.scope', true), '') not in ('city', 'county', 'enterprise', 'demand_point') then
    raise exception 'the stock ledger needs an actor' using errcode = '42501';
  end if;
  return current_setting('app.city', true);
end $$;

-- An expected failure: the code of contracts/stock.ts, and its parameters as JSON.
create or replace function stock_refuse(code text, params jsonb) returns void language plpgsql as $$
begin
  raise exception using errcode = 'BG001', message = code, detail = params::text;
end $$;

-- Makes the places of the city's producers and demand points follow the registry, and the rows that carry their owners follow the places.
create or replace function sync_places() returns integer
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  city text := stock_city();
  changed text[];
begin
  with wanted (place_id, kind, name, county_code, enterprise_id, demand_point_id) as (
    select 'producer:' || e.enterprise_id, 'producer', e.name, e.county_code, e.enterprise_id, null::text
    from enterprises e where e.city_code = city
    union all
    select 'transit:' || e.enterprise_id, 'in_transit', e.name, e.county_code, e.enterprise_id, null
    from enterprises e where e.city_code = city
    union all
    select 'demand:' || d.demand_point_id, 'demand_point', d.name, d.county_code, null, d.demand_point_id
    from demand_points d where d.city_code = city
    union all
    select 'virtual:' || replace(v.kind, '_', '-'), v.kind, v.kind, null, null, null
    from unnest(array['production', 'consumption', 'supplier', 'adjustment', 'write_off']) as v (kind)
  ), written as (
    insert into places as p (city_code, place_id, kind, name, county_code, enterprise_id, demand_point_id)
    select city, w.place_id, w.kind, w.name, w.county_code, w.enterprise_id, w.demand_point_id
    from wanted w left join places old on old.city_code = city and old.place_id = w.place_id
    where (old.name, old.county_code) is distinct from (w.name, w.county_code)
    order by w.place_id
    on conflict (city_code, place_id) do update set name = excluded.name, county_code = excluded.county_code
    returning p.place_id
  )
  select array_agg(written.place_id) into changed from written;
  if changed is null then return 0; end if;
  update balances b set county_code = p.county_code from places p
  where b.city_code = city and b.place_id = any (changed) and p.city_code = city and p.place_id = b.place_id
    and b.county_code is distinct from p.county_code;
  update closing_balances c set county_code = p.county_code from places p
  where c.city_code = city and c.place_id = any (changed) and p.city_code = city and p.place_id = c.place_id
    and c.county_code is distinct from p.county_code;
  update lots l set county_code = e.county_code from enterprises e
  where l.city_code = city and e.city_code = city and e.enterprise_id = l.enterprise_id and 'producer:' || e.enterprise_id = any (changed)
    and l.county_code is distinct from e.county_code;
  return cardinality(changed);
end $$;

-- A reserve warehouse, or a change of its name, county or holder (the enterprise that keeps it for the city). Whoever sees the county may.
create or replace function put_reserve(reserve_id text, reserve_name text, reserve_county text, holder text) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  city text := stock_city();
  own text[] := array['reserve:' || reserve_id, 'transit:reserve:' || reserve_id];
begin
  if app_sees_county(city, reserve_county) is not true then
    raise exception 'a reserve belongs to its county' using errcode = '42501';
  end if;
  if exists (select from places p where p.city_code = city and p.place_id = own[1] and app_sees_county(city, p.county_code) is not true) then
    raise exception 'this reserve belongs to another county' using errcode = '42501';
  end if;
  insert into places (city_code, place_id, kind, name, county_code, enterprise_id)
  values (city, own[1], 'reserve', reserve_name, reserve_county, holder), (city, own[2], 'in_transit', reserve_name, reserve_county, holder)
  on conflict (city_code, place_id) do update
    set name = excluded.name, county_code = excluded.county_code, enterprise_id = excluded.enterprise_id;
  update balances b set county_code = reserve_county, enterprise_id = holder
  where b.city_code = city and b.place_id = any (own) and (b.county_code, b.enterprise_id) is distinct from (reserve_county, holder);
  update closing_balances c set county_code = reserve_county, enterprise_id = holder
  where c.city_code = city and c.place_id = any (own) and (c.county_code, c.enterprise_id) is distinct from (reserve_county, holder);
  return own[1];
end $$;

-- Names of places by id, for the other end of a movement that the caller sees.
create or replace function place_names(ids text[]) returns table (place_id text, kind text, name text)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  city text := stock_city();
begin
  return query select p.place_id, p.kind, p.name from places p where p.city_code = city and p.place_id = any (ids);
end $$;

-- The lots described, made where they are new, in the order given. A new lot of a producer may be made by whoever sees the producer.
create or replace function lots_for(given jsonb) returns table (number integer, lot_id bigint)
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  city text := stock_city();
  unknown text;
begin
  select g.item into unknown from jsonb_to_recordset(given) as g (item text)
  where not exists (select from items i where i.city_code = city and i.item_code = g.item) limit 1;
  if unknown is not null then perform stock_refuse('stock.unknown-item', jsonb_build_object('item', unknown)); end if;
  insert into lots (city_code, item_code, grade, lot_number, expires, enterprise_id, county_code)
  select distinct city, g.item, g.grade, g.lot_number, g.expires, g.enterprise, e.county_code
  from jsonb_to_recordset(given) as g (item text, grade text, lot_number text, expires date, enterprise text)
    left join enterprises e on e.city_code = city and e.enterprise_id = g.enterprise
  where (g.enterprise is null or app_sees_place(city, e.county_code, g.enterprise, null))
    and not exists (select from lots l where l.city_code = city and l.item_code = g.item and l.lot_number = g.lot_number
      and l.enterprise_id is not distinct from g.enterprise and l.grade is not distinct from g.grade
      and l.expires is not distinct from g.expires)
  order by g.item, g.enterprise, g.lot_number, g.grade, g.expires
  on conflict do nothing;
  return query
    select g.number, l.lot_id
    from jsonb_to_recordset(given) as g (number integer, item text, grade text, lot_number text, expires date, enterprise text)
      join lots l on l.city_code = city and l.item_code = g.item and l.lot_number = g.lot_number
        and l.enterprise_id is not distinct from g.enterprise and l.grade is not distinct from g.grade
        and l.expires is not distinct from g.expires
    order by g.number;
end $$;

-- Frees, quarantines or recalls a lot everywhere at once. The city may, and the maker's county. Answers the state it had.
create or replace function set_lot_state(lot bigint, new_state text) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  city text := stock_city();
  found record;
begin
  select l.state, l.county_code into found from lots l where l.city_code = city and l.lot_id = lot for update;
  if found is null then perform stock_refuse('stock.unknown-lot', jsonb_build_object('lot', lot)); end if;
  if app_sees_county(city, found.county_code) is not true then
    raise exception 'the state of a lot is the county''s and the city''s to decide' using errcode = '42501';
  end if;
  perform 1 from balances b where b.city_code = city and b.lot_id = lot order by b.place_id for update;
  set constraints balances_lot_state_fkey deferred;
  update lots l set state = new_state where l.city_code = city and l.lot_id = lot and l.state <> new_state;
  update balances b set lot_state = new_state where b.city_code = city and b.lot_id = lot and b.lot_state <> new_state;
  return found.state;
end $$;

-- Keeps the balances of places as they are until the transaction ends, for a count.
create or replace function hold_balances(places text[]) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  city text := stock_city();
begin
  perform 1 from balances b where b.city_code = city and b.place_id = any (places)
    and app_sees_place(city, b.county_code, b.enterprise_id, b.demand_point_id)
  order by b.place_id, b.lot_id for update;
end $$;

-- Promises stock to an order, or gives it back (a negative quantity). Whoever may issue from the place may. What is held, recalled, or past
-- its last day on the day of issue (`day`) is not promised.
create or replace function change_reservations(given jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  city text := stock_city();
  bad record;
begin
  perform 1 from balances b
    join jsonb_to_recordset(given) as g (place text, lot bigint) on b.place_id = g.place and b.lot_id = g.lot
  where b.city_code = city order by b.place_id, b.lot_id for update of b;
  select g.place, g.lot, trim_scale(b.quantity - b.reserved) as has, trim_scale(g.quantity) as needs, i.name, i.name_en, i.unit, p.name as place_name,
      b.lot_number, app_sees_place(city, p.county_code, p.enterprise_id, p.demand_point_id) as seen
    into bad
  from (select x.place, x.lot, sum(x.quantity) as quantity
      from jsonb_to_recordset(given) as x (place text, lot bigint, quantity numeric) group by x.place, x.lot) g
    left join balances b on b.city_code = city and b.place_id = g.place and b.lot_id = g.lot
    left join places p on p.city_code = city and p.place_id = g.place
    left join items i on i.city_code = city and i.item_code = b.item_code
  where b.quantity is null or g.quantity > b.quantity - b.reserved or b.reserved + g.quantity < 0
    or app_sees_place(city, p.county_code, p.enterprise_id, p.demand_point_id) is not true
  order by g.place, g.lot limit 1;
  if found then
    if not coalesce(bad.seen, false) then raise exception 'not the actor''s place: %', bad.place using errcode = '42501'; end if;
    perform stock_refuse('stock.insufficient', jsonb_build_object('place', bad.place_name, 'place_id', bad.place, 'item', bad.name, 'item_en', bad.name_en,
      'lot', bad.lot, 'lot_number', bad.lot_number, 'has', coalesce(bad.has, 0)::text, 'needs', bad.needs::text, 'unit', bad.unit, 'day', null));
  end if;
  select b.lot_id, b.lot_number, b.lot_state, b.expires, g.day, i.name as item, i.name_en as item_en, p.name as place into bad
  from jsonb_to_recordset(given) as g (place text, lot bigint, quantity numeric, day date)
    join balances b on b.city_code = city and b.place_id = g.place and b.lot_id = g.lot
    join places p on p.city_code = city and p.place_id = g.place
    join items i on i.city_code = city and i.item_code = b.item_code
  where g.quantity > 0 and (b.lot_state <> 'free' or g.day > b.expires) order by g.place, g.lot limit 1;
  if found then
    perform stock_refuse(case when bad.lot_state = 'free' then 'stock.lot-expired' else 'stock.lot-' || bad.lot_state end,
      jsonb_build_object('place', bad.place, 'item', bad.item, 'item_en', bad.item_en, 'lot', bad.lot_id,
        'lot_number', bad.lot_number, 'expires', bad.expires, 'day', bad.day));
  end if;
  update balances b set reserved = b.reserved + g.quantity
  from (select x.place, x.lot, sum(x.quantity) as quantity
    from jsonb_to_recordset(given) as x (place text, lot bigint, quantity numeric) group by x.place, x.lot) g
  where b.city_code = city and b.place_id = g.place and b.lot_id = g.lot;
end $$;

do $$
declare signature text;
begin
  foreach signature in array array['sync_places()', 'put_reserve(text, text, text, text)', 'place_names(text[])', 'lots_for(jsonb)',
    'set_lot_state(bigint, text)', 'hold_balances(text[])', 'change_reservations(jsonb)'] loop
    execute format('revoke all on function %s from public', signature);
    execute format('grant execute on function %s to baogong_app', signature);
  end loop;
end $$;

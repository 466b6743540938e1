/** What an officer who decides outside the plan chooses from: places, and stock that is free to be ordered. */
import { Decimal } from 'decimal.js';
import type { Work } from '#server/platform/work.ts';
import { roomAboveFloor } from '#server/reserves/index.ts';
import { type PlaceFacts, readOrderFacts, readPool } from './facts.ts';
import { wholePacks } from './lots.ts';

export async function readSendingPlaces(work: Work) {
  const facts = await readOrderFacts(work);
  return [...facts.places.values()].map(({ place, kind, name, county }) => ({ place, kind, name, county }));
}

/** Where the item is, free to leave on the day, the place with most first. */
export async function readSupply(work: Work, { item, day }: { item: string; day: string }) {
  const facts = await readOrderFacts(work);
  const { pack } = facts.item(item);
  const pool = await readPool(work, facts, { items: [item] });
  const senders = [...facts.places.values()].filter(({ kind }) => kind !== 'demand_point');
  const rows = await Promise.all(senders.flatMap(supplyOf).map((row) => withFloor(work, row, item)));
  rows.sort((a, b) => totalOf(b).cmp(totalOf(a)));
  return { rows };

  function supplyOf({ place, name }: PlaceFacts) {
    const lots = pool.admissible({ place, item, grade: null, preferred: null, day });
    if (lots.length === 0) return [];
    const sum = (grade: string | null) =>
      lots
        .filter((lot) => lot.grade === grade)
        .reduce((total, lot) => total.add(wholePacks(lot.free, pack)), new Decimal(0))
        .toFixed();
    const expiries = lots.flatMap((lot) => (lot.expires === null ? [] : [lot.expires])).sort();
    return [
      {
        place,
        name,
        medical: sum('medical'),
        general: sum('general'),
        ungraded: sum(null),
        firstExpiry: expiries[0] ?? null,
      },
    ];
  }
}

async function withFloor<Row extends { place: string }>(work: Work, row: Row, item: string) {
  const rooms = row.place.startsWith('reserve:') ? await roomAboveFloor(work, row.place, [item]) : null;
  const room = rooms?.get(item);
  return { ...row, aboveFloor: room && room.bounds !== null ? room.above.toFixed() : null };
}

function totalOf(row: { medical: string; general: string; ungraded: string }): Decimal {
  return new Decimal(row.medical).add(row.general).add(row.ungraded);
}

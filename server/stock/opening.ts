/** The stock of a dataset into the ledger: an import is a count of what every producer has. */
import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { Work } from '../platform/work.ts';
import type { CityDataset, Grade } from '../registry/dataset/index.ts';
import { type BalanceRow, balancesOn, placesWithHistory } from './balance.repository.ts';
import { callHoldBalances } from './ledger.repository.ts';
import { lotsFor, ownerOfPlace, placeOfProducer, post, syncPlaces } from './ledger.service.ts';
import { adjustmentsOf, type CountedLot, recordStocktakes } from './stocktake.records.ts';

export interface OpeningResult {
  /** 0: the ledger said the same already */
  movements: number;
  importId: string;
}

/** What the dataset counts of one kind of stock at one place, and the lots that the ledger holds of it, the place's own make first. */
interface Count {
  place: string;
  item: string;
  grade: Grade | null;
  lotNumber: string;
  expires: string | null;
  counted: Decimal;
  held: BalanceRow[];
}

/**
 * How much more the count finds than the books. A dataset knows no quarantine and is written without what is held (`readStock`): where
 * nothing or just the free part is counted, the held part is still there.
 */
function difference(count: Count): Decimal {
  const free = total(count.held.filter((row) => row.state === 'free'));
  const whole = total(count.held);
  const asWritten = !free.eq(whole) && (count.counted.isZero() || count.counted.eq(free));
  return asWritten ? new Decimal(0) : count.counted.sub(whole);
}

/**
 * Makes the producers' stock at the close of `dataset.date` what the dataset says. The first load of a place opens its books; later
 * ones post the difference as a stocktake that names the import. The same dataset again posts nothing. Producers outside the dataset,
 * reserves and demand points are left alone. Errors: those of `postMovements`, such as a count of a past day that would make a later
 * closing negative.
 */
export async function loadOpeningStock(
  work: Work,
  dataset: CityDataset,
  options: { importId?: string } = {},
): Promise<OpeningResult> {
  const importId = options.importId ?? `${dataset.date}/${randomUUID().slice(0, 8)}`;
  await syncPlaces(work);
  const places = dataset.enterprises.map((enterprise) => placeOfProducer(enterprise.id));
  await callHoldBalances(work.tx, places);
  const lots = await countedLots(work, await compareWithLedger(work, dataset, places));
  const differing = lots.filter((lot) => !lot.counted.eq(lot.expected));
  if (differing.length === 0) return { movements: 0, importId };
  const known = await placesWithHistory(work.tx, work.actor.city, places);
  const day = dataset.date;
  await post(work, {
    document: { kind: 'opening', id: importId },
    movements: adjustmentsOf(
      differing.filter((lot) => !known.has(lot.place)),
      day,
      '期初库存 Opening stock',
    ),
  });
  const recounted = new Set(differing.map((lot) => lot.place).filter((place) => known.has(place)));
  const reason = `导入 Import ${importId}`;
  await recordStocktakes(
    work,
    lots.filter((lot) => recounted.has(lot.place)),
    { day, importId, reason },
  );
  await post(work, {
    document: { kind: 'stocktake', id: importId },
    movements: adjustmentsOf(
      differing.filter((lot) => known.has(lot.place)),
      day,
      reason,
    ),
  });
  return { movements: differing.length, importId };
}

async function compareWithLedger(work: Work, dataset: CityDataset, places: string[]): Promise<Count[]> {
  const counts = new Map<string, Count>();
  const countOf = (given: Omit<Count, 'counted' | 'held'>): Count => {
    const key = [given.place, given.item, given.grade ?? '', given.expires ?? '', given.lotNumber].join('\u0000');
    const count = counts.get(key) ?? { ...given, counted: new Decimal(0), held: [] };
    counts.set(key, count);
    return count;
  };
  for (const row of dataset.stock) {
    const { item, grade, expires, quantity } = row;
    const count = countOf({
      place: placeOfProducer(row.enterprise),
      item,
      grade,
      lotNumber: row.lot?.trim() ?? '',
      expires,
    });
    count.counted = count.counted.add(quantity);
  }
  for (const row of await balancesOn(work.tx, work.actor.city, dataset.date, { places })) {
    const count = countOf({
      place: row.place,
      item: row.item,
      grade: row.grade,
      lotNumber: row.lotNumber,
      expires: row.expires,
    });
    if (row.madeBy === ownerOfPlace(row.place)) count.held.unshift(row);
    else count.held.push(row);
  }
  return [...counts.values()];
}

/** The counts lot by lot: what is more than the books say belongs to the producer's own make, what is less is taken from lot after lot. */
async function countedLots(work: Work, counts: Count[]): Promise<CountedLot[]> {
  const needOwnLot = counts.filter((count) => difference(count).gt(0));
  const own = await lotsFor(
    work,
    needOwnLot.map((count) => ({ ...count, enterprise: ownerOfPlace(count.place) })),
  );
  const ownLot = new Map(needOwnLot.map((count, index) => [count, own[index]!]));
  return counts.flatMap((count) => {
    let rest = difference(count);
    const lot = ownLot.get(count);
    const held = count.held.map((row) => ({ lot: row.lot, expected: row.quantity }));
    if (lot !== undefined && !held.some((row) => row.lot === lot)) held.unshift({ lot, expected: new Decimal(0) });
    return held.map((row) => {
      const found = row.lot === lot ? rest : new Decimal(0);
      const change = rest.gt(0) ? found : Decimal.max(rest, row.expected.neg());
      rest = rest.sub(change);
      const { place, item, grade, lotNumber, expires } = count;
      return {
        place,
        lot: row.lot,
        item,
        grade,
        lotNumber,
        expires,
        expected: row.expected,
        counted: row.expected.add(change),
      };
    });
  });
}

const total = (rows: BalanceRow[]): Decimal => rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0));

/** Which lots serve a line: pure. First expired first out, within what the receiver may be given (planning formulation, C4 and C5). */
import { Decimal } from 'decimal.js';

export type Grade = 'medical' | 'general';

export interface FreeLot {
  place: string;
  lot: number;
  item: string;
  /** null: the item has no grades */
  grade: Grade | null;
  lotNumber: string;
  /** last day on which it may leave */
  expires: string | null;
  /** in stock and promised to nobody; `takeLots` lowers it */
  free: Decimal;
}

export interface Wanted {
  place: string;
  item: string;
  /** medical: nothing else will do; otherwise any */
  grade: Grade | null;
  /** the grade that the plan counted on */
  preferred: Grade | null;
  quantity: Decimal;
  /** the day on which it leaves */
  day: string;
  /** smallest quantity that is handed out, in the item's base unit */
  pack: Decimal;
}

export interface TakenLot {
  lot: FreeLot;
  quantity: Decimal;
}

/** Lots of a place and item, kept in the order in which they expire. */
export class LotPool {
  readonly #byPlaceAndItem = new Map<string, FreeLot[]>();

  constructor(lots: Iterable<FreeLot>) {
    for (const lot of lots) {
      const key = `${lot.place}|${lot.item}`;
      const known = this.#byPlaceAndItem.get(key);
      if (known) known.push(lot);
      else this.#byPlaceAndItem.set(key, [lot]);
    }
    for (const list of this.#byPlaceAndItem.values()) list.sort(byExpiry);
  }

  /** Lots that may serve the line, in the order in which they are taken. */
  admissible(wanted: Pick<Wanted, 'place' | 'item' | 'grade' | 'preferred' | 'day'>): FreeLot[] {
    return (this.#byPlaceAndItem.get(`${wanted.place}|${wanted.item}`) ?? [])
      .filter((lot) => lot.expires === null || lot.expires >= wanted.day)
      .filter((lot) => wanted.grade !== 'medical' || lot.grade === 'medical')
      .sort((a, b) => gradeRank(a, wanted) - gradeRank(b, wanted) || byExpiry(a, b));
  }

  free(wanted: Pick<Wanted, 'place' | 'item' | 'grade' | 'preferred' | 'day' | 'pack'>): Decimal {
    return this.admissible(wanted).reduce((sum, lot) => sum.add(wholePacks(lot.free, wanted.pack)), new Decimal(0));
  }

  /** These lots, as they were set aside for the line; what is no longer there is left out. */
  takeLots(
    wanted: Pick<Wanted, 'place' | 'item' | 'grade' | 'preferred' | 'day'>,
    lots: ReadonlyArray<{ lot: number; quantity: Decimal }>,
  ): TakenLot[] {
    const here = this.admissible(wanted);
    return lots.flatMap(({ lot: id, quantity }) => {
      const lot = here.find((entry) => entry.lot === id);
      if (lot === undefined || lot.free.lt(quantity)) return [];
      lot.free = lot.free.sub(quantity);
      return [{ lot, quantity }];
    });
  }

  /** Takes as much as there is, up to the quantity. */
  take(wanted: Wanted): TakenLot[] {
    const taken: TakenLot[] = [];
    let left = wholePacks(wanted.quantity, wanted.pack);
    for (const lot of this.admissible(wanted)) {
      const quantity = Decimal.min(left, wholePacks(lot.free, wanted.pack));
      if (quantity.lte(0)) continue;
      lot.free = lot.free.sub(quantity);
      left = left.sub(quantity);
      taken.push({ lot, quantity });
      if (left.isZero()) break;
    }
    return taken;
  }
}

/** What the plan counted on first, then the plain grade: medical goods are kept for those who must have them. */
function gradeRank(lot: FreeLot, wanted: Pick<Wanted, 'preferred'>): number {
  if (lot.grade === wanted.preferred) return 0;
  return lot.grade === 'medical' ? 2 : 1;
}

function byExpiry(a: FreeLot, b: FreeLot): number {
  const [first, second] = [a.expires ?? '9999-12-31', b.expires ?? '9999-12-31'];
  if (first !== second) return first < second ? -1 : 1;
  return a.lotNumber.localeCompare(b.lotNumber) || a.lot - b.lot;
}

export function wholePacks(quantity: Decimal, pack: Decimal): Decimal {
  return quantity.div(pack).floor().mul(pack);
}

export function sumOf(taken: readonly TakenLot[]): Decimal {
  return taken.reduce((sum, { quantity }) => sum.add(quantity), new Decimal(0));
}

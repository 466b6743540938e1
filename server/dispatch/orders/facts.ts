/** What orders need to know of the city: places, items, who asks which grade, and the stock that can be ordered. */
import { Decimal } from 'decimal.js';
import { addDays } from '#contracts/calendar.ts';
import { packOf } from '#contracts/units.ts';
import { leadDays, roadKm } from '#server/planning/index.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Work } from '#server/platform/work.ts';
import { readBalances } from '#server/stock/index.ts';
import * as repository from './facts.repository.ts';
import { type FreeLot, type Grade, LotPool } from './lots.ts';

export interface PlaceFacts {
  place: string;
  kind: string;
  name: string;
  county: string;
  enterprise: string | null;
  demandPoint: string | null;
}

export interface ItemFacts {
  code: string;
  name: string;
  nameEn: string;
  unit: string;
  unitWeightKg: Decimal;
  graded: boolean;
  pack: Decimal;
}

export interface Asked {
  /** 1 is served first */
  tier: number;
  grade: Grade | null;
}

export class OrderFacts {
  readonly places: ReadonlyMap<string, PlaceFacts>;
  readonly items: ReadonlyMap<string, ItemFacts>;
  readonly #spots: ReadonlyMap<string, { id: string; lat: number; lon: number; kind: string | null }>;
  readonly #rates: ReadonlyMap<string, Asked>;

  constructor(rows: Awaited<ReturnType<typeof repository.readFacts>>) {
    this.places = new Map(
      rows.places.map((row) => [
        row.place_id,
        {
          place: row.place_id,
          kind: row.kind,
          name: row.name,
          county: row.county_code ?? '',
          enterprise: row.enterprise_id,
          demandPoint: row.demand_point_id,
        },
      ]),
    );
    this.items = new Map(rows.items.map((row) => [row.item_code, itemFacts(row)]));
    this.#spots = new Map(rows.spots.map((row) => [row.place, { id: row.place, ...row }]));
    this.#rates = new Map(
      rows.rates.map((row) => [`${row.kind}|${row.item_code}`, { tier: row.tier, grade: gradeOf(row.grade) }]),
    );
  }

  /** How urgent the receiver's need of the item is and which grade it asks for; producers' inputs come first, reserves last. */
  asked(to: PlaceFacts, item: string): Asked {
    if (to.kind === 'producer') return { tier: 1, grade: null };
    const kind = this.#spots.get(to.place)?.kind ?? '';
    return this.#rates.get(`${kind}|${item}`) ?? { tier: 99, grade: null };
  }

  /** The day on which a load arrives that leaves on `day`; reserves have no known spot and count as near. */
  arrival(from: PlaceFacts, to: PlaceFacts, day: string): string {
    const [start, end] = [this.#spots.get(from.place), this.#spots.get(to.place)];
    return start && end ? addDays(day, leadDays(roadKm(start, end))) : day;
  }

  item(code: string): ItemFacts {
    const item = this.items.get(code);
    if (!item) throw new DomainError('stock.unknown-item', { item: code });
    return item;
  }

  sender(place: string): PlaceFacts {
    const found = this.places.get(place);
    if (found && ['producer', 'reserve'].includes(found.kind)) return found;
    throw new DomainError('order.unknown-place', { place: found?.name ?? place, what: '发货', what_en: 'send goods' });
  }

  receiver(place: string): PlaceFacts {
    const found = this.places.get(place);
    if (found && ['producer', 'reserve', 'demand_point'].includes(found.kind)) return found;
    throw new DomainError('order.unknown-place', {
      place: found?.name ?? place,
      what: '收货',
      what_en: 'receive goods',
    });
  }
}

function itemFacts(row: Awaited<ReturnType<typeof repository.readFacts>>['items'][number]): ItemFacts {
  return {
    code: row.item_code,
    name: row.name,
    nameEn: row.name_en,
    unit: row.unit,
    unitWeightKg: new Decimal(row.unit_weight_kg),
    graded: row.licence_rule === 'grade',
    pack: packOf(row.unit),
  };
}

export const gradeOf = (text: string | null): Grade | null => (text === 'medical' || text === 'general' ? text : null);

export async function readOrderFacts(work: Work): Promise<OrderFacts> {
  return new OrderFacts(await repository.readFacts(work.tx, work.actor.city));
}

/** The stock of the places that is free to be ordered now: not held, not recalled, promised to nobody. */
export async function readPool(
  work: Work,
  facts: OrderFacts,
  filter: { places?: readonly string[]; items?: readonly string[] },
): Promise<LotPool> {
  const today = await work.today();
  const balances = await readBalances(work, today, { ...filter, kinds: ['producer', 'reserve'], states: ['free'] });
  const licensed = await repository.licensedOn(work.tx, work.actor.city, today);
  const lots: FreeLot[] = [];
  for (const row of balances) {
    const free = row.quantity.sub(row.reserved);
    if (free.lte(0)) continue;
    const graded = facts.items.get(row.item)?.graded ?? false;
    // an unwritten grade follows the maker's licence on the day of the stock, as in the plan (C2)
    const byLicence = row.madeBy !== null && licensed.has(row.madeBy) ? 'medical' : 'general';
    const grade = graded ? (row.grade ?? byLicence) : null;
    const { place, lot, item, lotNumber, expires } = row;
    lots.push({ place, lot, item, grade, lotNumber, expires, free });
  }
  return new LotPool(lots);
}

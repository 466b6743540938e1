/** What is to come to a place of an item: by orders, whatever they were made for, and by what of the plan is not in an order yet. */
import { Decimal } from 'decimal.js';
import { laterDay } from '#contracts/calendar.ts';
import type { OrderState } from '#contracts/orders-terms.ts';
import { packOf } from '#contracts/units.ts';
import type { Work } from '#server/platform/work.ts';
import { placeOfDemandPoint, placeOfProducer, readBalances } from '#server/stock/index.ts';
import { gradeOf } from './facts.ts';
import { type Grade, wholePacks } from './lots.ts';
import * as repository from './orders.repository.ts';
import { subtractSettled } from './plan.service.ts';

export interface PlannedShipment {
  day: string;
  arrives: string;
  enterprise: string;
  fromName: string;
  grade: string;
  quantity: string;
}

export interface Coming {
  day: string;
  /** the day it is due; today when that has passed */
  arrives: string;
  fromName: string;
  grade: Grade | null;
  quantity: string;
  order: string | null;
  state: OrderState | null;
}

/** A shipment of the plan that became an order is there once, as the order; what was received is in stock and not here. First arrival first. */
export async function comingTo(
  work: Work,
  given: { point: string; item: string; unit: string; planned: readonly PlannedShipment[] },
): Promise<Coming[]> {
  const today = await work.today();
  const place = placeOfDemandPoint(given.point);
  const orders = await repository.ordersComing(work.tx, work.actor.city, place, given.item);
  const carried = orders.map(
    (row): Coming => ({
      ...row,
      arrives: laterDay(row.arrives, today),
      grade: gradeOf(row.grade),
      quantity: new Decimal(row.quantity).toFixed(),
      state: row.state as OrderState,
    }),
  );
  return [...carried, ...(await notOrdered(work, place, given, today))].sort((one, other) =>
    one.arrives.localeCompare(other.arrives),
  );
}

/** What a place has of an item in lots that may still be issued, of the grade asked: one that is unwritten is as it was when it came. */
export async function stockAt(
  work: Work,
  given: { point: string; item: string; grade?: Grade | undefined },
): Promise<Decimal> {
  const today = await work.today();
  const place = placeOfDemandPoint(given.point);
  const rows = await readBalances(work, today, { places: [place], items: [given.item], states: ['free'] });
  const brought = await repository.gradesBrought(work.tx, work.actor.city, place, given.item);
  const grades = new Map(brought.map(({ lot, grade }) => [lot, gradeOf(grade)]));
  return rows
    .filter((row) => row.expires === null || row.expires >= today)
    .filter((row) => given.grade === undefined || (row.grade ?? grades.get(row.lot)) === given.grade)
    .reduce((sum, row) => sum.add(row.quantity), new Decimal(0));
}

async function notOrdered(
  work: Work,
  place: string,
  given: { item: string; unit: string; planned: readonly PlannedShipment[] },
  today: string,
): Promise<Coming[]> {
  const days = given.planned.map((row) => row.day).sort();
  if (days.length === 0) return [];
  const settled = await repository.settledOf(work.tx, work.actor.city, days[0]!, days.at(-1)!, place);
  const ways = given.planned.map((row) => ({
    ...row,
    from: { place: placeOfProducer(row.enterprise) },
    to: { place },
    item: { code: given.item },
    preferred: gradeOf(row.grade),
    rest: wholePacks(new Decimal(row.quantity), packOf(given.unit)),
  }));
  subtractSettled(
    ways,
    settled.filter((row) => row.item === given.item),
  );
  return ways
    .filter((way) => way.rest.gt(0) && way.day >= today)
    .map(({ day, arrives, fromName, preferred, rest }) => ({
      day,
      arrives,
      fromName,
      grade: preferred,
      quantity: rest.toFixed(),
      order: null,
      state: null,
    }));
}

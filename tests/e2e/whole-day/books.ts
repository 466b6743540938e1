/**
 * What the day must come to, computed from the example's files and the walk's own acts alone: double entry by place and lot, with none of the
 * product's code. What the product says is compared with this to the last unit.
 */
import { Decimal } from 'decimal.js';
import { baseQuantity, rowsOf } from './example.ts';
import type { Label, PlantDay } from './plants.ts';

export interface Lot extends Label {
  item: string;
  maker: string;
}

const zero = new Decimal(0);
const keyOf = (place: string, lot: Lot): string => [place, lot.item, lot.maker, lot.number, lot.expires].join('|');
/** What has no last day goes last. */
const byLastDay = (one: Lot, other: Lot): number => ((one.expires || '9') < (other.expires || '9') ? -1 : 1);

export class Books {
  private readonly held = new Map<string, { place: string; lot: Lot; quantity: Decimal }>();

  /** The close of 8 January, as the files have it. */
  constructor() {
    for (const row of rowsOf('stock.csv')) {
      const lot = { item: row.item!, maker: row.enterprise!, number: '', expires: row.expires! };
      this.add(`producer:${lot.maker}`, lot, baseQuantity(row.quantity!, row.unit!));
    }
  }

  private add(place: string, lot: Lot, quantity: Decimal): void {
    const key = keyOf(place, lot);
    const entry = this.held.get(key) ?? { place, lot, quantity: zero };
    this.held.set(key, { ...entry, quantity: entry.quantity.add(quantity) });
  }

  /** From one place to another; a place that is no real one may go below zero. */
  move(from: string, to: string, lot: Lot, quantity: Decimal.Value): void {
    this.add(from, lot, new Decimal(quantity).neg());
    this.add(to, lot, new Decimal(quantity));
  }

  /** Accepted: the day's make comes in, sales go out first expired first, and what is counted stands. */
  report(enterprise: string, day: PlantDay): void {
    const place = `producer:${enterprise}`;
    for (const [item, made] of Object.entries(day.made)) {
      const own: Lot = { item, maker: enterprise, ...(day.madeLot?.[item] ?? { number: '', expires: '' }) };
      this.move('virtual:production', place, own, made);
      this.sell(place, item, new Decimal(day.sent?.[item] ?? 0));
      for (const { stock, ...label } of day.lots?.[item] ?? []) {
        const lot = { item, maker: enterprise, ...label };
        this.move('virtual:adjustment', place, lot, new Decimal(stock).sub(this.of(place, lot)));
      }
      const counted = day.stock?.[item];
      // what is missing was of the day's own make: the books never promise more shelf life than there is
      if (counted !== undefined)
        this.move('virtual:adjustment', place, own, new Decimal(counted).sub(this.at(place, item)));
    }
  }

  private sell(place: string, item: string, quantity: Decimal): void {
    let rest = quantity;
    for (const lot of this.lotsAt(place, item)) {
      const taken = Decimal.min(rest, this.of(place, lot));
      this.move(place, 'virtual:sent-by-report', lot, taken);
      rest = rest.sub(taken);
    }
  }

  of(place: string, lot: Lot): Decimal {
    return this.held.get(keyOf(place, lot))?.quantity ?? zero;
  }

  /** What there is of an item, the first to expire first. */
  lotsAt(place: string, item: string): Lot[] {
    return [...this.held.values()]
      .filter((entry) => entry.place === place && entry.lot.item === item && entry.quantity.gt(0))
      .map((entry) => entry.lot)
      .sort(byLastDay);
  }

  at(place: string, item: string): Decimal {
    return this.sum((entry) => entry.place === place && entry.lot.item === item);
  }

  /** Of an item at all producers, or at those named. */
  atProducers(item: string, enterprises?: readonly string[]): Decimal {
    const places = enterprises?.map((id) => `producer:${id}`);
    return this.sum(
      ({ place, lot }) => lot.item === item && (places ? places.includes(place) : place.startsWith('producer:')),
    );
  }

  private sum(counts: (entry: { place: string; lot: Lot }) => boolean): Decimal {
    return [...this.held.values()].filter(counts).reduce((total, entry) => total.add(entry.quantity), zero);
  }

  /** Every place and lot of which there is anything, as text that can be compared: 'place|item|maker|number|expires' → quantity. */
  rows(): Map<string, string> {
    const there = [...this.held].filter(([, entry]) => !entry.quantity.isZero());
    return new Map(there.map(([key, entry]): [string, string] => [key, entry.quantity.toFixed()]).sort());
  }
}

/** The checker's stock ledger: a producer's holding of one item in one grade, lot by lot. */

interface Lot {
  quantity: number;
  /** last day index on which it may leave; null = never expires */
  lastDay: number | null;
}

export class Store {
  readonly made: number[];
  readonly left: number[];
  readonly #lots: Lot[] = [];

  constructor(days: number) {
    this.made = new Array<number>(days).fill(0);
    this.left = new Array<number>(days).fill(0);
  }

  receive(quantity: number, lastDay: number | null): void {
    this.#lots.push({ quantity, lastDay });
  }

  opening(): number {
    return this.#lots.reduce((sum, lot) => sum + lot.quantity, 0);
  }

  hasExpired(day: number): boolean {
    return this.#lots.some((lot) => lot.lastDay !== null && lot.lastDay < day);
  }

  /** Walks through the days: what is made comes in, what leaves is taken first expired first, what is left on its last day goes. */
  run(): { hold: number[]; expired: number[]; missing: number[] } {
    const lots = this.#lots.map((lot) => ({ ...lot }));
    const hold: number[] = [];
    const expired: number[] = [];
    const missing: number[] = [];
    this.made.forEach((made, day) => {
      lots.push({ quantity: made, lastDay: null });
      lots.sort((a, b) => (a.lastDay ?? Number.POSITIVE_INFINITY) - (b.lastDay ?? Number.POSITIVE_INFINITY));
      let wanted = this.left[day]!;
      for (const lot of lots.filter((each) => each.lastDay === null || each.lastDay >= day)) {
        const taken = Math.min(wanted, lot.quantity);
        lot.quantity -= taken;
        wanted -= taken;
      }
      missing.push(wanted);
      let gone = 0;
      for (const lot of lots) {
        if (lot.lastDay === null || lot.lastDay > day) continue;
        gone += lot.quantity;
        lot.quantity = 0;
      }
      expired.push(gone);
      hold.push(lots.reduce((sum, lot) => sum + lot.quantity, 0));
    });
    return { hold, expired, missing };
  }
}

export class Ledger {
  readonly #stores = new Map<string, Store>();
  readonly #days: number;

  constructor(days: number) {
    this.#days = days;
  }

  store(enterprise: string, item: string, grade: string): Store {
    const key = `${enterprise}|${item}|${grade}`;
    const store = this.#stores.get(key) ?? new Store(this.#days);
    this.#stores.set(key, store);
    return store;
  }

  all(): Iterable<[string, Store]> {
    return this.#stores;
  }
}

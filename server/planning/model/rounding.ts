/**
 * (C8) lots and packs: executed quantities are whole packs. Rounded once, at the end, without breaking (C1)–(C7).
 *
 * Transfers are rounded up where there is stock for it. Production is rounded so that its sum from the first day on stays
 * within a pack of the planned one, as far as capacity and inputs have room for it; shipments are rounded down; then, day by day and the most urgent first,
 * the packs that were cut off are dealt out again as far as the stock goes, so that what a point gets of an item on a day
 * stays within one pack of what was planned, and no pack lies idle that somebody was planned to get.
 */
import { firstExpiredFirstOut, type Make, type Moves, type Shipment, stockKey, type Transfer } from './moves.ts';
import type { PlanInput, PlanningProblem } from './problem.ts';

/** A quantity this close below a whole pack is that pack. */
const NEARLY = 1e-5;
/** what sums of decimals in binary arithmetic are off by, relative */
const BINARY_NOISE = 1e-12;

const packsIn = (quantity: number, pack: number): number => Math.floor(quantity / pack + NEARLY);

interface Rounded<Move> {
  move: Move;
  packs: number;
  /** what was cut off, in packs */
  cut: number;
}

export function roundToPacks(problem: PlanningProblem, moves: Moves): Moves {
  const make = moves.make.map((move) => roundDown(problem, move));
  const ship = moves.ship.map((move) => roundDown(problem, move));
  const transfer = moves.transfer.map((move) => roundDown(problem, move));
  const stores = new Stores(problem, make, ship, transfer);
  for (const each of transfer) if (each.cut > NEARLY) stores.add(each, 1);
  makeWholePacks(problem, make, transfer);
  // a transfer cut to mend a stock leaves an input short, a make cut for an input leaves a stock short: until neither does
  let changes = Number.POSITIVE_INFINITY;
  while (changes > 0) {
    changes = 0;
    for (const [index, input] of problem.inputs.entries())
      changes += coverInput(problem, index, input, make, transfer, stores);
    for (const store of stores.all()) changes += stores.mend(store);
  }
  dealOutCuts(problem, ship, stores);
  return { make: unround(problem, make), ship: unround(problem, ship), transfer: unround(problem, transfer) };
}

function roundDown<Move extends { item: number; quantity: number }>(
  problem: PlanningProblem,
  move: Move,
): Rounded<Move> {
  const pack = problem.items[move.item]!.pack;
  const packs = packsIn(move.quantity, pack);
  return { move, packs, cut: Math.max(0, move.quantity / pack - packs) };
}

function unround<Move extends { item: number; quantity: number }>(
  problem: PlanningProblem,
  rounded: Rounded<Move>[],
): Move[] {
  return rounded
    .filter(({ packs }) => packs > 0)
    .map(({ move, packs }) => {
      const perUnit = Math.round(1 / problem.items[move.item]!.pack);
      return { ...move, quantity: packs / perUnit };
    });
}

interface Store {
  pack: number;
  lots: PlanningProblem['stock'][number]['lots'];
  make: Rounded<Make>[];
  leaving: Array<{ day: number; rounded: Rounded<Shipment> | Rounded<Transfer> }>;
}

/** What every producer holds of every item and grade, in packs, while quantities are being changed. */
class Stores {
  readonly #stores = new Map<string, Store>();
  readonly #days: number;

  constructor(
    problem: PlanningProblem,
    make: Rounded<Make>[],
    ship: Rounded<Shipment>[],
    transfer: Rounded<Transfer>[],
  ) {
    this.#days = problem.days.length;
    const store = (producer: number, item: number, grade: Make['grade']): Store => {
      const key = stockKey(producer, item, grade);
      const pack = problem.items[item]!.pack;
      const found = this.#stores.get(key) ?? { pack, lots: [], make: [], leaving: [] };
      this.#stores.set(key, found);
      return found;
    };
    for (const { producer, item, grade, lots } of problem.stock) {
      const { pack } = problem.items[item]!;
      store(producer, item, grade).lots = lots.map((lot) => ({ ...lot, quantity: lot.quantity / pack }));
    }
    for (const each of make)
      store(problem.lines[each.move.line]!.producer, each.move.item, each.move.grade).make.push(each);
    for (const rounded of [...ship, ...transfer]) {
      store(rounded.move.producer, rounded.move.item, rounded.move.grade).leaving.push({
        day: rounded.move.leaves,
        rounded,
      });
    }
  }

  all(): Iterable<Store> {
    return this.#stores.values();
  }

  of(move: Shipment | Transfer): Store {
    return this.#stores.get(stockKey(move.producer, move.item, move.grade))!;
  }

  /** Adds packs to a move when the stock allows it to its last day; says whether it did. */
  add(rounded: Rounded<Shipment> | Rounded<Transfer>, packs: number): boolean {
    rounded.packs += packs;
    if (this.#shortDay(this.of(rounded.move)) === null) return true;
    rounded.packs -= packs;
    return false;
  }

  /** Takes packs off shipments (then transfers) up to the first day that has too little, until no day has. Returns how often. */
  mend(store: Store): number {
    let cuts = 0;
    for (let short = this.#shortDay(store); short !== null; short = this.#shortDay(store)) {
      const { day, packs } = short;
      const largest = store.leaving
        .filter((leaving) => leaving.day <= day && leaving.rounded.packs > 0)
        .sort(
          (a, b) =>
            Number('input' in a.rounded.move) - Number('input' in b.rounded.move) ||
            b.day - a.day ||
            b.rounded.packs - a.rounded.packs,
        )[0];
      if (largest === undefined) throw new Error('a stock is below zero before anything has left it');
      largest.rounded.packs -= Math.min(largest.rounded.packs, packs);
      cuts++;
    }
    return cuts;
  }

  #shortDay(store: Store): { day: number; packs: number } | null {
    const made = new Array<number>(this.#days).fill(0);
    const left = new Array<number>(this.#days).fill(0);
    for (const { move, packs } of store.make) made[move.day]! += packs;
    for (const { day, rounded } of store.leaving) left[day]! += rounded.packs;
    const { hold } = firstExpiredFirstOut(store.lots, made, left);
    const day = hold.findIndex((packs) => packs < -NEARLY);
    return day < 0 ? null : { day, packs: Math.ceil(-hold[day]! - NEARLY) };
  }
}

/** Makes up for what was cut off production as soon as it is a pack, or sooner where a line's day and the inputs have room. */
function makeWholePacks(problem: PlanningProblem, make: Rounded<Make>[], transfer: Rounded<Transfer>[]): void {
  const used = new Map<string, number>();
  const capacityUse = ({ line, item }: Make): number =>
    problem.lines[line]!.makes.find((each) => each.item === item)!.capacityUse * problem.items[item]!.pack;
  for (const { move, packs } of make) add(used, `${move.line}|${move.day}`, packs * capacityUse(move));
  // packs behind the plan, by line and item, up to the day
  const behind = new Map<string, number>();
  const due = ({ move }: Rounded<Make>): number => behind.get(`${move.line}|${move.item}|${move.grade}`) ?? 0;
  const makeOneMore = (each: Rounded<Make>): void => {
    const day = `${each.move.line}|${each.move.day}`;
    const room = problem.lines[each.move.line]!.capacity[each.move.day]! * (1 + BINARY_NOISE);
    if (used.get(day)! + capacityUse(each.move) > room) return;
    each.packs++;
    if (!inputsSuffice(problem, each.move, make, transfer)) {
      each.packs--;
      return;
    }
    add(used, day, capacityUse(each.move));
    add(behind, `${each.move.line}|${each.move.item}|${each.move.grade}`, -1);
  };
  for (let day = 0; day < problem.days.length; day++) {
    const today = make.filter(({ move }) => move.day === day);
    for (const { move, cut } of today) add(behind, `${move.line}|${move.item}|${move.grade}`, cut);
    // the whole packs owed first, then a pack begun
    for (const owed of [1 - NEARLY, NEARLY]) {
      for (const each of today.sort((a, b) => due(b) - due(a))) if (due(each) > owed) makeOneMore(each);
    }
  }
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function inputsSuffice(
  problem: PlanningProblem,
  made: Make,
  make: Rounded<Make>[],
  transfer: Rounded<Transfer>[],
): boolean {
  const { producer } = problem.lines[made.line]!;
  return problem.inputs.every((input, index) => {
    if (input.producer !== producer || !input.uses.some((use) => use.item === made.item)) return true;
    return firstInputShort(problem, input, flowsOf(problem, index, input, make, transfer)) === null;
  });
}

interface InputFlows {
  perUnit: Map<number, number>;
  using: Rounded<Make>[];
  arriving: Rounded<Transfer>[];
}

function flowsOf(
  problem: PlanningProblem,
  index: number,
  input: PlanInput,
  make: Rounded<Make>[],
  transfer: Rounded<Transfer>[],
): InputFlows {
  const perUnit = new Map(input.uses.map((use) => [use.item, use.perUnit]));
  return {
    perUnit,
    using: make.filter(({ move }) => problem.lines[move.line]!.producer === input.producer && perUnit.has(move.item)),
    arriving: transfer.filter(({ move }) => move.input === index),
  };
}

/** Transfers rounded down may leave an input short by parts of a pack: send a pack more, or make a little less. Returns how often. */
function coverInput(
  problem: PlanningProblem,
  index: number,
  input: PlanInput,
  make: Rounded<Make>[],
  transfer: Rounded<Transfer>[],
  stores: Stores,
): number {
  const flows = flowsOf(problem, index, input, make, transfer);
  const { perUnit, using, arriving } = flows;
  if (using.length === 0) return 0;
  for (let changes = 0; ; changes++) {
    const short = firstInputShort(problem, input, flows);
    if (short === null) return changes;
    const pack = input.item === null ? 1 : problem.items[input.item]!.pack;
    const packs = Math.ceil(short.quantity / pack - NEARLY);
    const more = arriving
      .filter(({ move }) => move.arrives <= short.day)
      .sort((a, b) => b.move.arrives - a.move.arrives);
    if (packs > 0 && more.some((each) => stores.add(each, packs))) continue;
    const less = using.filter(
      ({ move, packs: made }) => move.day <= short.day && made > 0 && perUnit.get(move.item)! > 0,
    );
    const cut = less.sort((a, b) => b.move.day - a.move.day || b.packs - a.packs)[0];
    if (cut === undefined) throw new Error(`input ${input.code} is below zero before anything is made of it`);
    const each = perUnit.get(cut.move.item)! * problem.items[cut.move.item]!.pack;
    cut.packs -= Math.min(cut.packs, Math.max(1, Math.ceil(short.quantity / each - NEARLY)));
  }
}

function firstInputShort(
  problem: PlanningProblem,
  input: PlanInput,
  { perUnit, using, arriving }: InputFlows,
): { day: number; quantity: number } | null {
  let largest = Math.max(input.opening, input.inboundPerDay);
  for (const { move } of using) largest = Math.max(largest, perUnit.get(move.item)! * move.quantity);
  let held = input.opening;
  for (let day = 0; day < problem.days.length; day++) {
    held += input.inboundPerDay;
    for (const { move, packs } of arriving) if (move.arrives === day) held += packs * problem.items[move.item]!.pack;
    for (const { move, packs } of using) {
      if (move.day === day) held -= perUnit.get(move.item)! * packs * problem.items[move.item]!.pack;
    }
    if (held < -BINARY_NOISE * largest) return { day, quantity: -held };
  }
  return null;
}

/** Gives back what rounding cut off: whole packs that a point was planned to get, earliest day and first tier first. */
function dealOutCuts(problem: PlanningProblem, ship: Rounded<Shipment>[], stores: Stores): void {
  const arrivals = new Map<string, Rounded<Shipment>[]>();
  for (const each of ship) {
    const key = `${each.move.demand}|${each.move.arrives}`;
    const same = arrivals.get(key);
    if (same === undefined) arrivals.set(key, [each]);
    else same.push(each);
  }
  const urgency = [...arrivals.values()].map((moves) => ({
    moves,
    demand: problem.demands[moves[0]!.move.demand]!,
    day: moves[0]!.move.arrives,
  }));
  urgency.sort((a, b) => a.demand.tier - b.demand.tier || a.day - b.day);
  const planned = (moves: Rounded<Shipment>[], pack: number): number =>
    moves.reduce((sum, { move }) => sum + move.quantity / pack, 0);
  const rounds = [
    // the whole packs among what was planned …
    (moves: Rounded<Shipment>[], pack: number) => Math.floor(planned(moves, pack) + NEARLY),
    // … then a pack begun, where the need has room for a whole one …
    (moves: Rounded<Shipment>[], pack: number, need: number) =>
      problem.coverDays > 0 ? 0 : Math.min(Math.ceil(planned(moves, pack) - NEARLY), Math.floor(need / pack + NEARLY)),
    // … then packs left over because others' needs are no whole number of them
    (_moves: Rounded<Shipment>[], pack: number, need: number) =>
      problem.coverDays > 0 ? 0 : Math.floor(need / pack + NEARLY),
  ];
  for (const target of rounds) {
    for (const { moves, demand, day } of urgency) {
      const { pack } = problem.items[demand.item]!;
      let missing = target(moves, pack, demand.need[day]!) - moves.reduce((sum, { packs }) => sum + packs, 0);
      for (const each of [...moves].sort((a, b) => b.cut - a.cut)) {
        while (missing > 0 && stores.add(each, 1)) missing--;
      }
    }
  }
}

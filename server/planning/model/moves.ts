/**
 * A plan's decisions: what is made and what is sent, in base units. All else (stock, write-offs, inputs left, what is unmet)
 * follows from them; `settle` works it out, first expired first out.
 */
import type { Lot, PlanningProblem, StockGrade } from './problem.ts';

export interface Make {
  line: number;
  item: number;
  grade: StockGrade;
  day: number;
  quantity: number;
}

export interface Shipment {
  producer: number;
  item: number;
  grade: StockGrade;
  demand: number;
  leaves: number;
  arrives: number;
  quantity: number;
}

export interface Transfer {
  producer: number;
  item: number;
  grade: StockGrade;
  /** index into problem.inputs */
  input: number;
  leaves: number;
  arrives: number;
  quantity: number;
}

export interface Moves {
  make: Make[];
  ship: Shipment[];
  transfer: Transfer[];
}

export interface StockAccount {
  producer: number;
  item: number;
  grade: StockGrade;
  made: number[];
  left: number[];
  /** at the close of each day, after write-offs; below zero when more leaves than is there */
  hold: number[];
  writtenOff: number[];
}

export interface Settlement {
  stock: Map<string, StockAccount>;
  /** by demand and day */
  arrived: number[][];
  unmet: number[][];
  /** inputs left at the close of each day, by input */
  inputHold: number[][];
}

export const stockKey = (producer: number, item: number, grade: StockGrade): string => `${producer}|${item}|${grade}`;

export function noMoves(): Moves {
  return { make: [], ship: [], transfer: [] };
}

export function settle(problem: PlanningProblem, moves: Moves): Settlement {
  const zero = (): number[] => problem.days.map(() => 0);
  const arrived = problem.demands.map(zero);
  for (const { demand, arrives, quantity } of moves.ship) arrived[demand]![arrives]! += quantity;
  return {
    stock: settleStock(problem, moves),
    arrived,
    unmet: problem.demands.map(({ need }, index) => unmetOf(need, arrived[index]!, problem.coverDays)),
    inputHold: settleInputs(problem, moves),
  };
}

/** What a point cannot use today it may keep, up to the scenario's days of cover (which the shipments respect). */
function unmetOf(need: number[], arrived: number[], coverDays: number): number[] {
  let kept = 0;
  return need.map((quantity, day) => {
    const there = arrived[day]! + kept;
    kept = coverDays > 0 ? Math.max(0, there - quantity) : 0;
    return Math.max(0, quantity - there);
  });
}

function settleStock(problem: PlanningProblem, moves: Moves): Map<string, StockAccount> {
  const lots = new Map(problem.stock.map((stock) => [stockKey(stock.producer, stock.item, stock.grade), stock.lots]));
  const accounts = new Map<string, StockAccount>();
  const zero = (): number[] => problem.days.map(() => 0);
  const account = (producer: number, item: number, grade: StockGrade): StockAccount => {
    const key = stockKey(producer, item, grade);
    const found = accounts.get(key) ?? { producer, item, grade, made: zero(), left: zero(), hold: [], writtenOff: [] };
    accounts.set(key, found);
    return found;
  };
  for (const { producer, item, grade } of problem.stock) account(producer, item, grade);
  for (const make of moves.make) {
    account(problem.lines[make.line]!.producer, make.item, make.grade).made[make.day]! += make.quantity;
  }
  for (const move of [...moves.ship, ...moves.transfer]) {
    account(move.producer, move.item, move.grade).left[move.leaves]! += move.quantity;
  }
  for (const [key, each] of accounts)
    Object.assign(each, firstExpiredFirstOut(lots.get(key) ?? [], each.made, each.left));
  return accounts;
}

/** A lot may leave on its last day; what is left of it then is written off. What is made does not expire within the horizon. */
export function firstExpiredFirstOut(
  lots: Lot[],
  made: number[],
  left: number[],
): { hold: number[]; writtenOff: number[] } {
  const rest = lots.map((lot) => ({ ...lot }));
  let lasting = 0;
  const hold: number[] = [];
  const writtenOff: number[] = [];
  for (let day = 0; day < made.length; day++) {
    let wanted = left[day]!;
    lasting += made[day]!;
    for (const lot of rest) {
      if (lot.lastDay < day) continue;
      const taken = Math.min(lot.quantity, wanted);
      lot.quantity -= taken;
      wanted -= taken;
    }
    lasting -= wanted;
    let expired = 0;
    for (const lot of rest) {
      if (lot.lastDay > day) continue;
      expired += lot.quantity;
      lot.quantity = 0;
    }
    writtenOff.push(expired);
    hold.push(lasting + rest.reduce((sum, lot) => sum + lot.quantity, 0));
  }
  return { hold, writtenOff };
}

function settleInputs(problem: PlanningProblem, moves: Moves): number[][] {
  return problem.inputs.map((input, index) => {
    const flow = problem.days.map(() => input.inboundPerDay);
    for (const transfer of moves.transfer) if (transfer.input === index) flow[transfer.arrives]! += transfer.quantity;
    const perUnit = new Map(input.uses.map((use) => [use.item, use.perUnit]));
    for (const make of moves.make) {
      if (problem.lines[make.line]!.producer !== input.producer) continue;
      flow[make.day]! -= make.quantity * (perUnit.get(make.item) ?? 0);
    }
    let held = input.opening;
    return flow.map((change) => {
      held += change;
      return held;
    });
  });
}

/** Reads a plan's decisions out of a solution of either form of the model. */
import { itemOf, type PlanModel, type ShipColumn } from './model.ts';
import { type Moves, noMoves } from './moves.ts';

/** Amounts below this, in the solver's units (about a day's need), are its noise. */
const NOISE = 1e-9;

export function movesOf(model: PlanModel, values: Float64Array): Moves {
  const { problem, component } = model;
  const moves = noMoves();
  for (const { column, line, item, grade, day } of model.make) {
    const amount = values[column]!;
    if (amount > NOISE) moves.make.push({ line, item, grade, day, quantity: amount * problem.items[item]!.scale });
  }
  for (const { column, supply, input, leaves, arrives } of model.transfer) {
    const { producer, item, grade } = model.supplies[supply]!;
    const amount = values[column]!;
    if (amount <= NOISE) continue;
    const quantity = amount * problem.items[item]!.scale;
    moves.transfer.push({ producer, item, grade, input: component.inputs[input]!, leaves, arrives, quantity });
  }
  moves.ship = shipmentsOf(model, values);
  return moves;
}

function shipmentsOf(model: PlanModel, values: Float64Array): Moves['ship'] {
  const position = new Map(model.component.demands.map((demand, at) => [demand, at]));
  const ships: Moves['ship'] = [];
  const send = (ship: ShipColumn, demand: number, amount: number): void => {
    const supply = model.supplies[ship.supply]!;
    const { producer, item, grade } = supply;
    const quantity = amount * itemOf(model, supply).scale;
    ships.push({ producer, item, grade, demand, leaves: ship.leaves, arrives: ship.arrives, quantity });
  };
  const pools = new Map<string, ShipColumn[]>();
  for (const ship of model.ship) {
    const amount = values[ship.column]!;
    if (amount <= NOISE) continue;
    const { demands } = model.groups[ship.group]!;
    if (demands.length === 1) send(ship, demands[0]!, amount);
    else pools.set(`${ship.group}|${ship.arrives}`, [...(pools.get(`${ship.group}|${ship.arrives}`) ?? []), ship]);
  }
  for (const arriving of pools.values()) {
    const { demands } = model.groups[arriving[0]!.group]!;
    const due = demands.map((demand) => values[model.deliver[position.get(demand)!]![arriving[0]!.arrives]!] ?? 0);
    deal(model, arriving, demands, due, values, send);
  }
  return ships;
}

/** Deals a group's arrivals out to its points, the shortest way first. */
function deal(
  model: PlanModel,
  arriving: ShipColumn[],
  demands: number[],
  due: number[],
  values: Float64Array,
  send: (ship: ShipColumn, demand: number, amount: number) => void,
): void {
  const left = arriving.map((ship) => values[ship.column]!);
  const km = (ship: number, demand: number): number =>
    model.problem.toPoint[model.supplies[arriving[ship]!.supply]!.producer]![
      model.problem.demands[demands[demand]!]!.point
    ]!.km;
  const pairs = arriving.flatMap((_, ship) => demands.map((_, demand) => ({ ship, demand, km: km(ship, demand) })));
  for (const { ship, demand } of pairs.sort((a, b) => a.km - b.km)) {
    const amount = Math.min(left[ship]!, due[demand]!);
    if (amount <= NOISE) continue;
    left[ship]! -= amount;
    due[demand]! -= amount;
    send(arriving[ship]!, demands[demand]!, amount);
  }
}

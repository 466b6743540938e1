import { dayCount, itemOf, type PlanModel, supplyName } from '../model.ts';

/** (C3) stock: hold[t] = hold[t−1] + made − shipped − transferred − written off; hold[0] = opening stock. */
export function stock(model: PlanModel): void {
  const { program, supplies } = model;
  for (const supply of supplies) {
    const scale = itemOf(model, supply).scale;
    const opening = supply.lots.reduce((sum, lot) => sum + lot.quantity, 0) / scale;
    for (let day = 0; day < dayCount(model); day++) {
      const constant = day === 0 ? opening : 0;
      const row = program.row(`stock|${supplyName(model, supply)}|${day}`, 'C3', constant, constant);
      supply.balance.push(row);
      program.entry(row, supply.hold[day]!, 1);
      if (day > 0) program.entry(row, supply.hold[day - 1]!, -1);
    }
  }
  const at = new Map(supplies.map((supply, index) => [`${supply.producer}|${supply.item}|${supply.grade}`, index]));
  for (const make of model.make) {
    const producer = model.problem.lines[make.line]!.producer;
    const supply = supplies[at.get(`${producer}|${make.item}|${make.grade}`)!]!;
    program.entry(supply.balance[make.day]!, make.column, -1);
  }
  for (const move of [...model.ship, ...model.transfer])
    program.entry(supplies[move.supply]!.balance[move.leaves]!, move.column, 1);
  for (const { column, supply, day } of model.writeOff) program.entry(supplies[supply]!.balance[day]!, column, 1);
}

/**
 * (C4) expiry: by the end of a lot's last day, everything that expires by then has left or been written off; first expired,
 * first out. So what is held at that time is at most the later lots and what has been made: nothing else needs to be said,
 * because what leaves is always taken from the lot that expires first. What had expired before the first day leaves never.
 */
export function expiry(model: PlanModel): void {
  const { program, problem } = model;
  for (const { column, supply: index, day } of model.writeOff) {
    const supply = model.supplies[index]!;
    const scale = itemOf(model, supply).scale;
    const later = supply.lots.filter((lot) => lot.lastDay > day).reduce((sum, lot) => sum + lot.quantity, 0) / scale;
    const row = program.row(`expiry|${supplyName(model, supply)}|${day}`, 'C4', Number.NEGATIVE_INFINITY, later);
    program.entry(row, supply.hold[day]!, 1);
    for (const make of model.make) {
      const own =
        problem.lines[make.line]!.producer === supply.producer &&
        make.item === supply.item &&
        make.grade === supply.grade;
      if (own && make.day <= day) program.entry(row, make.column, -1);
    }
    const stale = supply.lots.filter((lot) => lot.lastDay < 0).reduce((sum, lot) => sum + lot.quantity, 0) / scale;
    if (day === 0 && stale > 0) program.columnLower[column] = stale;
  }
}

/**
 * Checks a plan against the formulation. It reads the city's data, the options and the plan's JSON and nothing else: no code
 * of the model builder, so that a mistake there is seen here. A plan with a violation is never shown.
 */
import type { BusinessDay } from '#contracts/calendar.ts';
import type { CityDataset } from '#server/registry/dataset/types.ts';
import { City, type Movement } from './check-city.ts';
import type { Plan } from './plan.ts';
import type { PlanningOptions } from './scenario.ts';

export interface Violation {
  /** C1…C8 of the formulation; O for stated objectives, R for rows that make no sense */
  tag: 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C8' | 'O' | 'R';
  where: string;
  date: BusinessDay | null;
  /** by how much, in base units (objectives: in theirs) */
  by: number;
}

/** Relative to what is compared; a solver's feasibility tolerance is finer. */
const RELATIVE = 1e-7;
const PACK_NOISE = 1e-6;

export function checkPlan(data: CityDataset, options: PlanningOptions, plan: Plan): Violation[] {
  const found = new Check(new City(data, options), plan);
  found.rows();
  // a row that means nothing cannot be counted
  if (found.violations.length > 0) return found.violations;
  found.capacity();
  found.licences();
  found.stockAndExpiry();
  found.demand();
  found.inputs();
  found.roads();
  if (!plan.exact) found.packs();
  found.objectives();
  return found.violations;
}

const add = (map: Map<string, number>, key: string, quantity: number): void =>
  void map.set(key, (map.get(key) ?? 0) + quantity);

class Check {
  readonly violations: Violation[] = [];
  readonly #city: City;
  readonly #plan: Plan;
  readonly #shipments: Movement[];
  readonly #transfers: Movement[];
  readonly #hold = new Map<string, number[]>();
  readonly #writtenOff = new Map<string, number>();

  constructor(city: City, plan: Plan) {
    this.#city = city;
    this.#plan = plan;
    this.#shipments = plan.shipments.map((row) => city.movement(row, 'point'));
    this.#transfers = plan.transfers.map((row) => city.movement(row, 'producer'));
  }

  #report(tag: Violation['tag'], where: string, date: BusinessDay | null, by: number): void {
    this.violations.push({ tag, where, date, by });
  }

  /** Names known, days within the horizon, quantities above zero, grades where there are grades. */
  rows(): void {
    const city = this.#city;
    const sound = (where: string, row: { item: string; date: BusinessDay; quantity: number; grade?: string }): void => {
      const amount = Number.isFinite(row.quantity) && row.quantity > 0;
      if (!amount || !city.items.has(row.item) || !city.days.includes(row.date))
        this.#report('R', where, row.date, row.quantity);
    };
    const gradeSound = (where: string, row: { item: string; date: BusinessDay; grade?: string }): void => {
      const graded = city.items.get(row.item)?.licenceRule === 'grade';
      if (graded ? row.grade !== 'medical' && row.grade !== 'general' : row.grade !== undefined)
        this.#report('R', where, row.date, 0);
    };
    for (const row of this.#plan.production) {
      sound(row.line, row);
      if (!city.lines.get(row.line)?.items.includes(row.item))
        this.#report('R', `${row.line} ${row.item}`, row.date, row.quantity);
    }
    for (const [rows, known] of [
      [this.#plan.shipments, city.points],
      [this.#plan.transfers, city.enterprises],
    ] as const) {
      for (const row of rows) {
        sound(`${row.from} ${row.to}`, row);
        gradeSound(`${row.from} ${row.to}`, row);
        if (!city.enterprises.has(row.from) || !known.has(row.to))
          this.#report('R', `${row.from} ${row.to}`, row.date, row.quantity);
      }
    }
    for (const row of this.#plan.write_offs) {
      sound(row.enterprise, row);
      gradeSound(row.enterprise, row);
    }
    for (const row of this.#plan.unmet) {
      sound(row.to, row);
      if (city.tier(row.to, row.item) !== row.tier) this.#report('R', `${row.to} ${row.item} tier`, row.date, row.tier);
    }
  }

  /** (C1) */
  capacity(): void {
    const used = new Map<string, number>();
    for (const { line, item, date, quantity } of this.#plan.production) {
      add(used, `${line}|${date}`, quantity * this.#city.capacityUse(line, item));
    }
    for (const [key, amount] of used) {
      const [line, date] = key.split('|') as [string, BusinessDay];
      const available = this.#city.capacity(line, date);
      if (amount > available * (1 + RELATIVE)) this.#report('C1', line, date, amount - available);
    }
  }

  /** (C2): no making without a licence; grades of what is made are checked with the stock. */
  licences(): void {
    for (const { line, item, date, quantity } of this.#plan.production) {
      const barred =
        this.#city.items.get(item)!.licenceRule === 'production' &&
        !this.#city.licensed(this.#city.lines.get(line)!.enterprise, date);
      if (barred) this.#report('C2', line, date, quantity);
    }
  }

  /** (C3) and (C4): lot by lot, first expired first out. */
  stockAndExpiry(): void {
    const stated = new Map<string, number>();
    for (const row of this.#plan.write_offs) {
      add(stated, `${row.enterprise}|${row.item}|${row.grade ?? ''}|${row.date}`, row.quantity);
    }
    const ledger = this.#city.stores();
    for (const { line, item, date, quantity } of this.#plan.production) {
      const { enterprise } = this.#city.lines.get(line)!;
      const grade = this.#city.gradeOn(enterprise, item, date);
      ledger.store(enterprise, item, grade).made[this.#city.dayIndex(date)]! += quantity;
    }
    for (const { from, item, grade, date, quantity } of [...this.#shipments, ...this.#transfers]) {
      ledger.store(from, item, grade).left[this.#city.dayIndex(date)]! += quantity;
    }
    for (const [key, store] of ledger.all()) {
      const { hold, expired, missing } = store.run();
      this.#hold.set(key, hold);
      const size = Math.max(...store.made, ...store.left, store.opening());
      this.#city.days.forEach((date, day) => {
        if (missing[day]! > RELATIVE * size)
          this.#report(store.hasExpired(day) ? 'C4' : 'C3', key, date, missing[day]!);
        const written = stated.get(`${key}|${date}`) ?? 0;
        stated.delete(`${key}|${date}`);
        if (Math.abs(written - expired[day]!) > RELATIVE * size) this.#report('C4', key, date, written - expired[day]!);
        add(this.#writtenOff, key, expired[day]!);
      });
    }
    for (const [key, quantity] of stated) this.#report('C4', key, null, quantity);
  }

  /** (C5): what arrives, what is kept where that is allowed, and what is unmet make up the need. */
  demand(): void {
    const arrived = new Map<string, number>();
    for (const move of this.#shipments) {
      if (move.arrives === null || this.#city.rate(move.to, move.item) === undefined) {
        this.#report('C5', `${move.to} ${move.item}`, move.date, move.quantity);
        continue;
      }
      const admissible = move.grade !== 'general' || this.#city.rate(move.to, move.item)!.grade !== 'medical';
      if (!admissible) this.#report('C5', `${move.to} ${move.item} grade`, move.date, move.quantity);
      add(arrived, `${move.to}|${move.item}|${move.arrives}`, move.quantity);
    }
    const unmet = new Map<string, number>();
    for (const row of this.#plan.unmet) add(unmet, `${row.to}|${row.item}|${row.date}`, row.quantity);
    for (const { point, item } of this.#city.needs()) {
      let kept = 0;
      for (const date of this.#city.days) {
        const key = `${point}|${item}|${date}`;
        const need = this.#city.need(point, item, date);
        const missing = unmet.get(key) ?? 0;
        const left = (arrived.get(key) ?? 0) + kept + missing - need;
        const tolerance = RELATIVE * Math.max(need, arrived.get(key) ?? 0);
        const most = this.#city.coverDays * need;
        if (left < -tolerance || left > most + tolerance) this.#report('C5', `${point} ${item}`, date, left);
        if (missing > need + tolerance) this.#report('C5', `${point} ${item} unmet`, date, missing - need);
        kept = Math.max(0, Math.min(left, most));
      }
    }
  }

  /** (C6) */
  inputs(): void {
    for (const row of this.#transfers) {
      const known = this.#city.inputRow(row.to, row.item) !== undefined;
      if (!known || row.arrives === null) this.#report('C6', `${row.to} ${row.item}`, row.date, row.quantity);
    }
    for (const { enterprise, input, quantity, inboundPerDay } of this.#city.data.inputStock) {
      const flow = new Map<string, number>();
      let largest = quantity.toNumber() + inboundPerDay.toNumber();
      for (const row of this.#transfers) {
        if (row.to === enterprise && row.item === input && row.arrives !== null) add(flow, row.arrives, row.quantity);
      }
      for (const { line, item, date, quantity: made } of this.#plan.production) {
        if (this.#city.lines.get(line)!.enterprise !== enterprise) continue;
        const used = made * this.#city.perUnit(item, input);
        add(flow, date, -used);
        largest = Math.max(largest, used);
      }
      let held = quantity.toNumber();
      for (const date of this.#city.days) {
        held += inboundPerDay.toNumber() + (flow.get(date) ?? 0);
        if (held < -RELATIVE * largest) this.#report('C6', `${enterprise} ${input}`, date, -held);
      }
    }
  }

  /** (C7) */
  roads(): void {
    for (const move of [...this.#shipments, ...this.#transfers]) {
      if (this.#city.closed(move)) this.#report('C7', `${move.from} ${move.to}`, move.date, move.quantity);
    }
  }

  /** (C8) */
  packs(): void {
    const moved = [...this.#plan.production, ...this.#plan.shipments, ...this.#plan.transfers];
    for (const { item, date, quantity } of moved) {
      const packs = this.#city.items.get(item)!.unit === '吨' ? quantity * 1000 : quantity;
      if (Math.abs(packs - Math.round(packs)) > PACK_NOISE) this.#report('C8', item, date, packs - Math.round(packs));
    }
  }

  /** The objectives that the plan states are those of its rows. */
  objectives(): void {
    const stated = this.#plan.objectives;
    const compare = (where: string, said: number, is: number): void => {
      if (!(Math.abs(said - is) <= 1e-6 * Math.max(1, Math.abs(is)))) this.#report('O', where, null, said - is);
    };
    const tiers = this.#city.tiers();
    if (stated.O1.map(({ tier }) => tier).join() !== tiers.join()) this.#report('O', 'O1 tiers', null, 0);
    for (const { tier, floor, total } of stated.O1) {
      compare(`O1 ${tier} floor`, floor, this.#city.floor(tier, this.#plan.unmet));
      compare(`O1 ${tier} total`, total, this.#city.total(tier, this.#plan.unmet));
    }
    compare('O2', stated.O2, this.#city.reserveShort(this.#hold));
    compare('O3', stated.O3, this.#city.writtenOff(this.#writtenOff));
    compare('O4', stated.O4, this.#city.tonneKilometres([...this.#shipments, ...this.#transfers]));
  }
}

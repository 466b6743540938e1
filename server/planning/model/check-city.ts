/** The checker's own reading of the city's data and the scenario: every rule worked out again, straight from the files' columns. */
import { addDays, type BusinessDay, daysBetween } from '#contracts/calendar.ts';
import type { CityDataset, DemandRate, Enterprise, InputStockRow, Item, Line } from '#server/registry/dataset/types.ts';
import { Ledger } from './check-stores.ts';
import type { MovementRow, UnmetRow } from './plan.ts';
import type { PlanningOptions } from './scenario.ts';

export interface Movement {
  from: string;
  to: string;
  item: string;
  /** '' for items without grades */
  grade: string;
  date: BusinessDay;
  /** null: after the horizon */
  arrives: BusinessDay | null;
  km: number;
  quantity: number;
}

interface Span {
  from?: BusinessDay;
  until?: BusinessDay;
}

const within = (span: Span, day: BusinessDay): boolean =>
  !(span.from !== undefined && day < span.from) && !(span.until !== undefined && day > span.until);
const agrees = (wanted: string | undefined, actual: string): boolean => wanted === undefined || wanted === actual;

export class City {
  readonly data: CityDataset;
  readonly days: BusinessDay[];
  readonly coverDays: number;
  readonly items: Map<string, Item>;
  readonly lines: Map<string, Line>;
  readonly enterprises: Map<string, Enterprise>;
  readonly points: Map<string, CityDataset['demandPoints'][number]>;
  readonly #options: PlanningOptions;
  readonly #needs = new Map<string, number>();
  readonly #horizonNeeds = new Map<string, number>();

  constructor(data: CityDataset, options: PlanningOptions) {
    this.data = data;
    this.#options = options;
    this.days = Array.from({ length: options.days }, (_, day) => addDays(options.from, day));
    this.coverDays = options.scenario?.coverDays ?? 0;
    this.items = new Map(data.items.map((item) => [item.code, item]));
    this.lines = new Map(data.lines.map((line) => [line.id, line]));
    this.enterprises = new Map(data.enterprises.map((enterprise) => [enterprise.id, enterprise]));
    this.points = new Map(data.demandPoints.map((point) => [point.id, point]));
  }

  dayIndex(day: BusinessDay): number {
    return daysBetween(this.#options.from, day);
  }

  capacity(line: string, day: BusinessDay): number {
    const { enterprise, dailyCapacity } = this.lines.get(line)!;
    const { county } = this.enterprises.get(enterprise)!;
    let capacity = dailyCapacity.toNumber();
    for (const factor of this.#options.scenario?.capacity ?? []) {
      const applies =
        agrees(factor.line, line) && agrees(factor.enterprise, enterprise) && agrees(factor.county, county);
      if (applies && within(factor, day)) capacity *= factor.factor;
    }
    return capacity;
  }

  capacityUse(line: string, item: string): number {
    const unit = this.lines.get(line)!.unit;
    const made = this.items.get(item)!;
    return unit === '吨' && made.unit !== '吨' ? made.contentKg!.div(1000).toNumber() : 1;
  }

  licensed(enterprise: string, day: BusinessDay): boolean {
    const until = this.enterprises.get(enterprise)!.hygieneLicenceUntil;
    return until !== null && until >= day;
  }

  gradeOn(enterprise: string, item: string, day: BusinessDay): string {
    if (this.items.get(item)!.licenceRule !== 'grade') return '';
    return this.licensed(enterprise, day) ? 'medical' : 'general';
  }

  stores(): Ledger {
    const counted = addDays(this.#options.from, -1);
    const ledger = new Ledger(this.days.length);
    for (const row of this.data.stock) {
      const graded = this.items.get(row.item)!.licenceRule === 'grade';
      const grade = graded ? (row.grade ?? this.gradeOn(row.enterprise, row.item, counted)) : '';
      ledger
        .store(row.enterprise, row.item, grade)
        .receive(row.quantity.toNumber(), row.expires === null ? null : this.dayIndex(row.expires));
    }
    return ledger;
  }

  rate(point: string, item: string): DemandRate | undefined {
    const kind = this.points.get(point)?.kind;
    return this.data.demandRates.find((rate) => rate.kind === kind && rate.item === item);
  }

  tier(point: string, item: string): number | undefined {
    return this.rate(point, item)?.tier;
  }

  needs(): Array<{ point: string; item: string }> {
    return this.data.demandPoints.flatMap((point) =>
      this.data.demandRates
        .filter((rate) => rate.kind === point.kind)
        .map((rate) => ({ point: point.id, item: rate.item })),
    );
  }

  need(point: string, item: string, day: BusinessDay): number {
    const key = `${point}|${item}|${day}`;
    const known = this.#needs.get(key);
    if (known !== undefined) return known;
    const place = this.points.get(point)!;
    let need = (this.rate(point, item)?.perServedPerDay.toNumber() ?? 0) * place.served;
    for (const factor of this.#options.scenario?.demand ?? []) {
      const here =
        agrees(factor.point, point) && agrees(factor.county, place.county) && agrees(factor.kind, place.kind);
      if (here && agrees(factor.item, item) && within(factor, day)) need *= factor.factor;
    }
    this.#needs.set(key, need);
    return need;
  }

  inputRow(enterprise: string, input: string): InputStockRow | undefined {
    return this.data.inputStock.find((row) => row.enterprise === enterprise && row.input === input);
  }

  perUnit(item: string, input: string): number {
    return this.data.bom.find((row) => row.item === item && row.input === input)?.perUnit.toNumber() ?? 0;
  }

  movement(row: MovementRow, to: 'point' | 'producer'): Movement {
    const origin = this.enterprises.get(row.from);
    const target = to === 'point' ? this.points.get(row.to) : this.enterprises.get(row.to);
    const km = origin === undefined || target === undefined ? 0 : this.#km(origin, target);
    const lead = km <= 150 ? 0 : Math.ceil((km - 150) / 500);
    const arrives = addDays(row.date, lead);
    return { ...row, grade: row.grade ?? '', km, arrives: this.days.includes(arrives) ? arrives : null };
  }

  #km(a: { id: string; lat: number; lon: number }, b: { id: string; lat: number; lon: number }): number {
    if (a.id === b.id) return 0;
    const given = this.#options.roadMatrix?.[a.id]?.[b.id];
    if (given !== undefined) return given;
    const [p, q] = [a, b].map(({ lat, lon }) => {
      const [u, v] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
      return [Math.cos(u) * Math.cos(v), Math.cos(u) * Math.sin(v), Math.sin(u)];
    }) as [number[], number[]];
    // the angle between two unit vectors, by their chord
    const chord = Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!);
    return 1.3 * 6371 * 2 * Math.asin(Math.min(1, chord / 2));
  }

  closed(move: Movement): boolean {
    const a = this.enterprises.get(move.from)!.county;
    const b = (this.points.get(move.to) ?? this.enterprises.get(move.to))!.county;
    if (a === b) return false;
    return (this.#options.scenario?.sealed ?? []).some((seal) => {
      const channel = seal.greenChannel;
      const passes =
        channel === 'all' ||
        (channel !== undefined &&
          (channel.items?.includes(move.item) === true || channel.enterprises?.includes(move.from) === true));
      const onTheWay = within(seal, move.date) || (move.arrives !== null && within(seal, move.arrives));
      return !passes && onTheWay && (seal.county === a || seal.county === b);
    });
  }

  tiers(): number[] {
    const needed = this.needs().filter(({ point, item }) => this.#horizonNeed(point, item) > 0);
    return [...new Set(needed.map(({ point, item }) => this.tier(point, item)!))].sort((a, b) => a - b);
  }

  /** (O1) Σ_i of the smallest share of its need over the horizon that any point of the tier gets. */
  floor(tier: number, unmet: UnmetRow[]): number {
    const missing = new Map<string, number>();
    for (const { to, item, quantity } of unmet)
      missing.set(`${to}|${item}`, (missing.get(`${to}|${item}`) ?? 0) + quantity);
    const worst = new Map<string, number>();
    for (const { point, item } of this.needs()) {
      const need = this.#horizonNeed(point, item);
      if (this.tier(point, item) !== tier || need <= 0) continue;
      worst.set(item, Math.min(worst.get(item) ?? 1, 1 - (missing.get(`${point}|${item}`) ?? 0) / need));
    }
    return [...worst.values()].reduce((sum, share) => sum + share, 0);
  }

  /** (O1) Σ (1 + (T−t)/(1000·T)) · unmet / D(k,i). */
  total(tier: number, unmet: UnmetRow[]): number {
    const horizon = this.days.length;
    const daily = new Map<string, number>();
    for (const { point, item } of this.needs()) {
      if (this.tier(point, item) === tier)
        daily.set(item, (daily.get(item) ?? 0) + this.#horizonNeed(point, item) / horizon);
    }
    return unmet
      .filter((row) => row.tier === tier)
      .reduce((sum, row) => {
        const t = this.dayIndex(row.date) + 1;
        return sum + ((1 + (horizon - t) / (1000 * horizon)) * row.quantity) / daily.get(row.item)!;
      }, 0);
  }

  /** (O2) from stock at the end, by 'enterprise|item|grade'. */
  reserveShort(hold: Map<string, number[]>): number {
    const held = new Map<string, number>();
    for (const [key, byDay] of hold) {
      const item = key.split('|')[1]!;
      held.set(item, (held.get(item) ?? 0) + byDay.at(-1)!);
    }
    let sum = 0;
    for (const [item, daily] of this.#dailyNeeds()) {
      sum += Math.max(0, (this.#options.reserveDays ?? 7) * daily - (held.get(item) ?? 0)) / daily;
    }
    return sum;
  }

  /** (O3) from what is written off, by 'enterprise|item|grade'. */
  writtenOff(expired: Map<string, number>): number {
    const daily = this.#dailyNeeds();
    let sum = 0;
    for (const [key, quantity] of expired) {
      const need = daily.get(key.split('|')[1]!);
      if (need !== undefined) sum += quantity / need;
    }
    return sum;
  }

  /** (O4) gross tonnes × km. */
  tonneKilometres(moves: Movement[]): number {
    return moves.reduce(
      (sum, move) => sum + (move.quantity * this.items.get(move.item)!.unitWeightKg.toNumber() * move.km) / 1000,
      0,
    );
  }

  #horizonNeed(point: string, item: string): number {
    const key = `${point}|${item}`;
    const known = this.#horizonNeeds.get(key);
    if (known !== undefined) return known;
    const need = this.days.reduce((sum, day) => sum + this.need(point, item, day), 0);
    this.#horizonNeeds.set(key, need);
    return need;
  }

  #dailyNeeds(): Map<string, number> {
    const daily = new Map<string, number>();
    for (const { point, item } of this.needs()) {
      const need = this.#horizonNeed(point, item) / this.days.length;
      if (need > 0) daily.set(item, (daily.get(item) ?? 0) + need);
    }
    return daily;
  }
}

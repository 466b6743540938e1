/** A report against what is known otherwise: each difference with its size, what is allowed, and where the expected value comes from. Pure. */
import { Decimal } from 'decimal.js';
import type { ReportCheck, ReportFigures } from '#contracts/reports.ts';
import { type CheckKind, checkRules, energyOverShare } from '#contracts/reports-terms.ts';
import type { ReportFacts } from './facts.ts';
import { lineGroups, madeIn, tightest } from './lines.ts';

const zero = new Decimal(0);
type Pair = readonly [zh: string, en: string];

interface Found {
  kind: CheckKind;
  subject: string | null;
  name: Pair;
  expected: Decimal;
  reported: Decimal;
  unit: string;
  tolerance: Decimal;
  questions: boolean;
  basis: Pair;
}

/** Every check for which there is something to compare with, in the order of the report. */
export function checkReport(figures: ReportFigures, facts: ReportFacts): ReportCheck[] {
  const found = [
    ...ledger(figures, facts),
    ...shipments(figures, facts),
    ...capacity(figures, facts),
    ...licence(figures, facts),
    ...inputs(figures, facts),
    ...staff(figures, facts),
    ...energy(figures, facts),
  ];
  return found.map((check) => ({
    ...check,
    name: [...check.name] as [string, string],
    basis: [...check.basis] as [string, string],
    expected: shown(check.expected),
    reported: shown(check.reported),
    difference: shown(check.reported.sub(check.expected)),
    tolerance: shown(check.tolerance),
  }));
}

const shown = (value: Decimal): string => value.toDecimalPlaces(6).toFixed();
const toleranceOf = (kind: CheckKind, of: Decimal): Decimal => of.abs().mul(checkRules[kind].tolerance);
export const madeOf = (figures: ReportFigures): Map<string, Decimal> =>
  new Map(figures.items.map((row) => [row.item, new Decimal(row.made)]));

/** Opening + made − sent = stock. A counted day's books hold its production and shipments already: then the count itself is compared. */
function ledger(figures: ReportFigures, facts: ReportFacts): Found[] {
  return facts.items.flatMap((item) => {
    const row = figures.items.find((one) => one.item === item.item);
    if (row === undefined || item.known === 'nothing') return [];
    const reported = new Decimal(row.stock);
    const expected = expectedStock(item, row);
    const tolerance = toleranceOf('ledger', item.counted ? item.closing : item.opening.add(row.made));
    const basis: Pair = item.counted
      ? ['账面是当日日终的盘点数', 'the books were counted at the close of this day']
      : item.known === 'report'
        ? [
            '前一天日报的结存 + 生产 − 发出（库存账还没有建）',
            'stock in the report of the day before + made − sent (before the books)',
          ]
        : ['账面昨日结存 + 生产 − 发出', 'the books’ opening + made − sent'];
    const questions = reported.sub(expected).abs().gt(tolerance);
    return [
      {
        kind: 'ledger',
        subject: item.item,
        name: item.name,
        expected,
        reported,
        unit: item.unit,
        tolerance,
        questions,
        basis,
      },
    ];
  });
}

/** What the stock should be by the books and by what the report itself says of the day. */
export function expectedStock(
  item: ReportFacts['items'][number],
  row: Pick<ReportFigures['items'][number], 'made' | 'sent'>,
): Decimal {
  if (item.counted) return item.closing;
  return item.closing.add(new Decimal(row.made).sub(item.made)).sub(new Decimal(row.sent).sub(item.sent));
}

/** Only where the ledger knows of shipments: sending more than was ordered through the city is no question. */
function shipments(figures: ReportFigures, facts: ReportFacts): Found[] {
  return facts.items.flatMap((item) => {
    const row = figures.items.find((one) => one.item === item.item);
    if (row === undefined || item.sent.lte(0)) return [];
    const reported = new Decimal(row.sent);
    const basis: Pair = ['账上当日已发运', 'shipments of the day in the books'];
    const questions = reported.lt(item.sent);
    return [
      {
        kind: 'shipments',
        subject: item.item,
        name: item.name,
        expected: item.sent,
        reported,
        unit: item.unit,
        tolerance: zero,
        questions,
        basis,
      },
    ];
  });
}

function capacity(figures: ReportFigures, facts: ReportFacts): Found[] {
  return lineGroups(facts.lines, facts.items).flatMap((group) => {
    const load = tightest(group, madeOf(figures));
    if (load === null || load.items.length === 0) return [];
    const tolerance = toleranceOf('capacity', load.capacity);
    const name: Pair = [
      load.items.map((item) => item.name[0]).join('、'),
      load.items.map((item) => item.name[1]).join(', '),
    ];
    const lines = group.lines.map((line) => line.id).join('、');
    const basis: Pair = [`产线 ${lines} 的日产能（合用一份）`, `daily capacity of ${lines}, shared`];
    const questions = load.made.gt(load.capacity.add(tolerance));
    const subject = load.items.length === 1 ? load.items[0]!.item : null;
    return [
      {
        kind: 'capacity',
        subject,
        name,
        expected: load.capacity,
        reported: load.made,
        unit: group.unit,
        tolerance,
        questions,
        basis,
      },
    ];
  });
}

function licence(figures: ReportFigures, facts: ReportFacts): Found[] {
  return facts.items.flatMap((item) => {
    if (item.licenceRule !== 'production') return [];
    const reported = madeOf(figures).get(item.item) ?? zero;
    if (reported.isZero()) return [];
    const valid = facts.licenceUntil !== null && facts.licenceUntil >= facts.day;
    const basis: Pair =
      facts.licenceUntil === null
        ? ['没有登记卫生许可', 'no hygiene licence is registered']
        : [`卫生许可有效期至 ${facts.licenceUntil}`, `licence valid until ${facts.licenceUntil}`];
    const expected = valid ? reported : zero;
    return [
      {
        kind: 'licence',
        subject: item.item,
        name: item.name,
        expected,
        reported,
        unit: item.unit,
        tolerance: zero,
        questions: !valid,
        basis,
      },
    ];
  });
}

function inputs(figures: ReportFigures, facts: ReportFacts): Found[] {
  const made = madeOf(figures);
  return facts.inputs.flatMap((input) => {
    const row = figures.inputs.find((one) => one.input === input.input);
    if (row === undefined) return [];
    const used = usedOf(facts, made, input.input);
    const arrived = row.arrived === undefined || row.arrived === null ? input.inboundPerDay : new Decimal(row.arrived);
    const expected = input.counted ? input.before : input.before.add(arrived).sub(used);
    const tolerance = toleranceOf(
      'inputs',
      input.counted ? input.before : Decimal.max(used, expected.abs().mul('0.1')),
    );
    const reported = new Decimal(row.left);
    const basis: Pair = input.counted
      ? ['登记的是当日日终数', 'the register holds this day’s closing']
      : [
          `上次剩余 + 到货 − 按用料单消耗 ${shown(used)}`,
          `left before + arrived − ${shown(used)} by the bill of materials`,
        ];
    const questions = reported.sub(expected).abs().gt(tolerance);
    return [
      {
        kind: 'inputs',
        subject: input.input,
        name: input.name,
        expected,
        reported,
        unit: input.unit,
        tolerance,
        questions,
        basis,
      },
    ];
  });
}

export function usedOf(facts: ReportFacts, made: ReadonlyMap<string, Decimal>, input: string): Decimal {
  return facts.bom
    .filter((row) => row.input === input)
    .reduce((sum, row) => sum.add((made.get(row.item) ?? zero).mul(row.perUnit)), zero);
}

/** People needed for the part of a full day that what was made takes. */
function staff(figures: ReportFigures, facts: ReportFacts): Found[] {
  let needed = zero;
  for (const group of lineGroups(facts.lines, facts.items)) {
    const load = tightest(group, madeOf(figures));
    if (load === null) return [];
    const people = group.lines.reduce((sum, line) => sum + line.staff, 0);
    const share = load.capacity.isZero() ? zero : Decimal.min(1, load.made.div(load.capacity));
    needed = needed.add(share.mul(people));
  }
  if (needed.isZero()) return [];
  const expected = needed.ceil();
  const reported = new Decimal(figures.staffPresent);
  const tolerance = toleranceOf('staff', expected);
  const basis: Pair = [
    '产线全天用工 × 当日开工比例',
    'the lines’ staff for a full day × the part of it that was worked',
  ];
  const questions = reported.lt(expected.sub(tolerance));
  const name: Pair = ['到岗人数', 'Staff present'];
  return [{ kind: 'staff', subject: null, name, expected, reported, unit: '人', tolerance, questions, basis }];
}

function energy(figures: ReportFigures, facts: ReportFacts): Found[] {
  const meters = [
    { kind: 'power', reported: figures.powerKwh, rate: 'kwhPerUnit', unit: '千瓦时', name: ['用电', 'Power'] },
    { kind: 'gas', reported: figures.gasM3, rate: 'gasM3PerUnit', unit: '立方米', name: ['用气', 'Gas'] },
  ] as const;
  return meters.flatMap(({ kind, reported: written, rate, unit, name }) => {
    const expected = energyFor(figures, facts, rate);
    if (written === null || expected === null || expected.isZero()) return [];
    const reported = new Decimal(written);
    const tolerance = toleranceOf(kind, expected);
    const questions = reported.lt(expected.sub(tolerance)) || reported.gt(expected.mul(1 + energyOverShare));
    const basis: Pair = ['产量 × 产线单耗（另有采暖照明）', 'made × the lines’ rate; heating and light come on top'];
    return [{ kind, subject: null, name, expected, reported, unit, tolerance, questions, basis }];
  });
}

/** By each group's rate, weighted by its lines' capacities; null when a quantity cannot be turned into the lines' unit. */
export function energyFor(
  figures: ReportFigures,
  facts: ReportFacts,
  rate: 'kwhPerUnit' | 'gasM3PerUnit',
): Decimal | null {
  let total = zero;
  for (const group of lineGroups(facts.lines, facts.items)) {
    const made = madeIn(group, madeOf(figures));
    const capacity = group.lines.reduce((sum, line) => sum.add(line.dailyCapacity), zero);
    if (made === null) return null;
    if (capacity.isZero()) continue;
    const full = group.lines.reduce(
      (sum, line) => sum.add(line.dailyCapacity.div(line.energyUnit).mul(line[rate])),
      zero,
    );
    total = total.add(full.mul(made).div(capacity));
  }
  return total;
}

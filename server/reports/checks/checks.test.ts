/** The checks at their boundaries, and the posting rule for any ledger and any report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';
import { fc } from '#tests/support/chance.ts';
import {
  assessReport,
  checkReport,
  type ItemFacts,
  type LedgerItem,
  type Posting,
  postingsFor,
  type ReportFacts,
} from './index.ts';

const decimal = (value: Decimal.Value) => new Decimal(value);
const item = (code: string, change: Partial<ItemFacts> = {}): ItemFacts => ({
  item: code,
  name: [code, code],
  unit: '吨',
  contentKg: decimal(1000),
  licenceRule: null,
  known: 'ledger',
  opening: decimal(100),
  closing: decimal(100),
  made: decimal(0),
  sent: decimal(0),
  counted: false,
  ...change,
});
const facts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  day: '2022-01-08',
  items: [item('gel', { unit: '瓶', contentKg: decimal('0.5') }), item('liquid')],
  inputs: [
    { input: 'salt', name: ['盐', 'salt'], unit: '吨', before: decimal(10), inboundPerDay: decimal(1), counted: false },
  ],
  lines: [
    {
      id: 'L1',
      items: ['gel', 'liquid'],
      dailyCapacity: decimal(30),
      unit: '吨',
      staff: 100,
      kwhPerUnit: decimal(60),
      gasM3PerUnit: decimal(4),
      energyUnit: 1,
    },
  ],
  bom: [{ item: 'liquid', input: 'salt', perUnit: decimal('0.1') }],
  licenceUntil: '2024-06-30',
  ...change,
});
const figures = (made: { gel?: string; liquid?: string }, change: Partial<ReportFigures> = {}): ReportFigures => ({
  items: [
    {
      item: 'gel',
      made: made.gel ?? '0',
      sent: '0',
      stock: decimal(100)
        .add(made.gel ?? 0)
        .toFixed(),
    },
    {
      item: 'liquid',
      made: made.liquid ?? '0',
      sent: '0',
      stock: decimal(100)
        .add(made.liquid ?? 0)
        .toFixed(),
    },
  ],
  inputs: [
    {
      input: 'salt',
      left: decimal(11)
        .sub(decimal(made.liquid ?? 0).mul('0.1'))
        .toFixed(),
    },
  ],
  staffPresent: 100,
  powerKwh: null,
  gasM3: null,
  hindrances: [],
  ...change,
});
const questionsOf = (report: ReportFigures, given = facts()) =>
  checkReport(report, given)
    .filter((check) => check.questions)
    .map((check) => check.kind);

test('a line that makes either shares one capacity: both together fill it, a bottle counts by its content', () => {
  assert.deepEqual(questionsOf(figures({ gel: '20000', liquid: '20' })), [], '10 t of bottles and 20 t');
  assert.deepEqual(questionsOf(figures({ gel: '21200', liquid: '20' })), [], 'two per cent over is allowed');
  assert.deepEqual(questionsOf(figures({ gel: '21202', liquid: '20' })), ['capacity']);
});

test('opening + made − sent = stock within half a per cent', () => {
  const report = figures({ liquid: '10' });
  const stock = (value: string) => ({
    ...report,
    items: report.items.map((row) => (row.item === 'liquid' ? { ...row, stock: value } : row)),
  });
  assert.deepEqual(questionsOf(stock('110.55')), []);
  assert.deepEqual(questionsOf(stock('110.56')), ['ledger']);
  assert.deepEqual(questionsOf(stock('109.44')), ['ledger']);
});

test('inputs follow the bill of materials, with what arrived in place of what usually arrives', () => {
  const report = figures({ liquid: '20' });
  assert.deepEqual(questionsOf({ ...report, inputs: [{ input: 'salt', left: '9', arrived: null }] }), []);
  assert.deepEqual(questionsOf({ ...report, inputs: [{ input: 'salt', left: '14', arrived: '6' }] }), []);
  assert.deepEqual(questionsOf({ ...report, inputs: [{ input: 'salt', left: '14', arrived: null }] }), ['inputs']);
});

test('half a day’s make needs half a day’s people, and power within the lines’ rate', () => {
  const report = figures({ liquid: '15' });
  assert.deepEqual(questionsOf({ ...report, staffPresent: 45, powerKwh: '900' }), []);
  assert.deepEqual(questionsOf({ ...report, staffPresent: 44, powerKwh: '765' }), ['staff']);
  assert.deepEqual(questionsOf({ ...report, powerKwh: '764' }), ['power'], 'made more than the power explains');
  assert.deepEqual(questionsOf({ ...report, powerKwh: '1350' }), [], 'heating and light');
  assert.deepEqual(questionsOf({ ...report, powerKwh: '1351' }), ['power']);
});

test('what needs a licence may be made on its last day, not on the day after', () => {
  const licensed = [item('gel', { unit: '瓶', contentKg: decimal('0.5'), licenceRule: 'production' }), item('liquid')];
  assert.deepEqual(questionsOf(figures({ gel: '10' }), facts({ items: licensed, licenceUntil: '2022-01-08' })), []);
  assert.deepEqual(questionsOf(figures({ gel: '10' }), facts({ items: licensed, licenceUntil: '2022-01-07' })), [
    'licence',
  ]);
  assert.deepEqual(
    questionsOf(figures({}), facts({ items: licensed, licenceUntil: null })),
    [],
    'nothing made needs none',
  );
});

test('fewer sent than the ledger shipped is a question; more is none', () => {
  const shipped = [item('gel'), item('liquid', { sent: decimal(5), closing: decimal(95) })];
  const report = figures({});
  const sent = (value: string, stock: string) => ({
    ...report,
    items: [report.items[0]!, { item: 'liquid', made: '0', sent: value, stock }],
  });
  assert.deepEqual(questionsOf(sent('4', '96'), facts({ items: shipped })), ['shipments']);
  assert.deepEqual(questionsOf(sent('6', '94'), facts({ items: shipped })), []);
});

test('the parts of the score make up 100, and each loses at most its own', () => {
  const whole = assessReport(figures({ liquid: '10' }), facts());
  assert.deepEqual([whole.trust, whole.parts.reduce((sum, part) => sum + part.of, 0)], [100, 100]);
  const odd = assessReport({ ...figures({ liquid: '10' }), staffPresent: 0 }, facts());
  const staff = odd.parts.find((part) => part.kind === 'staff')!;
  assert.deepEqual([staff.points, odd.trust], [0, 100 - staff.of]);
});

const amount = fc.integer({ min: 0, max: 2000 }).map((value) => decimal(value).div(10));
const lot = fc.record({
  lotNumber: fc.constantFrom('', 'A', 'B'),
  expires: fc.constantFrom(null, '2022-01-01', '2022-06-30', '2023-12-31'),
  stock: amount,
  made: amount,
  sentByReport: amount,
  usable: fc.boolean(),
});
const ledgers = fc
  .uniqueArray(lot, { maxLength: 4, selector: (one) => `${one.lotNumber}|${one.expires}` })
  .map((lots): LedgerItem => {
    const all = lots.map((one, index) => ({ ...one, lot: index + 1, grade: null, free: one.stock }));
    const total = (part: 'made' | 'sentByReport') => all.reduce((sum, one) => sum.add(one[part]), decimal(0));
    return { item: 'mask', lots: all, made: total('made'), sent: total('sentByReport') };
  });

/** The ledger after the postings. */
function after(ledger: LedgerItem, postings: readonly Posting[]): LedgerItem {
  const lots = ledger.lots.map((one) => ({ ...one }));
  let { made, sent } = ledger;
  for (const { flow, lot: target, quantity } of postings) {
    let held = lots.find((one) =>
      typeof target === 'number'
        ? one.lot === target
        : one.lotNumber === target.lotNumber && one.expires === target.expires,
    );
    if (held === undefined) {
      assert.ok(typeof target !== 'number');
      held = {
        ...target,
        lot: lots.length + 1,
        stock: decimal(0),
        free: decimal(0),
        usable: true,
        made: decimal(0),
        sentByReport: decimal(0),
      };
      lots.push(held);
    }
    assert.ok(quantity.gt(0), 'a movement moves something');
    const inward = flow === 'made' || flow === 'unsent' || flow === 'found';
    held.stock = held.stock.add(inward ? quantity : quantity.neg());
    held.free = held.stock;
    if (flow === 'made' || flow === 'unmade') {
      held.made = held.made.add(flow === 'made' ? quantity : quantity.neg());
      made = made.add(flow === 'made' ? quantity : quantity.neg());
    }
    if (flow === 'sent' || flow === 'unsent') {
      held.sentByReport = held.sentByReport.add(flow === 'sent' ? quantity : quantity.neg());
      sent = sent.add(flow === 'sent' ? quantity : quantity.neg());
    }
  }
  return { ...ledger, lots, made, sent };
}

test('whatever the ledger says and whatever is reported, it ends at the reported stock, no lot below zero, also when it is posted again', () => {
  fc.assert(
    fc.property(ledgers, amount, amount, amount, (ledger, made, sent, stock) => {
      const row = { item: 'mask', made: made.toFixed(), sent: sent.toFixed(), stock: stock.toFixed() };
      const posted = after(ledger, postingsFor(row, ledger));
      const total = posted.lots.reduce((sum, one) => sum.add(one.stock), decimal(0));
      assert.equal(total.toFixed(), stock.toFixed());
      assert.ok(posted.lots.every((one) => one.stock.gte(0)));
      const again = after(posted, postingsFor(row, posted));
      const totalAgain = again.lots.reduce((sum, one) => sum.add(one.stock), decimal(0));
      assert.equal(totalAgain.toFixed(), stock.toFixed());
    }),
    { numRuns: 500 },
  );
});

test('named lots end as they are named', () => {
  const ledger: LedgerItem = {
    item: 'mask',
    made: decimal(0),
    sent: decimal(0),
    lots: [
      {
        lot: 1,
        lotNumber: 'A',
        expires: null,
        grade: null,
        stock: decimal(5),
        free: decimal(5),
        usable: true,
        made: decimal(0),
        sentByReport: decimal(0),
      },
    ],
  };
  const lots = [
    { lotNumber: 'A', expires: null, grade: null, stock: '2' },
    { lotNumber: 'B', expires: '2023-01-01', grade: null, stock: '4' },
  ];
  const posted = after(ledger, postingsFor({ item: 'mask', made: '0', sent: '3', stock: '6', lots }, ledger));
  assert.deepEqual(
    posted.lots.filter((one) => one.stock.gt(0)).map((one) => [one.lotNumber, one.stock.toFixed()]),
    [
      ['A', '2'],
      ['B', '4'],
    ],
  );
});

test('a lot that is told without its grade keeps the one that the books know', () => {
  const known = { lotNumber: 'A', expires: '2023-12-31', stock: decimal(5), free: decimal(5), usable: true };
  const medical = { ...known, lot: 1, grade: 'medical' as const, made: decimal(0), sentByReport: decimal(0) };
  const ledger: LedgerItem = { item: 'mask', made: decimal(0), sent: decimal(0), lots: [medical] };
  const lots = [{ lotNumber: 'A', expires: '2023-12-31', grade: null, stock: '4' }];
  const [only, ...others] = postingsFor({ item: 'mask', made: '0', sent: '0', stock: '4', lots }, ledger);
  assert.deepEqual([only?.flow, only?.lot, only?.quantity.toFixed(), others.length], ['missing', 1, '1', 0]);
});

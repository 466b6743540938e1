import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanCause } from '#contracts/planning.ts';
import { coverDaysTold } from '#contracts/stock-position.ts';
import type { Names } from '../platform/names.ts';
import { causeRuns, causeSentences } from './cause-words.ts';
import { columnWords, tableWords, valueWords } from './change-words.ts';
import { bindingDays, ganttLines, nextBar } from './gantt-layout.ts';
import { draftOf, isComplete, problemOf, scenarioOf } from './scenario-draft.ts';
import { scenarioSentences } from './scenario-words.ts';
import { pivot, realShortages } from './shortage-pivot.ts';

const known: Record<string, [string, string]> = { mask: ['口罩', '只'], meltblown: ['熔喷布', '吨'] };
const names: Names = {
  item: (code) => ({ name: known[code]?.[0] ?? code, unit: known[code]?.[1] ?? '' }),
  place: (id) => (id === 'E14' ? '示例口罩1厂' : id),
  county: (code) => (code === '410804' ? '马村区' : code),
};

function cause(given: Partial<PlanCause>): PlanCause {
  return {
    item: 'mask',
    date: '2022-01-13',
    to: 'D-410804',
    county: '410804',
    constraint: 'input',
    enterprise: 'E14',
    line: null,
    input: 'meltblown',
    on: '2022-01-13',
    marginal: 1_000_000.0000001,
    together: false,
    ...given,
  };
}

test('one more tonne of cloth is told as what it brings, as in the formulation’s own example', () => {
  const [zh] = causeSentences([cause({})], names, new Map(), 'zh');
  assert.equal(zh?.words, '最迟1月13日多 1 吨熔喷布到示例口罩1厂 = 多 100 万只口罩');
  const [en] = causeSentences([cause({})], names, new Map(), 'en');
  assert.equal(en?.words, '1 t more of 熔喷布 to 示例口罩1厂 by 13 January = 1 M more of 口罩');
});

test('what binds many points and plants alike is one sentence; what helps only together says so and stands later', () => {
  const told = causeSentences(
    [
      cause({ together: true, marginal: 0, constraint: 'capacity', line: 'E14-L1', input: null }),
      cause({}),
      cause({ to: 'D-2' }),
      cause({ enterprise: 'E15' }),
      cause({ enterprise: 'E16' }),
    ],
    { ...names, place: (id) => `示例${id}` },
    new Map([['E14-L1', '只']]),
    'zh',
  );
  assert.equal(told.length, 2);
  assert.match(told[0]?.words ?? '', /等 3 家企业中任一 = 多 100 万只/);
  assert.deepEqual(told[0]?.places, ['示例E14', '示例E15', '示例E16']);
  assert.match(told[1]?.words ?? '', /要和其他卡点一起放开才有用/);
});

test('a reader who does not see the plants is told how many there are, not their codes', () => {
  const [told] = causeSentences([cause({ enterprise: 'E15' }), cause({ enterprise: 'E16' })], names, new Map(), 'zh');
  assert.match(told?.words ?? '', /到市内 2 家企业中任一 = /);
  assert.deepEqual(told?.places, []);
});

test('days on which the same things bind are told as one run, and parts of packs only where nothing else binds', () => {
  const capacity = { constraint: 'capacity', line: 'E14-L1', input: null } as const;
  const runs = causeRuns([
    cause({ ...capacity, date: '2022-01-14' }),
    cause({ ...capacity, date: '2022-01-15' }),
    cause({ constraint: 'packs', input: null, enterprise: null, date: '2022-01-15' }),
    cause({ date: '2022-01-16' }),
    cause({ constraint: 'packs', input: null, enterprise: null, date: '2022-01-18' }),
  ]);
  assert.deepEqual(
    runs.map(({ from, to, causes }) => [from, to, causes[0]?.constraint]),
    [
      ['2022-01-14', '2022-01-15', 'capacity'],
      ['2022-01-16', '2022-01-16', 'input'],
      ['2022-01-18', '2022-01-18', 'packs'],
    ],
  );
});

test('what is missing before the first short day is left over from packs and no shortage', () => {
  const row = { to: 'D', county: 'c', item: 'mask', tier: 3, quantity: '0.5' };
  const { real, leftOverItems } = realShortages({ itemsShort: [{ item: 'mask', firstShort: '2022-01-14' }] }, [
    { ...row, date: '2022-01-13' },
    { ...row, date: '2022-01-14', quantity: '0.1' },
    { ...row, date: '2022-01-14', to: 'E', county: 'd', quantity: '0.2' },
    { ...row, item: 'other', date: '2022-01-20' },
  ]);
  assert.deepEqual(leftOverItems, ['mask', 'other']);
  assert.equal(pivot(real, 'item')[0]?.total, '0.3', 'summed without the noise of floats');
  assert.deepEqual(
    pivot(real, 'county').map((each) => each.county),
    ['d', 'c'],
    'the largest first',
  );
});

test('days of the same output are one bar, broken where what limits supply changes', () => {
  const made = (date: string, quantity: string) => ({ line: 'L', enterprise: 'E14', item: 'mask', date, quantity });
  const rows = [made('2022-01-11', '5'), made('2022-01-09', '5'), made('2022-01-10', '5'), made('2022-01-13', '5')];
  const binding = bindingDays([
    cause({ constraint: 'capacity', line: 'L', on: '2022-01-11' }),
    cause({ date: '2022-01-13' }),
  ]);
  const [line] = ganttLines(rows, binding);
  const bars = line?.lanes[0]?.bars ?? [];
  assert.deepEqual(
    bars.map((bar) => [bar.from, bar.to, bar.binds]),
    [
      ['2022-01-09', '2022-01-10', null],
      ['2022-01-11', '2022-01-11', 'capacity'],
      ['2022-01-13', '2022-01-13', 'input'],
    ],
  );
  const lanes = [bars, bars.slice(2)];
  assert.equal(nextBar(lanes, bars[0]!.key, 'ArrowRight'), bars[1]);
  assert.equal(nextBar(lanes, bars[0]!.key, 'ArrowLeft'), undefined);
  assert.equal(nextBar(lanes, bars[0]!.key, 'ArrowDown'), bars[2], 'the nearest of the lane below');
});

test('an assumption survives the form and back, and says in words what it is', () => {
  const scenario = {
    demand: [
      { factor: 1.5, item: 'mask', kind: 'community', county: '410804', from: '2022-01-11', until: '2022-01-15' },
    ],
    capacity: [{ factor: 0.5, enterprise: 'E14' }, { factor: 0 }],
    sealed: [{ county: '410804', greenChannel: { items: ['mask'], enterprises: [] } }, { county: '410804' }],
    coverDays: 2,
  };
  const draft = { title: '', from: '2022-01-09', days: 14, reserveDays: 7, ...draftOf(scenario) };
  assert.deepEqual(scenarioOf(draft), scenario);
  assert.ok(isComplete(draft, '2022-01-09'));
  assert.ok(!isComplete(draft, '2022-01-10'), 'not from a day that is past');
  assert.deepEqual(scenarioSentences(scenario, names, 'zh'), [
    '1月11日至1月15日马村区社区的口罩需求按 150% 计算',
    '示例口罩1厂的产能按 50% 计算',
    '全市的产能按 0% 计算',
    '马村区封控，物资不进不出，绿色通道只放行口罩',
    '马村区封控，物资不进不出',
    '需求点可以存 2 天的用量',
  ]);
});

test('half an assumption is told what it lacks', () => {
  const [sealed] = draftOf({ sealed: [{ county: '410804', greenChannel: { items: [] } }] }).sealed;
  assert.equal(problemOf(sealed!), 'channel');
  assert.equal(problemOf({ ...sealed!, county: '' }), 'county');
  const [demand] = draftOf({ demand: [{ factor: 1, from: '2022-01-12', until: '2022-01-11' }] }).demand;
  assert.equal(problemOf(demand!), 'period');
  assert.equal(problemOf({ ...demand!, percent: null }), 'percent');
});

test('a change of the city itself is told in words: the day of the data, the clock', () => {
  const change = { file: 'city.json' };
  assert.equal(tableWords('city.json', 'zh'), '城市');
  assert.equal(columnWords('city.json', 'date', 'zh'), '数据日期');
  assert.equal(valueWords(change, '2022-01-09', 'zh'), '2022-01-09');
  assert.equal(valueWords(change, 'held', 'en'), 'held at the day of the data');
  assert.equal(valueWords({ file: 'lines.csv' }, '1200000', 'en'), '1,200,000');
});

test('days of cover are told rounded down, the same everywhere: no day is promised before it is covered', () => {
  assert.deepEqual([3.1638, 3.856, 9, 0.3 * 10, 0.04].map(coverDaysTold), [3.1, 3.8, 9, 3, 0]);
  assert.equal(coverDaysTold(0.1 + 0.2), 0.3);
});

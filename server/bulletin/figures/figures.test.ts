import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, changed, datasetOf, exampleFiles, textOf } from '#server/registry/dataset/testing.ts';
import { computePosition } from '#server/stock/position/index.ts';
import { bulletinFigures, bulletinText, draftText, type FigureTree, plainText } from './index.ts';

const example = await datasetOf(exampleFiles());
const published = JSON.parse(textOf(exampleFiles(), 'published-figures.json'));

/** The figures of the example with some files changed. */
async function figuresWith(changes: Parameters<typeof changed>[0]): Promise<FigureTree> {
  return bulletinFigures(await datasetOf(changed(changes)));
}

test('the example gives the published figures exactly, key by key', () => {
  assert.deepEqual(bulletinFigures(example), published);
});

test('the figures follow the data: a changed stock row changes its sum and nothing else', async () => {
  const figures = await figuresWith({ 'stock.csv': (text) => text.replace('mask,120,万只', 'mask,121,万只') });
  assert.deepEqual(figures, { ...published, mask: { ...published.mask, stock: 5_890_000 } });
});

test('what there is none of is told as none, under the same keys', async () => {
  const header = (text: string): string => `${text.split('\n', 1)[0]}\n`;
  const nothing = await figuresWith({ 'stock.csv': header, 'lines.csv': header });
  assert.deepEqual(nothing.mask, {
    producers: 0,
    capacity_per_day: 0,
    stock: 0,
    licensed_producers: 0,
    licensed_capacity_per_day: 0,
  });
  assert.deepEqual(nothing.alcohol, { producers: 0, capacity_per_day_t: 0, stock_t: 0 });
  assert.deepEqual(nothing.disinfectant, {
    producers: 0,
    capacity_per_day_t: 0,
    stock_sanitiser_bottles: 0,
    stock_other_t: 0,
  });
  const medicines = nothing.pharmaceutical as FigureTree;
  assert.deepEqual(medicines.diphenoxylate, { capacity_per_day_cartons: 0, stock_cartons: 0 });
});

test('on a day after a licence has lapsed its holder no longer counts as licensed', async () => {
  const files = {
    'enterprises.csv': (text: string) =>
      text.replace('E14,示例口罩1厂,410811,2024-12-31', 'E14,示例口罩1厂,410811,2022-01-07'),
  };
  const mask = { ...published.mask, licensed_producers: 4, licensed_capacity_per_day: 1_500_000 };
  assert.deepEqual((await figuresWith(files)).mask, mask);
  const lastDay = {
    'enterprises.csv': (text: string) =>
      text.replace('E14,示例口罩1厂,410811,2024-12-31', 'E14,示例口罩1厂,410811,2022-01-08'),
  };
  assert.deepEqual((await figuresWith(lastDay)).mask, published.mask);
});

test('another medicine appears by its code, with its unit in the key', async () => {
  const figures = await figuresWith({
    'items.csv': append('oseltamivir,磷酸奥司他韦胶囊,Oseltamivir,pharmaceutical,盒,,0.05,,'),
    'lines.csv': append('E25-L3,E25,oseltamivir,2,万盒,10,1,0'),
    'stock.csv': append('E25,oseltamivir,1.5,万盒,2023-06-30'),
  });
  const pharmaceutical = figures.pharmaceutical as FigureTree;
  assert.deepEqual(pharmaceutical.oseltamivir, { capacity_per_day_boxes: 20_000, stock_boxes: 15_000 });
  assert.deepEqual(
    { ...pharmaceutical, oseltamivir: undefined },
    { ...published.pharmaceutical, oseltamivir: undefined },
  );
});

test('a medicine with a line of its own and a shared one has both, each once', async () => {
  const figures = await figuresWith({
    'lines.csv': append(
      'E23-L3,E23,vidarabine-inj,5,万支,10,1,0\nE22-L2,E22,vidarabine-inj|azithromycin-inj,1,万支,10,1,0',
    ),
  });
  const pharmaceutical = figures.pharmaceutical as FigureTree;
  assert.deepEqual(pharmaceutical['azithromycin-inj + vidarabine-inj (one line)'], { capacity_per_day: 410_000 });
  assert.deepEqual(pharmaceutical['vidarabine-inj'], { capacity_per_day: 50_000, stock: 48_700 });
});

test('a category that a city adds is told in one sum; one that it lacks is left out', async () => {
  const figures = await figuresWith({
    'items.csv': append('coverall,医用防护服,Coverall,protective,套,,0.3,grade,'),
    'lines.csv': append('E14-L2,E14,coverall,3000,套,10,1,0\nE19-L2,E19,coverall,500,套,10,1,0'),
  });
  assert.deepEqual(figures.protective, {
    producers: 2,
    capacity_per_day_sets: 3500,
    stock_sets: 0,
    licensed_producers: 1,
    licensed_capacity_per_day_sets: 3000,
  });
  const noAlcohol = (text: string) =>
    text
      .split('\n')
      .filter((line) => !line.includes('alcohol'))
      .join('\n');
  const without = await figuresWith({
    'items.csv': noAlcohol,
    'lines.csv': noAlcohol,
    'stock.csv': noAlcohol,
    'bom.csv': noAlcohol,
    'input_stock.csv': noAlcohol,
    'demand_rates_lockdown.csv': noAlcohol,
  });
  assert.equal('alcohol' in without, false);
});

test('energy is compared with the same day last year in per cent', async () => {
  const coal = async (value: string, before: string, status = '') => {
    const figures = await figuresWith({
      'energy.csv': (text) => text.replace('61.68,万吨,61.68,持平', `${value},万吨,${before},${status}`),
    });
    return (figures.energy as FigureTree).coal_vs_last_year;
  };
  assert.equal(await coal('61.68', '60'), 'above by 2.8%');
  assert.equal(await coal('54', '60'), 'below by 10%');
  assert.equal(await coal('60', '60.01'), 'level');
  assert.equal(await coal('60', '', '持平'), 'level');
  assert.equal(await coal('60', ''), undefined);
});

test('a city without energy readings or demand has no such part in its figures and its bulletin', async () => {
  const dataset = await datasetOf(
    changed({ 'energy.csv': null, 'demand_rates_lockdown.csv': (text) => text.split('\n')[0]! }),
  );
  assert.equal('energy' in bulletinFigures(dataset), false);
  const headings = bulletinText(dataset, computePosition(dataset), 'zh').paragraphs.filter(
    (paragraph) => paragraph.kind === 'heading',
  );
  assert.deepEqual(
    headings.map((heading) => plainText(heading.segments)),
    ['一、生产与库存', '二、需要处理'],
  );
});

test('every figure of the draft that has a place in the published figures leads to it, with the same value', () => {
  for (const language of ['zh', 'en'] as const) {
    const segments = bulletinText(example, computePosition(example), language).paragraphs.flatMap(
      (paragraph) => paragraph.segments,
    );
    const linked = segments.filter((segment) => 'figure' in segment);
    const direct = linked.filter((segment) => !segment.figure.startsWith('/position/'));
    assert.ok(direct.length > 20);
    for (const segment of direct) assert.equal(resolve(published, segment.figure), segment.value, segment.figure);
    for (const segment of linked)
      assert.ok(segment.figure.includes('energy') || segment.ids.length > 0, segment.figure);
  }
});

function resolve(tree: unknown, pointer: string): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null ? Object.entries(node).find(([name]) => name === key)?.[1] : undefined,
    tree,
  );
}

test('the draft says what is there and what runs out, in Chinese and in English', () => {
  const zh = draftText(bulletinText(example, computePosition(example), 'zh'));
  assert.match(zh, /^焦作市应急物资保供简报（2022年1月8日）$/mu);
  assert.match(zh, /全市 25 家保供企业全部可以开工/u);
  assert.match(zh, /口罩：生产企业 8 家，日产能 263 万只，库存 588 万只；其中卫生许可有效的 5 家，日产能 220 万只/u);
  assert.match(zh, /电煤库存 61\.68 万吨，与去年同期持平/u);
  assert.match(zh, /口罩：每日需 366\.16 万只，库存可用 1\.6 天；满产也将于1月14日出现缺口/u);
  const en = draftText(bulletinText(example, computePosition(example), 'en'));
  assert.match(
    en,
    /Masks: 8 producers, capacity 2\.63 M a day, stock 5\.88 M; of these 5 with a valid hygiene licence/u,
  );
  assert.match(en, /Face mask: .* even at capacity it falls short on 14 January/u);
  for (const text of [zh, en]) assert.doesNotMatch(text, /undefined|NaN|null|\[object/u);
});

test('fewer days are promised rather than more: 1.29 days of cover are told as 1.2', () => {
  assert.match(
    draftText(bulletinText(example, computePosition(example), 'zh')),
    /防风通圣丸：每日需 118 件，库存可用 1\.2 天/u,
  );
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import writeWorkbook from 'write-excel-file/node';
import { pack } from './archive.ts';
import { readCityFiles, readCityFolder, writeCityFolder } from './index.ts';
import { append, changed, datasetOf, EXAMPLE, errorsOf, exampleFiles, textOf, warningsOf } from './testing.ts';

const example = await datasetOf(exampleFiles());

test('the example is read whole, with its city, its day and no complaint', async () => {
  const result = await readCityFolder(EXAMPLE);
  assert.ok(result.ok);
  assert.deepEqual(result.warnings, []);
  assert.deepEqual(result.dataset.city, { code: '410800', name: '焦作市', nameEn: 'Jiaozuo', clock: 'held' });
  assert.equal(result.dataset.date, '2022-01-08');
  assert.deepEqual(
    [
      result.dataset.counties.length,
      result.dataset.enterprises.length,
      result.dataset.lines.length,
      result.dataset.stock.length,
    ],
    [10, 25, 28, 35],
  );
});

test('ten thousands are resolved: 70 万只 a day are 700,000, with energy still counted in ten thousands', () => {
  const line = example.lines.find((candidate) => candidate.id === 'E14-L1')!;
  assert.equal(line.dailyCapacity.toFixed(), '700000');
  assert.deepEqual([line.unit, line.energyUnit, line.kwhPerUnit.toFixed()], ['只', 10000, '900']);
  assert.equal(example.energy.at(-1)!.value!.toFixed(), '616800');
});

test('what is written and read again is the same, formulas and line breaks in names included', async () => {
  const files = changed({
    'items.csv': (text) => text.replace('酒精,Alcohol', '"=cmd|\' /C calc\'!A0","Alcohol, ""pure""\nsecond line"'),
    'stock.csv': (text) =>
      text
        .replace('unit,expires', 'unit,expires,lot,grade')
        .replace(/\d$/gmu, '$&,L1,')
        .replace('瓶,2023-12-31', '瓶,2023-12-31'),
    'lines.csv': (text) =>
      text.replace(
        'E01-L1,E01,hand-sanitiser|disinfectant-liquid,30,吨',
        'E01-L1,E01,hand-sanitiser|disinfectant-liquid,30000,公斤',
      ),
  });
  const dataset = await datasetOf(files);
  assert.equal(dataset.items.find((item) => item.code === 'alcohol')!.name, "=cmd|' /C calc'!A0");
  const written = writeCityFolder(dataset);
  const again = await datasetOf(new Map([...written].map(([name, text]) => [name, new TextEncoder().encode(text)])));
  assert.deepEqual(again, dataset);
  assert.match(written.get('items.csv')!, /alcohol,'=cmd/u);
});

test('every usual encoding of a file is recognised', async () => {
  const csv = textOf(exampleFiles(), 'items.csv');
  const encodings: Record<string, Uint8Array> = {
    'UTF-8 with BOM': iconv.encode(csv, 'utf8', { addBOM: true }),
    GB18030: iconv.encode(csv, 'gb18030'),
    'UTF-16LE with BOM': iconv.encode(csv, 'utf-16le', { addBOM: true }),
    'UTF-16LE': iconv.encode(csv, 'utf-16le', { addBOM: false }),
    'UTF-16BE with BOM': iconv.encode(csv, 'utf-16be', { addBOM: true }),
    'UTF-16BE': iconv.encode(csv, 'utf-16be', { addBOM: false }),
    CRLF: iconv.encode(csv.replaceAll('\n', '\r\n'), 'utf8'),
  };
  for (const [name, bytes] of Object.entries(encodings)) {
    assert.deepEqual(await datasetOf(exampleFiles().set('items.csv', bytes)), example, name);
  }
});

test('a file whose only Chinese is in number plates is read in GB18030, though its bytes are UTF-8 as well', async () => {
  for (const province of ['豫', '鲁']) {
    const files = exampleFiles();
    const csv = textOf(files, 'vehicles.csv').replaceAll('豫', province);
    const dataset = await datasetOf(files.set('vehicles.csv', iconv.encode(csv, 'gb18030')));
    assert.equal(dataset.vehicles[0]!.plate, `${province}H10001`);
  }
});

test('a UTF-8 file with Latin letters beyond ASCII stays UTF-8', async () => {
  for (const name of ['Café 10 m²', 'Élan', 'Łódź 口罩', 'Zhōngzhàn', 'Ānhuī 1']) {
    const files = exampleFiles();
    const csv = textOf(files, 'vehicles.csv').replaceAll('豫H10001', name).replaceAll('豫', 'Y');
    const dataset = await datasetOf(files.set('vehicles.csv', iconv.encode(csv, 'utf8')));
    assert.equal(dataset.vehicles[0]!.plate, name);
  }
});

test('bytes that are text in no encoding are refused by name, once', async () => {
  const bytes = new Uint8Array(300).map((_, index) => (index % 3 === 0 ? 0xff : 0x81));
  assert.deepEqual(await errorsOf(exampleFiles().set('vehicles.csv', bytes)), ['vehicles.csv - - bad_encoding']);
});

test('tabs and semicolons separate cells too, as spreadsheets of some settings save them', async () => {
  const swap = (separator: string) => (text: string) => text.replaceAll(',', separator);
  assert.deepEqual(await datasetOf(changed({ 'stock.csv': swap('\t'), 'bom.csv': swap(';') })), example);
});

test('columns in any order, blank rows, letter case of headers and spare columns change nothing', async () => {
  const files = changed({
    'counties.csv': (text) =>
      text
        .split('\n')
        .map((line) => (line === '' ? '' : `${line.split(',').reverse().join(',')},x`))
        .join('\n\n')
        .replace('lon,lat', ' LON ,Lat')
        .replace(',x', ',remark'),
  });
  assert.deepEqual(await datasetOf(files), example);
  assert.deepEqual(await warningsOf(files), ['counties.csv 1 remark unknown_column']);
});

test('quantities as staff write them mean the same', async () => {
  const files = changed({
    'stock.csv': (text) =>
      text
        .replace('mask,120,万只', 'mask,"1,200,000",只')
        .replace('mask,108,万只', 'mask,１０８万,只')
        .replace('5334,吨', '5 334 000,公斤'),
    'counties.csv': (text) => text.replace('320000', '32万'),
  });
  assert.deepEqual(await datasetOf(files), example);
});

async function exampleWorkbook(): Promise<Uint8Array> {
  const files = exampleFiles();
  const sheets = [...files.keys()]
    .filter((name) => name.endsWith('.csv'))
    .map((name) => {
      const rows = textOf(files, name)
        .trimEnd()
        .split('\n')
        .map((line) =>
          line.match(/("[^"]*"|[^,]*)(,|$)/gu)!.map((cell) => cell.replace(/,$/u, '').replace(/^"|"$/gu, '')),
        );
      // A regular expression's last, empty match is no cell.
      const width = rows[0]!.length - 1;
      const data = rows.map((row) => row.slice(0, width).map((cell) => typed(cell)));
      return { sheet: name.replace('.csv', ''), data };
    });
  return writeWorkbook(sheets).toBuffer();
}

function typed(cell: string) {
  if (/^\d{4}-\d{2}-\d{2}$/u.test(cell))
    return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  if (/^\d+(\.\d+)?$/u.test(cell) && !/^4108/u.test(cell)) return { value: Number(cell), type: Number };
  return { value: cell, type: String };
}

test('one workbook with a sheet a file is the same city; its dates are real dates', async () => {
  const json = [...exampleFiles()].filter(([name]) => name.endsWith('.json'));
  const files = new Map([['焦作.xlsx', await exampleWorkbook()], ...json]);
  assert.deepEqual(await datasetOf(files), example);
});

test('a date kept as a bare day number in a worksheet is read as the day it shows', async () => {
  const rows = [
    ['enterprise', 'item', 'quantity', 'unit', 'expires'],
    ['E14', 'mask', 120, '万只', 44926],
  ];
  const bytes = await writeWorkbook(rows, { sheet: 'Sheet1' }).toBuffer();
  const files = changed({ 'stock.csv': null }).set('stock.xlsx', bytes);
  assert.equal((await datasetOf(files)).stock[0]!.expires, '2022-12-31');
});

test('a zip with a folder in it, and the junk that file managers add, is the same city', async () => {
  const inside = new Map<string, Uint8Array | string>(
    [...exampleFiles()].map(([name, bytes]) => [`焦作 2022/${name}`, bytes]),
  );
  inside
    .set('__MACOSX/焦作 2022/._stock.csv', 'junk')
    .set('焦作 2022/.DS_Store', 'junk')
    .set('焦作 2022/README.md', 'words');
  assert.deepEqual(await datasetOf(new Map([['city.zip', pack(inside)]])), example);
});

test('a single csv upload changes its own table and leaves the rest of the city', async () => {
  const stock = changed({ 'stock.csv': (text) => text.replace('mask,120', 'mask,119') }).get('stock.csv')!;
  const dataset = await datasetOf(new Map([['stock.csv', stock]]), { base: example });
  assert.equal(dataset.stock.find((row) => row.enterprise === 'E14')!.quantity.toFixed(), '1190000');
  assert.deepEqual({ ...dataset, stock: [] }, { ...example, stock: [] });
});

test('the day comes from the option, else city.json, else the published figures, else the folder name, else it is asked for', async () => {
  const day = async (files: Map<string, Uint8Array>, options = {}) => (await datasetOf(files, options)).date;
  const without = changed({ 'city.json': null, 'published-figures.json': null });
  assert.equal(await day(exampleFiles(), { date: '2022-01-09' }), '2022-01-09');
  assert.equal(await day(changed({ 'city.json': (text) => text.replace('01-08', '01-07') })), '2022-01-07');
  assert.equal(await day(changed({ 'city.json': null })), '2022-01-08');
  assert.equal(await day(without, { name: 'jiaozuo-2022-01-06' }), '2022-01-06');
  assert.deepEqual(await errorsOf(without), ['city.json - date no_date']);
  assert.deepEqual(await errorsOf(exampleFiles(), { date: '2022-02-30' }), ['--date - - bad_date']);
});

test('without city.json the city is known by the first four digits of its counties', async () => {
  assert.equal((await datasetOf(changed({ 'city.json': null }))).city.code, '410800');
  const two = changed({ 'city.json': null, 'counties.csv': append('410102,中原区,Zhongyuan,1000,34.7,113.6') });
  assert.deepEqual(await errorsOf(two), ['city.json - code no_city_code']);
});

test('of several sets of demand rates the one asked for is taken', async () => {
  const files = changed({});
  files.set(
    'demand_rates_flood.csv',
    new TextEncoder().encode('kind,item,per_served_per_day,unit,tier,grade\ncommunity,mask,2,只,1,\n'),
  );
  assert.deepEqual((await datasetOf(files)).demandRates, example.demandRates);
  assert.equal((await datasetOf(files, { scenario: 'flood' })).demandRates.length, 1);
  assert.deepEqual(await errorsOf(files, { scenario: 'quake' }), ['demand_rates_lockdown.csv - - unknown_scenario']);
});

test('a folder on disk gives what its files give, and a path that is none says so', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'city-2022-01-08-'));
  try {
    for (const [name, bytes] of exampleFiles())
      if (!name.endsWith('.json')) writeFileSync(join(directory, name), bytes);
    const result = await readCityFolder(directory);
    assert.ok(result.ok);
    assert.deepEqual(result.dataset.stock, example.stock);
  } finally {
    rmSync(directory, { recursive: true });
  }
  const gone = await readCityFolder(join(directory, 'nothing'));
  assert.equal(!gone.ok && gone.errors[0]!.code, 'no_data_folder');
});

test('reading a hundred times the rows takes about a hundred times as long, not ten thousand', async () => {
  const time = async (files: Map<string, Uint8Array>) => {
    const start = performance.now();
    const result = await readCityFiles(files);
    return { milliseconds: performance.now() - start, result };
  };
  const times = (count: number) =>
    changed({
      'demand_points.csv': (text) => {
        const [header, ...rows] = text.trimEnd().split('\n');
        const many = Array.from({ length: count }, (_, copy) =>
          rows.map((row) => row.replace(/^[^,]+/u, `$&-${copy}`)),
        ).flat();
        return [header, ...many].join('\n');
      },
      'stock.csv': (text) => {
        const [header, ...rows] = text.trimEnd().split('\n');
        return [
          `${header},lot`,
          ...Array.from({ length: count }, (_, copy) =>
            rows.map((row) => `${row.replace(/^E(\d\d)/u, copy % 2 ? 'E$1' : 'X$1')},L${copy}`),
          ).flat(),
        ].join('\n');
      },
    });
  await time(times(10));
  const small = await time(times(10));
  const large = await time(times(1000));
  assert.ok(!large.result.ok && large.result.errors.length === 17_500);
  assert.ok(
    large.milliseconds < 400 * Math.max(small.milliseconds, 10),
    `${small.milliseconds} ms, then ${large.milliseconds} ms`,
  );
});

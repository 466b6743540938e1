import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { pack } from './archive.ts';
import { type DataError, describeDataError, errorWorkbook, printDataErrors, readCityFiles } from './index.ts';
import { append, changed, errorsOf, exampleFiles, warningsOf } from './testing.ts';

const replaced = (from: string, to: string) => (text: string) => {
  assert.ok(text.includes(from), `the example holds ${from}`);
  return text.replace(from, to);
};

/** One change to one file, and all that is reported for it. */
async function reported(file: string, change: (text: string) => string): Promise<string[]> {
  return errorsOf(changed({ [file]: change }));
}

test('a missing file that is needed is an error; one that a city may do without is a note', async () => {
  assert.deepEqual(await errorsOf(changed({ 'stock.csv': null })), ['stock.csv - - missing_file']);
  assert.deepEqual(await errorsOf(changed({ 'demand_rates_lockdown.csv': null })), [
    'demand_rates_lockdown.csv - - missing_file',
  ]);
  assert.deepEqual(await warningsOf(changed({ 'vehicles.csv': null })), ['vehicles.csv - - file_not_given']);
  assert.deepEqual(await errorsOf(changed({ 'counties.csv': null })), ['counties.csv - - missing_file']);
});

test('a missing column is said once, not at every row and every use', async () => {
  assert.deepEqual(await reported('enterprises.csv', replaced('county,', 'area,')), [
    'enterprises.csv 1 county missing_column',
  ]);
  assert.deepEqual(await reported('items.csv', replaced('code,name', 'code,code')), [
    'items.csv 1 code duplicate_column',
    'items.csv 1 name missing_column',
  ]);
});

test('empty files and files of only a header say what belongs there', async () => {
  assert.deepEqual(await errorsOf(changed({ 'counties.csv': '' })), ['counties.csv - - empty_file']);
  assert.deepEqual(await errorsOf(changed({ 'counties.csv': '\n\n' })), ['counties.csv - - empty_file']);
  const header = (text: string) => text.split('\n')[0]!;
  assert.deepEqual((await reported('items.csv', header))[0], 'items.csv - - no_rows');
  assert.deepEqual(await reported('stock.csv', header), []);
});

test('duplicate keys name the row that has the key already', async () => {
  const result = await readCityFiles(
    changed({ 'counties.csv': append('410802,解放区,Jiefang,320000,35.241,113.226') }),
  );
  assert.ok(!result.ok);
  assert.deepEqual(result.errors, [
    {
      file: 'counties.csv',
      row: 12,
      column: 'code',
      value: '410802',
      code: 'duplicate_key',
      params: { firstRow: 2, key: '410802' },
    },
  ]);
  assert.deepEqual(await reported('stock.csv', append('E14,mask,1,只,2023-12-31')), [
    'stock.csv 37 item duplicate_key',
  ]);
  assert.deepEqual(await reported('stock.csv', append('E14,mask,1,只,2023-11-30')), []);
  assert.deepEqual(await reported('bom.csv', append('mask,meltblown,1,吨')), ['bom.csv 11 input duplicate_key']);
  assert.deepEqual(await reported('demand_rates_lockdown.csv', append('hospital,mask,1,只,1,')), [
    'demand_rates_lockdown.csv 18 item duplicate_key',
  ]);
});

test('an unknown code is refused with the code that was probably meant', async () => {
  const result = await readCityFiles(changed({ 'stock.csv': replaced('E14,mask,120', 'E14,msk,120') }));
  assert.ok(!result.ok);
  assert.deepEqual(
    result.errors.map((error) => [error.row, error.column, error.params.nearest]),
    [[21, 'item', 'mask']],
  );
  assert.match(describeDataError(result.errors[0]!, 'zh').accepted, /是不是“mask”/u);
  assert.deepEqual(await reported('enterprises.csv', replaced('厂,410811', '厂,999999')), [
    'enterprises.csv 2 county unknown_code',
  ]);
  assert.deepEqual(await reported('lines.csv', replaced('azithromycin-inj|', 'azithromycin|')), [
    'lines.csv 25 items unknown_code',
  ]);
  assert.deepEqual(await reported('vehicles.csv', replaced('豫H10001,E01', '豫H10001,E99')), [
    'vehicles.csv 2 home unknown_code',
  ]);
  assert.deepEqual(await reported('bom.csv', replaced('mask,meltblown', 'mask,felt')), [
    'bom.csv 2 input unknown_code',
  ]);
});

test('of several codes in one cell each unknown one is named', async () => {
  const result = await readCityFiles(
    changed({ 'lines.csv': replaced('hand-sanitiser|', 'hand-sanitizer|soap|hand-sanitiser|') }),
  );
  assert.ok(!result.ok);
  assert.deepEqual(
    result.errors.map((error) => describeDataError(error, 'en').why),
    ['“hand-sanitizer” is not in items.csv', '“soap” is not in items.csv'],
  );
});

test('a mistake in a row is told there, and not again wherever its code is used', async () => {
  assert.deepEqual(await reported('items.csv', replaced('mask,只', 'mask,桌')), ['items.csv 5 unit unknown_unit']);
  assert.deepEqual(await reported('enterprises.csv', replaced('E14,示例口罩1厂,410811', 'E14,,410811')), [
    'enterprises.csv 15 name required',
  ]);
});

test('negative, impossible and missing quantities are refused at their cell', async () => {
  const cases: Array<[file: string, from: string, to: string, expected: string]> = [
    ['stock.csv', 'mask,120,万只', 'mask,-120,万只', 'stock.csv 21 quantity negative'],
    ['stock.csv', 'mask,120,万只', 'mask,1e999,万只', 'stock.csv 21 quantity not_finite'],
    ['stock.csv', 'mask,120,万只', 'mask,NaN,万只', 'stock.csv 21 quantity not_finite'],
    ['stock.csv', 'mask,120,万只', 'mask,∞,万只', 'stock.csv 21 quantity not_finite'],
    ['stock.csv', 'mask,120,万只', 'mask,,万只', 'stock.csv 21 quantity required'],
    ['stock.csv', 'mask,120,万只', 'mask,120,', 'stock.csv 21 unit required'],
    ['stock.csv', 'mask,120,万只', 'mask,120万,', 'stock.csv 21 unit required'],
    ['stock.csv', 'mask,120,万只', 'mask,120万只,', 'none'],
    ['stock.csv', 'mask,120,万只', 'mask,120吨,只', 'stock.csv 21 quantity unit_mismatch'],
    ['input_stock.csv', 'corn,62400,吨,1560', 'corn,62400,桌,1560', 'input_stock.csv 32 unit unknown_unit'],
    ['stock.csv', 'mask,120,万只', 'mask,120,万箱', 'stock.csv 21 unit unit_mismatch'],
    ['stock.csv', 'mask,120,万只', 'mask,120,万万', 'stock.csv 21 unit unknown_unit'],
    ['stock.csv', 'mask,120,万只', 'mask,120万,万只', 'stock.csv 21 quantity unit_conflict'],
    ['stock.csv', 'mask,120,万只', 'mask,999999999999,万只', 'stock.csv 21 quantity too_large'],
    ['lines.csv', 'mask,70,万只', 'mask,-70,万只', 'lines.csv 15 daily_capacity negative'],
    ['lines.csv', 'mask,70,万只,228', 'mask,70,万只,2.5', 'lines.csv 15 staff not_whole'],
    ['counties.csv', '320000,35.241', '320000,95', 'counties.csv 2 lat out_of_range'],
    [
      'counties.csv',
      '35.241,113.226',
      '113.226,35.241',
      'counties.csv 2 lat out_of_range,counties.csv 2 lon out_of_range',
    ],
    ['counties.csv', '320000,35.241', '-5,35.241', 'counties.csv 2 population negative'],
    ['counties.csv', '320000,35.241', '999999999,35.241', 'counties.csv 2 population too_large'],
    ['counties.csv', '410802,', '4108,', 'counties.csv 2 code bad_county_code'],
    ['items.csv', 'alcohol,酒精', '__proto__,酒精', 'items.csv 4 code bad_code'],
    ['items.csv', 'alcohol,酒精', 'alco hol,酒精', 'items.csv 4 code bad_code'],
    ['vehicles.csv', 'E01,5', 'E01,0', 'vehicles.csv 2 capacity_t not_positive'],
    ['bom.csv', 'corn,2.6', 'corn,0', 'bom.csv 7 per_unit not_positive'],
    ['demand_rates_lockdown.csv', '0.004,瓶,3', '0.004,瓶,0', 'demand_rates_lockdown.csv 3 tier out_of_range'],
    ['demand_rates_lockdown.csv', '0.004,瓶,3', '0.004,瓶,1.5', 'demand_rates_lockdown.csv 3 tier not_whole'],
    ['items.csv', '瓶,0.5,', '万瓶,0.5,', 'items.csv 2 unit unit_not_base'],
    ['items.csv', ',grade,', ',graded,', 'items.csv 5 licence_rule not_a_choice'],
    ['input_stock.csv', 'corn,62400,吨,1560', 'corn,62400,吨,-1', 'input_stock.csv 32 inbound_per_day negative'],
  ];
  for (const [file, from, to, expected] of cases) {
    const found = await reported(file, replaced(from, to));
    const own = found.filter((error) => error.startsWith(`${file} `) && !error.includes('unknown_code'));
    assert.equal(own.join() || 'none', expected, `${file}: ${from} → ${to}`);
  }
});

test('days that the calendar does not have are refused', async () => {
  assert.deepEqual(await reported('stock.csv', replaced('2023-12-31', '2022-02-30')), ['stock.csv 2 expires bad_date']);
  assert.deepEqual(await reported('enterprises.csv', replaced('2024-06-30', '30/06/2024')), [
    'enterprises.csv 2 hygiene_licence_until bad_date',
  ]);
});

test('a line is refused when its unit does not fit every one of its items', async () => {
  assert.deepEqual(await reported('lines.csv', replaced('mask,70,万只', 'mask|alcohol,70,万只')), [
    'lines.csv 15 unit line_unit',
  ]);
  assert.deepEqual(await reported('lines.csv', replaced('mask,70,万只', 'mask,70,吨')), [
    'lines.csv 15 unit line_unit',
  ]);
  assert.deepEqual(await reported('lines.csv', replaced('mask,70,万只', 'mask|mask,70,万只')), [
    'lines.csv 15 items same_item_twice',
  ]);
});

test('a bill of materials that runs in a circle is refused with the circle', async () => {
  const result = await readCityFiles(changed({ 'bom.csv': append('alcohol,hand-sanitiser,1,瓶') }));
  assert.ok(!result.ok);
  assert.deepEqual(
    result.errors.map((error) => [error.row, error.code, error.params.path]),
    [[11, 'bom_cycle', 'hand-sanitiser → alcohol → hand-sanitiser']],
  );
  assert.deepEqual(await reported('bom.csv', append('mask,mask,1,只')), ['bom.csv 11 input bom_cycle']);
});

test('grades only where an item has them; an input may not take the code of an item', async () => {
  const rates = 'demand_rates_lockdown.csv';
  assert.deepEqual(await reported(rates, replaced('0.3,瓶,1,', '0.3,瓶,1,medical')), [
    `${rates} 7 grade grade_not_kept`,
  ]);
  assert.deepEqual(await reported('inputs.csv', append('mask,口罩,Mask,只')), ['inputs.csv 8 code code_taken']);
});

test('a row of the wrong width and quotes that do not pair are told with their row', async () => {
  assert.deepEqual(await reported('stock.csv', append('E14,mask,1,234,只,2023-12-31')), ['stock.csv 37 - ragged_row']);
  assert.deepEqual(await reported('stock.csv', append('E14,mask')), ['stock.csv 37 - ragged_row']);
  assert.deepEqual(await reported('vehicles.csv', append('V9,"豫H9,E01,5')), ['vehicles.csv 70 - bad_quotes']);
});

test('every error of every file is told at once, in the order of the files', async () => {
  const files = changed({
    'vehicles.csv': replaced('E01,5', 'E01,x'),
    'counties.csv': (text) => text.replace('120000', '-1').replace('320000', 'many'),
    'stock.csv': (text) =>
      text.replace('34044', '-1').replace('2022-12-31', '2022-13-31').replace('E25,fangfeng', 'E26,fangfeng'),
  });
  assert.deepEqual(await errorsOf(files), [
    'counties.csv 2 population not_a_number',
    'counties.csv 3 population negative',
    'stock.csv 2 quantity negative',
    'stock.csv 3 expires bad_date',
    'stock.csv 36 enterprise unknown_code',
    'vehicles.csv 2 capacity_t not_a_number',
  ]);
});

test('two trucks may not bear one plate', async () => {
  assert.deepEqual(await reported('vehicles.csv', replaced('豫H10002', '豫H10001')), [
    'vehicles.csv 3 plate duplicate_key',
  ]);
});

test('a city.json that is no object, and a city sheet of two cities, are refused', async () => {
  assert.deepEqual(await errorsOf(changed({ 'city.json': '[]' })), ['city.json - - bad_json']);
  const twice = 'code,name\n410800,焦作市\n410900,濮阳市\n';
  assert.deepEqual(await errorsOf(changed({ 'city.json': null, 'city.csv': twice })), ['city.csv - - bad_city_table']);
  assert.deepEqual(await errorsOf(changed({ 'city.csv': 'code\n410800\n' })), ['city.csv - - duplicate_file']);
});

test('what cannot be opened is said once, not as everything that is missing for it', async () => {
  assert.deepEqual(await errorsOf(new Map([['city.zip', strToU8('not a zip')]])), ['city.zip - - bad_archive']);
});

test('a file that is wrong throughout gives a workbook of a size that opens, and says how much is left out', async () => {
  const files = changed({ 'stock.csv': `enterprise,item,quantity,unit,expires\n${'E99,x,-1,瓶,\n'.repeat(15_000)}` });
  const read = await readCityFiles(files);
  assert.ok(!read.ok && read.errors.length > 20_000);
  const sheets = await readWorkbook(Buffer.from(await errorWorkbook(read.errors, files, 'en')));
  assert.equal(sheets[0]?.data.length, 20_002);
  assert.match(String(sheets[0]?.data.at(-1)?.[0]), /^and \d+ more/);
});

test('blank rows count in the row numbers that a person sees', async () => {
  assert.deepEqual(await reported('stock.csv', replaced('\nE14,mask,120', '\n\n\nE14,mask,-120')), [
    'stock.csv 23 quantity negative',
  ]);
});

test('what is odd but possible is a note, and the data is used', async () => {
  const files = changed({
    'stock.csv': (text) => text.replace('mask,120,万只,2023-12-31', 'mask,120.00005,万只,2021-12-31'),
    'demand_points.csv': append('S1,示例学校,410802,school,900,35.2,113.2'),
  });
  assert.deepEqual(await warningsOf(files), [
    'stock.csv 21 quantity fraction_of_piece',
    'stock.csv 21 expires expired_stock',
    'demand_points.csv 24 kind kind_without_rates',
  ]);
  assert.deepEqual(await errorsOf(files), []);
});

test('an archive that would leave its folder, burst the memory or lie about its sizes is refused', async () => {
  const only = async (bytes: Uint8Array) =>
    (await errorsOf(new Map([['city.zip', bytes]]))).filter((error) => error.startsWith('city.zip'));
  assert.deepEqual(await only(pack(new Map([['../stock.csv', 'x']]))), ['city.zip - - unsafe_path']);
  assert.deepEqual(await only(pack(new Map([['C:\\stock.csv', 'x']]))), ['city.zip - - unsafe_path']);
  assert.deepEqual(await only(strToU8('PK\u0003\u0004 nonsense')), ['city.zip - - bad_archive']);
  const bomb = zipSync(
    Object.fromEntries([1, 2, 3, 4, 5].map((part) => [`${part}.csv`, new Uint8Array(60 * 1024 * 1024)])),
    { level: 6 },
  );
  assert.ok(bomb.length < 1024 * 1024);
  assert.deepEqual(await only(bomb), ['city.zip - - file_too_large']);
  assert.deepEqual(await only(understated(new Uint8Array(1_000_000))), ['city.zip - - bad_archive']);
  const flipped = pack(exampleFiles());
  flipped[200] = flipped[200]! ^ 1;
  assert.deepEqual(await only(flipped), ['city.zip - - bad_archive']);
  const twice = pack(
    new Map([
      ['a/stock.csv', 'enterprise'],
      ['b/stock.csv', 'enterprise'],
    ]),
  );
  assert.ok((await errorsOf(new Map([['city.zip', twice]]))).includes('stock.csv - - duplicate_file'));
});

/** A zip whose directory says ten bytes where a million come out. */
function understated(content: Uint8Array): Uint8Array {
  const zip = zipSync({ 'stock.csv': content }, { level: 6 });
  const view = new DataView(zip.buffer, zip.byteOffset);
  for (let at = 0; at < zip.length - 46; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
  return zip;
}

test('what is no workbook or text of ours is said so', async () => {
  const given = async (name: string, text: string) => (await errorsOf(new Map([[name, strToU8(text)]])))[0];
  assert.equal(await given('stock.xlsx', 'no workbook'), 'stock.xlsx - - bad_archive');
  assert.equal(await given('stock.xls', 'old'), 'stock.xls - - old_workbook');
  assert.deepEqual(await reported('city.json', () => '{"code":'), ['city.json - - bad_json']);
  assert.deepEqual(await reported('counties.geo.json', () => '{"features":[{}]}'), ['counties.geo.json - - bad_json']);
});

test('every error has words in both languages that leave nothing unfilled', async () => {
  const files = changed({
    'stock.csv': (text) => `${text}E14,mask\nE99,msk,-1,桌,2022-02-30\n,,,,x\n`,
    'items.csv': replaced('mask,只', 'mask,万只'),
    'lines.csv': replaced('mask,70,万只', 'mask|alcohol|x,70,万瓶'),
    'counties.csv': (text) => text.replace('320000', '1,23').replace(/35\.2\d+/gu, '1'),
    'vehicles.csv': null,
    'bom.csv': append('mask,mask,-1,吨'),
  });
  const result = await readCityFiles(files);
  assert.ok(!result.ok && result.errors.length > 10);
  for (const error of [...result.errors, ...result.warnings]) {
    for (const language of ['zh', 'en'] as const) {
      const { why, accepted } = describeDataError(error, language);
      assert.doesNotMatch(why + accepted, /\{\w+\}|undefined/u, `${error.code} ${language}`);
      assert.ok(why.length > 2 && accepted.length > 1);
    }
  }
  assert.match(printDataErrors(result.errors, 'en'), /^\d+ errors; the data was not used\.$/mu);
});

test('a terminal gets the first errors and their number, never the control characters of a file', () => {
  const error: DataError = {
    file: 'a\u001b[2J.csv',
    row: 2,
    column: 'x',
    value: '\u0007',
    code: 'negative',
    params: {},
  };
  const printed = printDataErrors(
    Array.from({ length: 1000 }, () => error),
    'zh',
  );
  assert.doesNotMatch(printed.replaceAll('\n', ''), /\p{Cc}/u);
  assert.match(printed, /还有 800 处/u);
});

test('the failed rows come back as a workbook with the reason beside each cell and nothing that runs', async () => {
  const files = changed({
    'stock.csv': (text) => text.replace('34044', '=1+1').replace('E14,mask,120', 'E77,mask,-120'),
  });
  const result = await readCityFiles(files);
  assert.ok(!result.ok);
  const sheets = await readWorkbook(Buffer.from(await errorWorkbook(result.errors, files, 'zh')));
  assert.deepEqual(
    sheets.map((sheet) => sheet.sheet),
    ['全部错误', 'stock'],
  );
  assert.deepEqual(sheets[1]!.data[0]!.slice(0, 6), [
    '原行号',
    'enterprise',
    'enterprise 的问题',
    'item',
    'quantity',
    'quantity 的问题',
  ]);
  const [first, second] = sheets[1]!.data.slice(1);
  assert.deepEqual([first![0], first![4]], ['2', '=1+1']);
  assert.match(String(first![5]), /不是数字/u);
  assert.match(String(second![2]), /enterprises\.csv 里没有“E77”/u);
  assert.match(String(second![5]), /不能小于零/u);
});

test('a note without an error leaves the example as it is', async () => {
  assert.deepEqual(await warningsOf(exampleFiles()), []);
});

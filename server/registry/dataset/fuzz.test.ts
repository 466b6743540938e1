import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatQuantity, parseQuantity } from '#contracts/units.ts';
import { fc } from '#tests/support/chance.ts';
import { describeDataError, errorWorkbook, readCityFiles } from './index.ts';
import { exampleFiles, textOf } from './testing.ts';

const NAMES = [...exampleFiles().keys()];
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '-1',
    '1e999',
    'NaN',
    '=1+1',
    '"',
    ',',
    '\n',
    '\0',
    '２６３万',
    '2022-02-30',
    '__proto__',
    'constructor',
    '|',
    '万',
    '-',
    '.',
  ),
);

test('whatever stands in a cell, reading ends in a dataset or in errors that can be told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...NAMES), fc.nat(), fc.nat(), nasty, async (name, rowPick, cellPick, cell) => {
      const lines = textOf(exampleFiles(), name).split('\n');
      const row = rowPick % lines.length;
      const cells = lines[row]!.split(',');
      cells[cellPick % cells.length] = cell;
      lines[row] = cells.join(',');
      const files = exampleFiles().set(name, new TextEncoder().encode(lines.join('\n')));
      const result = await readCityFiles(files);
      if (result.ok) return;
      assert.ok(result.errors.length > 0);
      for (const error of result.errors) assert.doesNotMatch(describeDataError(error, 'zh').why, /\{\w+\}/u);
    }),
    { numRuns: 150 },
  );
});

test('whatever bytes come under whatever name, nothing is thrown, and the failed rows can be handed back', async () => {
  const name = fc.constantFrom(
    'stock.csv',
    'city.zip',
    'city.xlsx',
    'items.csv',
    'city.json',
    'counties.geo.json',
    'x.bin',
  );
  await fc.assert(
    fc.asyncProperty(name, fc.uint8Array({ maxLength: 400 }), async (file, bytes) => {
      const files = exampleFiles().set(
        file,
        file.endsWith('.csv') || file.endsWith('.json') ? bytes : new Uint8Array([0x50, 0x4b, 3, 4, ...bytes]),
      );
      const result = await readCityFiles(files);
      if (!result.ok) assert.ok((await errorWorkbook(result.errors, files)).length > 100);
    }),
    { numRuns: 60 },
  );
});

test('a quantity shown in full is read back as the same number', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 14n }),
      fc.constantFrom('只', '瓶', '支', '件', '吨'),
      (thousandths, unit) => {
        const value = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
        const shown = formatQuantity(value, unit, 'zh', { exact: true });
        const read = parseQuantity(shown, { base: unit });
        assert.ok(read.ok && read.value.eq(value), shown);
      },
    ),
  );
});

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Decimal } from 'decimal.js';
import { testDatabase } from '#tests/support/database.ts';
import { verifyAudit } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { type Actor, openDatabase, systemActor } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import { inWork, type Work } from '../platform/work.ts';
import { readCityFiles, readCityFolder } from '../registry/dataset/index.ts';
import type { CityDataset } from '../registry/dataset/types.ts';
import { cityFile } from './city-file.ts';
import { type ImportResult, importCity, loadExampleWhenEmpty, previewImport, readCityDataset } from './index.ts';

const example = join(import.meta.dirname, '../../example');
const clock: Clock = { now: () => new Date('2022-01-08T12:00:00Z') };
const { appUrl } = await testDatabase();
const database = openDatabase(appUrl);
after(() => database.close());
const system = systemActor('410800');

const read = await readCityFolder(example);
assert.ok(read.ok);
const original: CityDataset = read.dataset;
/** A copy to change: decimals are values and may be shared. */
const dataset = (change: Partial<CityDataset> = {}): CityDataset => ({ ...original, ...change });
const doing = <T>(act: (work: Work) => Promise<T>, actor: Actor = system) => inWork(database, clock, actor, act);
const importing = (given: CityDataset) => doing((work) => importCity(work, given));
const reading = (day?: string) => doing((work) => readCityDataset(work, { day }));
const counts = ({ tables }: ImportResult) =>
  Object.fromEntries(
    tables
      .filter((table) => table.rows.length > 0)
      .map(({ table, added, changed, withdrawn }) => [table, { added, changed, withdrawn }]),
  );
const refusedWith = (code: string) => (error: unknown) => error instanceof DomainError && error.code === code;

test('the example imported and read back equals the folder', async () => {
  assert.equal(await loadExampleWhenEmpty(database, clock, example), '410800');
  assert.deepEqual(await reading(), original);
});

test('the same import again changes nothing, and says so', async () => {
  const entries = () => doing((work) => verifyAudit(work.tx, '410800'));
  const before = await entries();
  const again = await importing(dataset());
  assert.equal(again.changed, false);
  assert.deepEqual(counts(again), {});
  assert.ok(again.tables.every((table) => table.added + table.changed + table.withdrawn === 0));
  assert.deepEqual(await entries(), before, 'not even an audit entry');
  assert.equal(await loadExampleWhenEmpty(database, clock, example), '410800');
});

test('the workbook that is handed out is, all by itself, the same city of the same day', async () => {
  const { name, bytes } = await cityFile(original, 'xlsx');
  const again = await readCityFiles(new Map([['a name that says nothing.xlsx', bytes]]));
  assert.ok(again.ok, name);
  assert.deepEqual(again.dataset, { ...original, boundaries: null });
});

test('a preview tells what would change and changes nothing', async () => {
  const changed = dataset({
    items: original.items.map((item) => (item.code === 'mask' ? { ...item, note: '新' } : item)),
  });
  const preview = await doing((work) => previewImport(work, changed));
  assert.deepEqual(counts(preview), { items: { added: 0, changed: 1, withdrawn: 0 } });
  assert.deepEqual(await reading(), original);
  const done = await doing((work) => importCity(work, changed, { expected: preview.fingerprint }));
  assert.equal(done.fingerprint, preview.fingerprint);
  assert.deepEqual(await reading(), changed);
  await assert.rejects(
    doing((work) => importCity(work, original, { expected: preview.fingerprint })),
    refusedWith('import.changed-since-preview'),
  );
  assert.deepEqual(await reading(), changed, 'refused as a whole');
  await importing(dataset());
});

test('rows that come, change, move and go are counted table by table and leave their traces', async () => {
  const [first, second, ...others] = original.vehicles;
  const changed = dataset({
    // Two trucks swap plates, one goes, one comes; an enterprise moves; a licence lapses for good.
    vehicles: [
      { ...first!, plate: second!.plate },
      { ...second!, plate: first!.plate },
      ...others.slice(1),
      { id: 'V-NEW', plate: '豫H99001', home: 'E14', capacityT: new Decimal('7.5') },
    ],
    enterprises: original.enterprises.map((enterprise) =>
      enterprise.id === 'E02'
        ? { ...enterprise, county: '410811' }
        : enterprise.id === 'E03'
          ? { ...enterprise, hygieneLicenceUntil: null }
          : enterprise,
    ),
  });
  const result = await importing(changed);
  assert.deepEqual(counts(result), {
    enterprises: { added: 0, changed: 1, withdrawn: 0 },
    licences: { added: 0, changed: 0, withdrawn: 1 },
    vehicles: { added: 1, changed: 2, withdrawn: 1 },
  });
  assert.deepEqual(await reading(), changed);
  const officer: Actor = { ...system, scope: 'county', scopeIds: ['410811'], role: 'county_officer' };
  const lines = await doing((work) => readCityDataset(work), officer);
  assert.ok(
    lines.lines.some((line) => line.enterprise === 'E02'),
    'the moved enterprise’s lines moved with it',
  );
  assert.ok(
    lines.stock.some((row) => row.enterprise === 'E02'),
    'and so did its stock',
  );
  const traces = await doing((work) =>
    work.tx
      .selectFrom('audit_entries')
      .select(['subject', 'subject_id', 'action'])
      .where('action', 'like', 'import.%')
      .execute(),
  );
  assert.ok(
    traces.some(
      (entry) => entry.subject === 'vehicles' && entry.subject_id === 'V-NEW' && entry.action === 'import.added',
    ),
  );
  assert.equal((await doing((work) => verifyAudit(work.tx, '410800'))).broken, null);
  await importing(dataset());
  assert.deepEqual(await reading(), original, 'what was withdrawn came back');
});

test('an import that fails half-way leaves nothing behind', async () => {
  const broken = dataset({
    items: original.items.map((item) => (item.code === 'mask' ? { ...item, unit: '箱' } : item)),
    counties: original.counties.map((county) => ({ ...county, population: county.population + 1 })),
  });
  await assert.rejects(importing(broken), refusedWith('registry.fixed-field'));
  const tooFine = dataset({
    counties: original.counties.map((county) => ({ ...county, population: county.population + 1 })),
    stock: original.stock.map((row, index) => (index === 0 ? { ...row, quantity: new Decimal('0.1234567') } : row)),
  });
  await assert.rejects(importing(tooFine), refusedWith('stock.quantity-too-fine'));
  assert.deepEqual(await reading(), original);
});

test('an enterprise that still holds stock is not withdrawn by an import', async () => {
  const without = (id: string) =>
    dataset({
      enterprises: original.enterprises.filter((enterprise) => enterprise.id !== id),
      lines: original.lines.filter((line) => line.enterprise !== id),
      stock: original.stock.filter((row) => row.enterprise !== id),
      inputStock: original.inputStock.filter((row) => row.enterprise !== id),
      vehicles: original.vehicles.filter((vehicle) => vehicle.home !== id),
    });
  await assert.rejects(importing(without('E14')), refusedWith('registry.holds-stock'));
  assert.deepEqual(await reading(), original);
});

test('two imports at once run one after the other', async () => {
  const noted = (note: string) =>
    dataset({ items: original.items.map((item) => (item.code === 'mask' ? { ...item, note } : item)) });
  const results = await Promise.all([importing(noted('甲')), importing(noted('乙')), importing(noted('甲'))]);
  assert.ok(results.every((result) => Object.keys(counts(result)).length <= 1));
  assert.match((await reading()).items.find((item) => item.code === 'mask')!.note, /甲|乙/);
  await importing(dataset());
});

test('another city’s data, another day before the held one and a smaller scope are refused', async () => {
  await assert.rejects(
    importing(dataset({ city: { ...original.city, code: '410700' } })),
    refusedWith('import.other-city'),
  );
  await assert.rejects(importing(dataset({ date: '2022-01-07' })), refusedWith('import.earlier-day'));
  const county: Actor = { ...system, scope: 'county', scopeIds: ['410811'] };
  await assert.rejects(
    doing((work) => importCity(work, original), county),
    refusedWith('import.city-scope'),
  );
});

test('the next day’s data moves the held city on, and the day before stays as it was', async () => {
  const next = dataset({
    date: '2022-01-09',
    stock: original.stock.map((row) => (row.item === 'mask' ? { ...row, quantity: row.quantity.mul(2) } : row)),
    energy: original.energy.slice(0, 3),
  });
  const result = await importing(next);
  assert.equal(counts(result).city?.changed, 1);
  assert.equal(counts(result).stock?.changed, original.stock.filter((row) => row.item === 'mask').length);
  assert.deepEqual(await reading(), next);
  const before = await reading('2022-01-08');
  assert.deepEqual(before, original);
});

test('another city in the same database shares nothing', async () => {
  const other = systemActor('410700');
  const given = dataset({ city: { ...original.city, code: '410700', name: '另市' } });
  await doing((work) => importCity(work, given), other);
  assert.deepEqual(await doing((work) => readCityDataset(work), other), given);
  assert.equal((await reading('2022-01-08')).city.name, '焦作市');
});

test('a folder that cannot be read says where and why, and loads nothing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'baogong-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'counties.csv'), 'code,name,population,lat,lon\n1,甲,-5,35,113\n');
  await assert.rejects(loadExampleWhenEmpty(database, clock, folder), /counties\.csv, row 2, column population/);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Decimal } from 'decimal.js';
import pg from 'pg';
import {
  type BulletinDay,
  bulletinContracts as contracts,
  publicBulletinContracts as open,
} from '#contracts/bulletin.ts';
import type { Role } from '#contracts/roles.ts';
import { testApp } from '#tests/support/app.ts';
import { importCity, readCityDataset } from '../exchange/index.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';

const product = await testApp();
const { city } = product;
const day = '2022-01-08';
const params = { day };
const published = JSON.parse(readFileSync(join(import.meta.dirname, '../../example/published-figures.json'), 'utf8'));
const owner = new pg.Client({ connectionString: product.ownerUrl });
// The database goes before the connection does.
owner.on('error', () => {});
await owner.connect();
after(() => owner.end());

const officer = await product.as('group_officer');
const read = (who = officer) => who.call(contracts.read, { params });
const plain = (bulletin: BulletinDay, language: 'zh' | 'en') =>
  bulletin[language].paragraphs
    .map((paragraph) => paragraph.segments.map((segment) => segment.text).join(''))
    .join('\n');

/** Sets the quantity of the mask row of the first producer to `quantity`. */
const setMasks = (quantity: number) =>
  inWork(product.app.database, product.app.clock, systemActor(city), async (work) => {
    const dataset = await readCityDataset(work, { day });
    const first = dataset.stock.findIndex((row) => row.item === 'mask');
    const stock = dataset.stock.map((row, index) =>
      index === first ? { ...row, quantity: row.quantity.add(quantity) } : row,
    );
    await importCity(work, { ...dataset, stock });
  });

test('the draft through the API has the published figures exactly', async () => {
  const bulletin = await read();
  assert.equal(bulletin.state, 'draft');
  assert.deepEqual(bulletin.tree, published);
  assert.match(plain(bulletin, 'zh'), /全市 25 家保供企业全部可以开工/u);
  assert.match(plain(bulletin, 'en'), /all 25 producers/u);
});

test('every figure of the draft opens into rows, and a sum is the sum of them', async () => {
  const { figures } = await read();
  assert.ok(figures.length > 40);
  for (const { figure, kind, unit, value } of figures) {
    const { rows } = await officer.call(contracts.sources, { params, query: { figure } });
    assert.ok(rows.length > 0, figure);
    if (kind !== 'stock' || unit === '') continue;
    const sum = rows.reduce((total, row) => total.add(row.quantity), new Decimal(0));
    assert.equal(sum.toNumber(), Number(value), figure);
  }
  const unknown = await officer.send(contracts.sources, { params, query: { figure: '/mask/nothing' } });
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'bulletin.unknown-figure']);
});

test('before the issue only the city’s own officers see the day; the public, counties and plants see nothing', async () => {
  for (const role of ['county_officer', 'enterprise_clerk', 'requester'] as const) {
    const who = await product.as(role);
    const answer = await who.send(contracts.read, { params });
    assert.deepEqual([answer.status, answer.body.code], [404, 'bulletin.not-there'], role);
    assert.deepEqual((await who.call(contracts.list)).rows, [], role);
    assert.equal((await who.send(contracts.document, { params })).status, 404, role);
    assert.equal((await who.send(contracts.sources, { params, query: { figure: '/producers' } })).status, 403, role);
  }
  assert.equal((await product.public.send(contracts.read, { params })).status, 401);
  assert.equal((await product.public.send(open.read, { params })).body.code, 'bulletin.not-there');
  assert.equal((await product.public.send(open.document, { params })).status, 404);
  assert.deepEqual((await product.public.call(open.list)).bulletins, []);
  assert.deepEqual(
    (await officer.call(contracts.list)).rows.map((row) => [row.day, row.state]),
    [[day, 'draft']],
  );
});

test('a day that has not come has no bulletin', async () => {
  const answer = await officer.send(contracts.read, { params: { day: '2022-01-09' } });
  assert.deepEqual([answer.status, answer.body.code], [422, 'bulletin.future-day']);
});

const frame = {
  addresseeZh: '各县（市、区）人民政府',
  addresseeEn: 'County governments',
  signerZh: '示例指挥部',
  signerEn: 'Example headquarters',
};
const edit = { revision: 0, ...frame, remarks: [], order: [], hidden: [] };

test('officers add remarks, hide and reorder; the figures stay as computed', async () => {
  const sub = await product.as('sub_group_officer');
  const before = await read();
  const remarks = [{ id: 'r1', part: 'cover' as const, zh: '请各县落实。', en: '' }];
  const body = {
    ...edit,
    remarks,
    order: ['energy', 'production', 'cover', 'notices'],
    hidden: ['production/alcohol'],
  };
  const { revision } = await sub.call(contracts.save, { params, body });
  const bulletin = await read();
  assert.equal(bulletin.draft?.revision, revision);
  assert.deepEqual(bulletin.tree, before.tree);
  const headings = bulletin.zh.paragraphs.filter((paragraph) => paragraph.kind === 'heading').map(({ key }) => key);
  assert.deepEqual(headings, ['energy', 'production', 'cover', 'notices']);
  assert.match(plain(bulletin, 'zh'), /^一、能源\n[\s\S]*\n二、生产与库存\n/u);
  assert.doesNotMatch(plain(bulletin, 'zh'), /酒精：/u);
  assert.ok(
    bulletin.draft?.parts.some((part) => part.paragraphs.some((one) => one.hidden)),
    'the editor still has it',
  );
  assert.ok(plain(bulletin, 'zh').includes('请各县落实。'));

  const late = await officer.send(contracts.save, { params, body });
  assert.deepEqual([late.status, late.body.code], [409, 'changed-meanwhile']);
  const missing = await officer.send(contracts.issue, {
    params,
    body: { contentHash: bulletin.draft?.contentHash, number: 8 },
  });
  assert.deepEqual([missing.status, missing.body.code], [422, 'bulletin.incomplete']);
  assert.match(missing.body.words?.en ?? '', /English of remark 1/u);
  await officer.call(contracts.save, {
    params,
    body: { ...body, revision, hidden: [], remarks: [{ ...remarks[0], en: 'Counties see to it.' }] },
  });
});

test('a figure cannot be typed over: the draft takes no text of generated paragraphs', async () => {
  const { draft } = await read();
  await officer.call(contracts.save, {
    params,
    body: {
      ...edit,
      revision: draft?.revision,
      remarks: draft?.remarks,
      paragraphs: [{ key: 'production/mask', segments: [{ text: '口罩库存 999 万只', figure: '/mask/stock' }] }],
    },
  });
  const bulletin = await read();
  assert.match(plain(bulletin, 'zh'), /库存 588 万只/u);
  assert.doesNotMatch(plain(bulletin, 'zh'), /999/u);
});

test('who may draft but not issue is refused, and so is everyone who may do neither', async () => {
  const { draft } = await read();
  const body = { contentHash: draft?.contentHash, number: 8 };
  const refused: Role[] = [
    'sub_group_officer',
    'county_officer',
    'enterprise_clerk',
    'requester',
    'auditor',
    'administrator',
  ];
  for (const role of refused) {
    const who = await product.as(role);
    assert.equal((await who.send(contracts.issue, { params, body })).status, 403, role);
    if (role !== 'sub_group_officer')
      assert.equal((await who.send(contracts.save, { params, body: { ...edit, revision: 1 } })).status, 403, role);
  }
  assert.equal((await product.public.send(contracts.issue, { params, body })).status, 401);
});

test('data that changed since the officer looked stops the issue', async () => {
  const { draft } = await read();
  await setMasks(10_000);
  const body = { contentHash: draft?.contentHash, number: 8 };
  const answer = await officer.send(contracts.issue, { params, body });
  assert.deepEqual([answer.status, answer.body.code], [409, 'bulletin.changed-since-seen']);
  await setMasks(-10_000);
  assert.deepEqual((await read()).tree, published);
});

test('of two who issue at the same moment one succeeds, and the other is told who did', async () => {
  const lead = await product.as('city_lead');
  const { draft } = await read();
  assert.equal(draft?.suggestedNumber, 8, 'one bulletin a day since 1 January');
  const body = { contentHash: draft.contentHash, number: draft.suggestedNumber };
  const answers = await Promise.all(
    [officer, lead, officer, lead].map((who) => who.send(contracts.issue, { params, body })),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409]);
  for (const answer of answers.filter((one) => one.status === 409)) {
    assert.equal(answer.body.code, 'bulletin.already-issued');
    assert.match(answer.body.words?.zh ?? '', /已由 .*示例.* 签发|已由 .+ 签发/u);
  }
  const { rows } = await owner.query('select year, number, content_hash from bulletin_issues');
  assert.deepEqual(rows, [{ year: 2022, number: 8, content_hash: draft.contentHash }]);
  const { rows: audited } = await owner.query(`select subject_id from audit_entries where action = 'bulletin.issue'`);
  assert.deepEqual(audited, [{ subject_id: day }]);
});

test('what is issued is frozen with its sources: no draft can be saved over it, and the database gives no right to change it', async () => {
  const bulletin = await read();
  assert.equal(bulletin.state, 'issued');
  assert.deepEqual(bulletin.tree, published);
  const saved = await officer.send(contracts.save, { params, body: edit });
  assert.deepEqual([saved.status, saved.body.code], [409, 'bulletin.already-issued']);
  const { rows } = await owner.query(`
    select t.name, has_any_column_privilege('baogong_app', t.name, 'update') as changes, has_table_privilege('baogong_app', t.name, 'delete') as removes
    from unnest(array['bulletin_issues', 'bulletin_evidence', 'bulletin_figures', 'bulletin_corrections']) as t (name)`);
  for (const row of rows) assert.deepEqual([row.changes, row.removes], [false, false], row.name);
  const { rows: kept } = await owner.query(
    `select value, unit, sources from bulletin_figures where figure = '/mask/stock' and correction = 0`,
  );
  assert.equal(kept[0].value, '5880000');
  assert.equal(kept[0].unit, '只');
  const sum = kept[0].sources.reduce((total: number, row: { quantity: string }) => total + Number(row.quantity), 0);
  assert.equal(sum, 5_880_000);
});

test('everyone reads the issued bulletin without sign-in, in both languages, and none of the rows behind it', async () => {
  const bulletin = await product.public.call(open.read, { params });
  assert.deepEqual([bulletin.year, bulletin.number], [2022, 8]);
  assert.equal(bulletin.code.address, `${product.url}/p/bulletins/${day}`);
  assert.match(bulletin.code.svg, /^<svg[\s\S]*<\/svg>\s*$/u);
  assert.doesNotMatch(JSON.stringify(bulletin), /sources|示例口罩1厂|"ids"|byName/u);
  assert.equal((await product.public.call(open.list)).bulletins.length, 1);
  const clerk = await product.as('enterprise_clerk');
  const seen = await read(clerk);
  assert.deepEqual([seen.state, seen.figures, seen.energy, seen.tree], ['issued', [], [], {}]);
});

test('a later change of the day’s data shows at once as a correction, and the published text stays', async () => {
  const before = await read();
  assert.deepEqual(before.issue?.differences, []);
  await setMasks(20_000);
  const after = await read();
  assert.deepEqual(after.zh, before.zh);
  const masks = after.issue?.differences.find((one) => one.ref === '/mask/stock');
  assert.deepEqual(
    [masks?.kind, masks?.label, masks?.before, masks?.after],
    ['changed', ['口罩库存', 'Masks: stock'], ['588 万只', '5.88 M'], ['590 万只', '5.9 M']],
  );
  assert.deepEqual((await product.public.call(open.read, { params })).corrections, []);
});

test('a correction is numbered, keeps who and when, and stands on the public page beside the original', async () => {
  const { issue } = await read();
  const body = { differencesHash: issue?.differencesHash, noteZh: '', noteEn: '' };
  const sub = await product.as('sub_group_officer');
  assert.equal((await sub.send(contracts.correct, { params, body })).status, 403);
  const stale = await officer.send(contracts.correct, { params, body: { ...body, differencesHash: '0'.repeat(64) } });
  assert.equal(stale.body.code, 'bulletin.changed-since-seen');
  const half = await officer.send(contracts.correct, { params, body: { ...body, noteZh: '盘点更正' } });
  assert.equal(half.body.code, 'bulletin.incomplete');
  const answers = await Promise.all([1, 2].map(() => officer.send(contracts.correct, { params, body })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409], 'one of two at the same moment');

  const corrected = await read();
  assert.deepEqual(corrected.issue?.differences, []);
  assert.equal(corrected.issue?.corrections[0]?.number, 1);
  assert.ok(corrected.issue?.corrections[0]?.byName);
  assert.match(plain(corrected, 'zh'), /库存 588 万只/u, 'the original is not edited');
  const shown = await product.public.call(open.read, { params });
  const item = shown.corrections[0]?.items.find((one) => one.ref === '/mask/stock');
  assert.deepEqual([item?.before?.[0], item?.after?.[0]], ['588 万只', '590 万只']);
  assert.equal(shown.corrections[0]?.day, day);
  const asked = (asIssued: boolean) =>
    officer.call(contracts.sources, { params, query: { figure: '/mask/stock', asIssued } });
  assert.equal((await asked(true)).figure.value, '5880000');
  assert.equal((await asked(false)).figure.value, '5900000');

  const again = await officer.send(contracts.correct, {
    params,
    body: { ...body, differencesHash: corrected.issue?.differencesHash },
  });
  assert.deepEqual([again.status, again.body.code], [409, 'bulletin.nothing-to-correct']);
});

test('the list tells issued and corrected bulletins', async () => {
  const { rows } = await officer.call(contracts.list);
  assert.deepEqual(
    rows.map((row) => [row.day, row.state, row.number, row.corrections]),
    [[day, 'issued', 8, 1]],
  );
});

test('the number of a year is given once', async () => {
  const other = { day: '2022-01-07' };
  const { draft } = await officer.call(contracts.read, { params: other });
  assert.equal(draft?.suggestedNumber, 9);
  const taken = await officer.send(contracts.issue, {
    params: other,
    body: { contentHash: draft?.contentHash, number: 8 },
  });
  assert.deepEqual([taken.status, taken.body.code], [409, 'bulletin.number-taken']);
  assert.match(taken.body.words?.en ?? '', /use 9/u);
});

test('row by row: the public and another city see no draft, no evidence, no figures; another city no issue either', async () => {
  await officer.call(contracts.save, { params: { day: '2022-01-07' }, body: edit });
  const app = new pg.Client({ connectionString: await appUrl(), options: '-c role=baogong_app' });
  app.on('error', () => {});
  await app.connect();
  const count = async (settings: Record<string, string>, table: string) => {
    await app.query('begin');
    for (const [name, value] of Object.entries(settings))
      await app.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    const { rowCount } = await app.query(`select 1 from ${pg.escapeIdentifier(table)}`);
    await app.query('rollback');
    return rowCount ?? 0;
  };
  const tables = [
    'bulletin_drafts',
    'bulletin_evidence',
    'bulletin_figures',
    'bulletin_issues',
    'bulletin_corrections',
  ];
  const seen = (settings: Record<string, string>) =>
    Promise.resolve(settings).then(async (given) => {
      const found: string[] = [];
      for (const table of tables) if ((await count(given, table)) > 0) found.push(table);
      return found;
    });
  const ids = { scope_ids: '', user_id: 'x' };
  assert.deepEqual(await seen({ ...ids, city, scope: 'city' }), tables);
  const issued = ['bulletin_issues', 'bulletin_corrections'];
  assert.deepEqual(await seen({ ...ids, city, scope: 'public' }), issued);
  assert.deepEqual(await seen({ ...ids, city, scope: 'county', scope_ids: '410811' }), issued);
  assert.deepEqual(await seen({ ...ids, city: '410700', scope: 'city' }), []);
  assert.deepEqual(await seen({ ...ids, city: '410700', scope: 'public' }), []);
  await app.end();
});

async function appUrl(): Promise<string> {
  return product.app.database.url;
}

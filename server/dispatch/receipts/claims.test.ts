import assert from 'node:assert/strict';
import { test } from 'node:test';
import readExcelFile from 'read-excel-file/node';
import { type ClaimAct, claimContracts } from '#contracts/claims.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { listAudit } from '#server/platform/audit-trail.ts';
import { type Actor, systemActor } from '#server/platform/database/index.ts';
import { inWork } from '#server/platform/work.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { ownerQuery } from '../orders/testing.ts';
import { loadedOrder, signature } from './testing.ts';

const product = await testApp();
const lead = await product.as('city_lead');
const group = await product.as('group_officer');
const clerk = await product.as('enterprise_clerk');
const hospital = await product.as('requester');
const auditor = await product.as('auditor');

/** An order of `quantity`, of which so much came; answers its claims, missing before damaged. */
async function claimsOf(quantity: string, received: string, more: object = {}): Promise<string[]> {
  const { id, lot } = await loadedOrder(product, quantity);
  const body = { lots: [{ line: 1, lot, received, ...more }], signature };
  const { differences } = await hospital.call(receiptContracts.file, { params: { id }, body });
  return differences.map(({ claim }) => claim);
}

const read = (who: Caller, id: string) => who.call(claimContracts.read, { params: { id } });
const list = (who: Caller, query: Record<string, string | number> = {}) => who.call(claimContracts.list, { query });

const [missing, damaged] = await claimsOf('500', '450', { damaged: '20', packingWhole: false });
const [short] = await claimsOf('80', '70');

test('the list says of each claim whose it is, how old, until when, and keeps what the filter says', async () => {
  const all = await list(lead);
  assert.deepEqual([all.total, all.unsettled, all.late, all.rows.length], [3, 3, 0, 3]);
  const row = all.rows.find(({ id }) => id === missing)!;
  assert.deepEqual(
    [row.kind, row.owner, row.quantity, row.unaccounted, row.ageHours, row.from.place, row.to.place],
    ['missing', 'transport', '30', '30', 0, 'producer:E14', 'demand:H-CITY1'],
  );
  assert.ok(row.due !== null && Date.parse(row.due) - Date.parse(row.openedAt) === 24 * 3_600_000);
  const kept: Array<[Record<string, string>, string[]]> = [
    [{ kind: 'damaged' }, [damaged!]],
    [{ owner: 'sender' }, [short!]],
    [{ state: 'settled' }, []],
    [{ late: 'true' }, []],
    [{ search: row.order }, [damaged!, missing!]],
    [{ search: '100%' }, []],
    [{ item: 'alcohol' }, []],
  ];
  for (const [query, ids] of kept) {
    const found = await list(lead, query);
    assert.deepEqual([found.rows.map(({ id }) => id).toSorted(), found.total], [ids.toSorted(), ids.length]);
  }
  const first = await list(lead, { limit: 2 });
  const rest = await list(lead, { limit: 2, cursor: first.next! });
  assert.deepEqual([...first.rows, ...rest.rows], all.rows);
});

test('each sees the claims of its own orders, and is offered only what it may do', async () => {
  const acts: Array<[Caller, string, ClaimAct[]]> = [
    [group, missing!, ['answer', 'settle']],
    [lead, missing!, ['answer', 'receive', 'settle']],
    [clerk, missing!, []],
    [clerk, short!, ['answer']],
    [hospital, missing!, ['receive']],
    [hospital, damaged!, []],
    [auditor, missing!, []],
  ];
  for (const [who, id, expected] of acts) assert.deepEqual((await read(who, id)).acts, expected, id);
  assert.equal((await list(clerk)).total, 3);
  assert.equal((await product.public.send(claimContracts.list)).status, 401);
  const asOther = (step: 'E15' | 'E14') =>
    ownerQuery(product, "update users set scope_ids = array[$1] where role = 'enterprise_clerk'", [step]);
  await asOther('E15');
  assert.equal((await clerk.send(claimContracts.read, { params: { id: missing! } })).status, 404);
  assert.equal((await list(clerk)).total, 0);
  await asOther('E14');
});

test('a claim is late when nobody answers in a day, and again when nobody settles in two days of the answer', async () => {
  await ownerQuery(product, "update claims set answer_due = now() - interval '1 minute' where claim_id = $1", [short]);
  assert.deepEqual(
    (await list(lead, { late: 'true' })).rows.map(({ id }) => id),
    [short],
  );
  assert.equal((await list(lead)).late, 1);
  const answer = { params: { id: short! }, body: { revision: 1, accepts: true, answer: '示例答复' } };
  await clerk.call(claimContracts.answer, answer);
  assert.equal((await list(lead)).late, 0);
  assert.equal((await list(lead, { late: 'false' })).total, 3);
  await ownerQuery(product, "update claims set answered_at = now() - interval '49 hours' where claim_id = $1", [short]);
  assert.deepEqual([(await list(lead)).late, (await read(lead, short!)).late], [1, true]);
});

test('a loss is borne by someone, what came back by nobody', async () => {
  const settle = (id: string, revision: number, body: object) =>
    group.send(claimContracts.settle, { params: { id }, body: { revision, note: '示例', ...body } });
  const nobody = await settle(missing!, 1, { bearer: 'nobody', returned: '10', lost: '20' });
  assert.equal(nobody.body.code, 'claim.loss-without-bearer');
  assert.match(nobody.body.words!.zh, /20 只/u);
  assert.equal((await settle(damaged!, 1, { bearer: 'nobody' })).body.code, 'claim.loss-without-bearer');
  assert.equal((await settle(missing!, 1, { bearer: 'nobody', returned: '30' })).status, 200);
  const settled = await read(hospital, missing!);
  assert.deepEqual(
    [settled.state, settled.due, settled.unaccounted, settled.acts, settled.late],
    ['settled', null, '0', [], false],
  );
  assert.deepEqual([(await list(lead)).unsettled, (await list(lead, { state: 'unsettled' })).total], [2, 2]);
});

test('an enterprise that receives signs for what came later; the one that sent may not', async () => {
  const { id, lot } = await loadedOrder(product, '100', { from: 'producer:E15', to: 'producer:E14' });
  const body = { lots: [{ line: 1, lot, received: '60' }], signature };
  const { differences } = await clerk.call(receiptContracts.file, { params: { id }, body });
  const claim = differences[0]!.claim;
  assert.deepEqual((await read(clerk, claim)).acts, ['receive'], 'it cannot answer for the sender');
  const arrived = { params: { id: claim }, body: { revision: 1, quantity: '40' } };
  await ownerQuery(product, "update users set scope_ids = '{E15}' where role = 'enterprise_clerk'");
  assert.deepEqual((await read(clerk, claim)).acts, ['answer']);
  assert.equal((await clerk.send(claimContracts.arrived, arrived)).body.code, 'receipt.not-yours');
  await ownerQuery(product, "update users set scope_ids = '{E14}' where role = 'enterprise_clerk'");
  await clerk.call(claimContracts.arrived, arrived);
  const settled = await read(clerk, claim);
  assert.deepEqual([settled.state, settled.bearer, settled.arrived], ['settled', 'nobody', '40']);
});

test('the list goes out as a workbook and as csv, in the reader’s language, with the same filter', async () => {
  const bytes = await lead.file(claimContracts.file, { query: { format: 'xlsx', lang: 'zh', kind: 'missing' } });
  const [{ data } = { data: [] }] = await readExcelFile(Buffer.from(bytes));
  assert.deepEqual(data[0]?.slice(0, 3), ['差异', '调拨令', '类别']);
  assert.equal(data.length, 4);
  const csv = new TextDecoder().decode(await clerk.file(claimContracts.file, { query: { format: 'csv', lang: 'en' } }));
  assert.match(csv, /Claim,Order,Kind,Item/u);
  assert.equal(csv.trim().split('\r\n').length, 5);
  assert.ok(csv.includes(`${damaged},`) && csv.includes('Face mask'));
});

test('the audit of a claim and of its order is seen by both counties and both ends, each under its own scope', async () => {
  const [claim] = await ownerQuery(
    product,
    'select from_county, to_county, order_number from claims where claim_id = $1',
    [missing],
  );
  const { from_county: from, to_county: to } = claim as { from_county: string; to_county: string };
  const actor = (role: Role, scope: ScopeKind, ...scopeIds: string[]): Actor => ({
    ...systemActor(product.city),
    role,
    scope,
    scopeIds,
  });
  const other = from === '410883' || to === '410883' ? '410882' : '410883';
  const readers: Array<[Actor, boolean]> = [
    [actor('county_officer', 'county', from), true],
    [actor('county_officer', 'county', to), true],
    [actor('county_officer', 'county', other), false],
    [actor('enterprise_clerk', 'enterprise', 'E14'), true],
    [actor('enterprise_clerk', 'enterprise', 'E15'), false],
    [actor('requester', 'demand_point', 'H-CITY1'), true],
  ];
  for (const [who, sees] of readers) {
    for (const filter of [
      { subject: 'claim', subjectId: missing! },
      { subject: 'order', subjectId: String(claim!.order_number), action: 'order.received' },
    ]) {
      const { rows } = await inWork(product.app.database, product.app.clock, who, (work) =>
        listAudit(work, filter, { limit: 10 }),
      );
      assert.equal(rows.length > 0, sees, `${who.scopeIds} ${filter.subject}`);
    }
  }
});

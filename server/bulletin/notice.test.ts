import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulletinContracts as contracts, publicBulletinContracts as open } from '#contracts/bulletin.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp();
const officer = await product.as('group_officer');
const clerk = await product.as('enterprise_clerk');
const input = {
  kind: 'announcement',
  titleZh: '示例公告',
  titleEn: 'Example announcement',
  bodyZh: '请按小班制安排生产。',
  bodyEn: 'Run small shifts.',
  audience: 'public',
  from: '2022-01-08',
  until: null,
};
const write = (change: object = {}) => officer.call(contracts.addNotice, { body: { ...input, ...change } });
const publish = async (change: object = {}) => {
  const { id, revision } = await write(change);
  return officer.call(contracts.issueNotice, { params: { id }, body: { revision } });
};
const publicIds = async () => (await product.public.call(open.list)).notices.map((notice) => notice.id);

test('a draft is the officers’ own; once published everyone reads it, and it can no longer be changed', async () => {
  const draft = await write();
  assert.deepEqual(await publicIds(), []);
  assert.equal((await product.public.send(open.notice, { params: { id: draft.id } })).status, 404);
  assert.deepEqual((await clerk.call(contracts.notices)).rows, []);
  const body = { ...input, titleZh: '示例公告（改）', revision: draft.revision };
  const changed = await officer.call(contracts.changeNotice, { params: { id: draft.id }, body });
  const stale = await officer.send(contracts.changeNotice, { params: { id: draft.id }, body });
  assert.equal(stale.body.code, 'changed-meanwhile');
  const issue = { params: { id: draft.id }, body: { revision: changed.revision } };
  const both = await Promise.all([
    officer.send(contracts.issueNotice, issue),
    officer.send(contracts.issueNotice, issue),
  ]);
  assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409], 'one of two at the same moment');
  assert.equal((await product.public.call(open.notice, { params: { id: draft.id } })).title[0], '示例公告（改）');
  const late = await officer.send(contracts.changeNotice, {
    params: { id: draft.id },
    body: { ...input, revision: changed.revision + 1 },
  });
  assert.deepEqual([late.status, late.body.code], [409, 'notice.not-draft']);
});

test('a withdrawn notice leaves the public page, and keeps who withdrew it and why', async () => {
  const { id } = await publish();
  assert.ok((await publicIds()).includes(id));
  const gone = await officer.call(contracts.withdrawNotice, { params: { id }, body: { reason: '内容有误' } });
  assert.deepEqual([gone.state, gone.withdrawnReason, gone.inForce], ['withdrawn', '内容有误', false]);
  assert.ok(gone.withdrawnBy && gone.withdrawnAt);
  assert.equal((await publicIds()).includes(id), false);
  const again = await officer.send(contracts.withdrawNotice, { params: { id }, body: { reason: '再次' } });
  assert.deepEqual([again.status, again.body.code], [409, 'notice.not-published']);
});

test('one for the signed-in is not public; one outside its days is in nobody’s way', async () => {
  const inside = await publish({ audience: 'signed-in' });
  assert.equal((await publicIds()).includes(inside.id), false);
  assert.ok((await clerk.call(contracts.notices)).rows.some((row) => row.id === inside.id));
  const later = await publish({ from: '2022-01-09' });
  const over = await publish({ from: '2022-01-01', until: '2022-01-07' });
  const lastDay = await publish({ from: '2022-01-01', until: '2022-01-08' });
  const seen = await publicIds();
  assert.deepEqual(
    [later, over, lastDay].map((notice) => seen.includes(notice.id)),
    [false, false, true],
  );
});

test('days that run backwards are refused, and so is whoever may not write or publish', async () => {
  const backwards = await officer.send(contracts.addNotice, { body: { ...input, until: '2022-01-07' } });
  assert.deepEqual([backwards.status, backwards.body.code], [422, 'notice.until-before-from']);
  assert.equal((await clerk.send(contracts.addNotice, { body: input })).status, 403);
  const sub = await product.as('sub_group_officer');
  const { id, revision } = await sub.call(contracts.addNotice, { body: input });
  assert.equal((await sub.send(contracts.issueNotice, { params: { id }, body: { revision } })).status, 403);
  assert.equal((await product.public.send(contracts.addNotice, { body: input })).status, 401);
});

/** A day of reports as a whole: who is told at which deadline, who chases, the city's confirmation and what opens the day again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { reportContracts } from '#contracts/reports.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { raiseCalls } from './chase.service.ts';
import { day, filled, reportsProduct } from './testing.ts';

const { product, lead, clerk, county, group, formOf, file, board, ledgerStock, owner, setClock } =
  await reportsProduct();
const raise = () => inWork(product.app.database, product.app.clock, systemActor(product.city), raiseCalls);
const calls = async (caller = county) => (await caller.call(reportContracts.calls)).rows;
const chase = (enterprise: string, body: object, caller = county) =>
  caller.send(reportContracts.chase, { params: { enterprise, day }, body });

test('before the deadline nobody is told; days before the books begin are owed by nobody', async () => {
  assert.equal(await raise(), 0);
  assert.deepEqual(await calls(clerk), []);
  const past = await board(lead, '2022-01-07');
  assert.equal(past.booksOpen, day);
  assert.ok(past.rows.every((row) => row.history && row.owes === 'nobody'));
});

test('at the filing deadline the clerk and the county’s officer are told by name, each once, whatever happens in between', async () => {
  setClock('2022-01-08T10:05:00Z');
  await raise();
  const [told] = await owner('select count(*)::int as count from report_calls');
  assert.equal(told!.count, 25, 'whether this test or the server’s own job was first');
  assert.equal(await raise(), 0, 'the same step is told once');
  const own = await calls(county);
  assert.deepEqual([...new Set(own.map((row) => row.county))], ['410811']);
  const e14 = own.find((row) => row.enterprise === 'E14')!;
  assert.deepEqual(
    [e14.task, e14.level, e14.responsible, e14.overdueSince, e14.whom.map(({ name }) => name)],
    ['file', 'county', true, '2022-01-08 18:00', ['示例企业直报员']],
  );
  assert.deepEqual(
    (await calls(clerk)).map((row) => [row.enterprise, row.task]),
    [['E14', 'file']],
  );
  const trail = (await board()).rows.find((row) => row.enterprise === 'E14')!.calls;
  assert.deepEqual(
    trail.map(({ level, people }) => [level, people.map(({ name }) => name)]),
    [['county', ['示例县区干部']]],
  );
  // only one county has an officer: elsewhere the city's officers must, and know it already
  assert.ok((await calls(group)).some((row) => row.enterprise === 'E15'));
  assert.ok(!(await calls(group)).some((row) => row.enterprise === 'E14'));
});

test('a promise that stands holds the escalation; when it has passed unkept the next above is told', async () => {
  const late = await chase('E01', { note: '车间停电，来电后报', how: 'call', promised: '2022-01-08 17:00' });
  assert.deepEqual([late.status, late.body.code], [422, 'report.promise-past']);
  await chase('E01', { note: '车间停电，来电后报', how: 'call', promised: '2022-01-08 19:30' });
  assert.ok(!(await calls()).some((row) => row.enterprise === 'E01'), 'promised: nothing to do until then');
  setClock('2022-01-08T11:05:00Z');
  await raise();
  const told = async () => (await calls(group)).map((row) => row.enterprise);
  assert.ok((await told()).includes('E14'));
  assert.ok(!(await told()).includes('E01'));
  setClock('2022-01-08T11:31:00Z');
  await raise();
  assert.ok((await told()).includes('E01'));
  const row = (await board()).rows.find((one) => one.enterprise === 'E01')!;
  assert.deepEqual(
    [row.chasedBy!.name, row.chasedBy!.how, row.chasedBy!.promised, row.chasedBy!.broken],
    ['示例县区干部', 'call', '2022-01-08 19:30', true],
  );
  const { overdueSince, chasedBy } = await formOf('E14', clerk);
  assert.deepEqual([overdueSince, chasedBy], ['2022-01-08 18:00', null]);
});

test('what is filed waits for the county, and what nobody reviews in time goes up as well', async () => {
  await file('E14', filled(await formOf('E14')));
  assert.ok(!(await calls(clerk)).length, 'the clerk has done it');
  await raise();
  const reviews = (await calls(group)).filter((row) => row.task === 'review');
  assert.deepEqual(
    reviews.map((row) => [row.enterprise, row.level, row.whom.map(({ name }) => name)]),
    [['E14', 'city', ['示例县区干部']]],
  );
});

test('a returned report is back with its clerk at once, with the reason, and gone when it is filed again', async () => {
  const { report } = await formOf('E14', county);
  await county.call(reportContracts.giveBack, {
    params: { enterprise: 'E14', day },
    body: { revision: report!.revision, reason: '结存请再核对' },
  });
  assert.deepEqual(
    (await calls(clerk)).map((row) => [row.enterprise, row.returned, row.responsible]),
    [['E14', '结存请再核对', true]],
  );
  await file('E14', filled(await formOf('E14')), clerk);
  assert.deepEqual(await calls(clerk), []);
});

test('the server itself tells them when the time has come, and open pages hear of it', async () => {
  await owner('delete from report_calls');
  const heard = new Promise<void>((resolve) => {
    const stop = product.app.changes.subscribe(({ topics }) => {
      if (!topics.includes('report-calls')) return;
      stop();
      resolve();
    });
  });
  await lead.call(reportContracts.setDeadlines, {
    params: { mode: 'emergency' },
    body: { cycle: 'daily', weekday: null, fileBy: '18:00', countyBy: '19:00', cityBy: '20:00' },
  });
  await heard;
  const [row] = await owner('select count(*)::int as count from report_calls');
  assert.equal(row!.count, 25);
});

test('as the evening goes on the chase moves from county to city to the lead, and everyone is accounted for by name', async () => {
  setClock('2022-01-08T09:30:00Z');
  assert.equal((await board()).rows.find((row) => row.enterprise === 'E15')!.chase, null);
  const levelAt = async (instant: string) => {
    setClock(instant);
    return (await board()).rows.find((row) => row.enterprise === 'E15')!;
  };
  const first = await levelAt('2022-01-08T10:05:00Z');
  assert.deepEqual([first.chase!.level, first.overdueSince], ['county', '2022-01-08 18:00']);
  assert.equal((await levelAt('2022-01-08T11:05:00Z')).chase!.level, 'city');
  const last = await levelAt('2022-01-08T12:05:00Z');
  assert.equal(last.chase!.level, 'lead');
  assert.deepEqual(
    last.chase!.who.map((person) => person.name),
    ['示例市领导'],
  );
  const refused = await group.send(reportContracts.confirmDay, { params: { day } });
  assert.equal(refused.body.code, 'report.day-not-complete');
  await group.call(reportContracts.chase, { params: { enterprise: 'E15', day }, body: { note: '电话联系中' } });
  const now = await board();
  assert.equal(now.rows.find((row) => row.enterprise === 'E15')!.chasedBy!.name, '示例工作组干部');
  assert.ok(now.counts.chased >= 1);
});

test('the city confirms; a late correction opens the day again for everyone to see, and the day after still closes as reported', async () => {
  setClock('2022-01-08T09:30:00Z');
  const form14 = await formOf('E14');
  await file('E14', filled(form14, { items: [{ item: 'mask', made: '680000', sent: '520000', stock: '1130000' }] }));
  for (const row of (await lead.call(reportContracts.board, { query: { day } })).rows) {
    if (row.state === 'none' || row.state === 'returned') {
      const sent = await file(row.enterprise, filled(await formOf(row.enterprise)));
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
    }
  }
  const filed = (await lead.call(reportContracts.board, { query: { day } })).rows.filter(
    (row) => row.state === 'filed',
  );
  await group.call(reportContracts.accept, {
    body: { day, reports: filed.map((row) => ({ enterprise: row.enterprise, revision: row.revision! })) },
  });
  assert.ok((await group.call(reportContracts.confirmDay, { params: { day } })).confirmed === 25);

  await owner(`update cities set held_day = '2022-01-09'`);
  const next = await formOf('E14', clerk, '2022-01-09');
  assert.equal(next.yesterday!.day, day);
  assert.equal(next.prefill.items[0]!.made, '680000', 'yesterday’s value');
  const sent = await file(
    'E14',
    filled(next, { items: [{ item: 'mask', made: '700000', sent: '0', stock: '1830000' }] }),
    clerk,
    '2022-01-09',
  );
  assert.equal(sent.body.assessment.checks.find((check) => check.kind === 'ledger')!.difference, '0');
  await county.call(reportContracts.accept, {
    body: { day: '2022-01-09', reports: [{ enterprise: 'E14', revision: sent.body.revision }] },
  });

  const { report } = await formOf('E14', county);
  await county.call(reportContracts.correct, {
    params: { enterprise: 'E14', day },
    body: {
      revision: report!.revision,
      reason: '盘点更正',
      figures: { ...report!.figures, items: [{ item: 'mask', made: '680000', sent: '520000', stock: '1120000' }] },
    },
  });
  const seen = await clerk.call(reportContracts.board, { query: { day } });
  assert.deepEqual(
    [seen.dayState.state, seen.dayState.enterprise, seen.dayState.reason],
    ['reopened', 'E14', '盘点更正'],
  );
  assert.equal(await ledgerStock('E14', 'mask', day), '1120000');
  assert.equal(await ledgerStock('E14', 'mask', '2022-01-09'), '1830000');
});

test('each table shows an enterprise its own rows only', async () => {
  const client = new pg.Client({ connectionString: product.app.database.url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `set local app.city = '${product.city}'; set local app.scope = 'enterprise'; set local app.scope_ids = 'E02'; set local app.user_id = 'u-x'`,
    );
    for (const table of ['reports', 'report_events', 'report_drafts', 'report_chases', 'report_calls']) {
      const { rows } = await client.query(`select distinct enterprise_id from ${table}`);
      assert.deepEqual(
        rows.filter((row) => row.enterprise_id !== 'E02'),
        [],
        table,
      );
    }
    const changed = await client.query(`update report_days set state = 'confirmed'`);
    assert.equal(changed.rowCount, 0, 'nor confirm a day');
  } finally {
    await client.end();
  }
});

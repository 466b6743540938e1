/** Daily reports against the whole product on a real database: what is filed, checked, decided, posted and refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal } from 'decimal.js';
import pg from 'pg';
import { type ReportFigures, type ReportForm, reportContracts } from '#contracts/reports.ts';
import { testApp } from '#tests/support/app.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { placeOfProducer, readBalances } from '../stock/index.ts';
import { fileMadeUpReports, madeUpActor } from './made-up.ts';

const day = '2022-01-08';
/** 17:30 in Shanghai: before the filing deadline of the emergency */
let now = new Date('2022-01-08T09:30:00Z');
const product = await testApp({ clock: { now: () => now } });
const clerk = await product.as('enterprise_clerk');
const county = await product.as('county_officer');
const group = await product.as('group_officer');
const lead = await product.as('city_lead');
let keys = 0;
const clientId = () => {
  keys += 1;
  return `test-client-${keys}`;
};

const formOf = (enterprise: string, caller = lead, asked = day): Promise<ReportForm> =>
  caller.call(reportContracts.form, { params: { enterprise }, query: { day: asked } });

/** The prefilled form with what a clerk adds: made, staff, power as the lines need them. */
function filled(form: ReportForm, change: Partial<ReportFigures> = {}): ReportFigures {
  return {
    items: form.prefill.items.map((row) => ({
      item: row.item,
      made: row.made ?? '0',
      sent: row.sent ?? '0',
      stock: row.stock ?? '0',
    })),
    inputs: form.prefill.inputs.map((row) => ({
      input: row.input,
      left: row.left ?? '0',
      arrived: row.arrived ?? null,
    })),
    staffPresent: form.staffBooks,
    powerKwh: null,
    gasM3: null,
    hindrances: [],
    ...change,
  };
}

const file = (enterprise: string, figures: ReportFigures, caller = lead, asked = day, id = clientId()) =>
  caller.send(reportContracts.file, {
    params: { enterprise, day: asked },
    body: { clientId: id, via: 'form', figures },
  });

const ledgerStock = (enterprise: string, item: string, asked = day) =>
  inWork(product.app.database, product.app.clock, systemActor(product.city), async (work) => {
    const rows = await readBalances(work, asked, { places: [placeOfProducer(enterprise)], items: [item] });
    return rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed();
  });

const owner = async (statement: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Array<Record<string, unknown>>;
  } finally {
    await client.end();
  }
};

test('a zero report counts: the form comes filled with what the books know, and nothing made is filed as 0', async () => {
  const form = await formOf('E14', clerk);
  assert.equal(form.items[0]!.counted, true, 'the example counts the stock at the close of its day');
  assert.equal(form.prefill.items[0]!.stock, '1200000');
  assert.equal(form.prefill.items[0]!.made, null, 'nobody knows what was made');
  const answer = await file('E14', filled(form), clerk);
  assert.equal(answer.status, 200);
  assert.equal(answer.body.state, 'filed');
  assert.equal(answer.body.late, false);
  assert.equal(answer.body.assessment.questions, 0);
  assert.equal(answer.body.assessment.trust, 100);
});

test('a report sent twice counts once, whatever its request key', async () => {
  const figures = filled(await formOf('E14', clerk), { hindrances: [{ kind: 'logistics', text: '' }] });
  const id = clientId();
  const answers = await Promise.all([file('E14', figures, clerk, day, id), file('E14', figures, clerk, day, id)]);
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 200],
  );
  assert.equal(answers[0]!.body.revision, answers[1]!.body.revision);
  const events = await owner(`select act from report_events where enterprise_id = 'E14' and client_id = $1`, [id]);
  assert.equal(events.length, 1);
});

test('silence is refused: an item or an input left out is named', async () => {
  const figures = filled(await formOf('E14', clerk));
  const answer = await file('E14', { ...figures, items: [], inputs: figures.inputs.slice(1) }, clerk);
  assert.equal(answer.status, 422);
  assert.equal(answer.body.code, 'report.incomplete');
  const { errors } = answer.body as unknown as { errors: Array<{ path: string }> };
  assert.deepEqual(
    errors.map((error) => error.path),
    ['body.figures.items.mask', `body.figures.inputs.${figures.inputs[0]!.input}`],
  );
});

test('the day is the server’s: a telephone a day ahead is refused with words, one a day behind files late for its day', async () => {
  const figures = filled(await formOf('E14', clerk));
  const ahead = await file('E14', figures, clerk, '2022-01-09');
  assert.equal(ahead.body.code, 'report.day-not-come');
  assert.match(ahead.body.words!.zh, /今天是 2022-01-08/u);
  const old = await file('E14', figures, clerk, '2021-12-01');
  assert.equal(old.body.code, 'report.day-too-old');
});

test('a clerk sees and files their own enterprise only; a county’s officer decides in their county only', async () => {
  const other = await clerk.send(reportContracts.form, { params: { enterprise: 'E01' }, query: { day } });
  assert.equal(other.status, 404);
  const figures = filled(await formOf('E14', clerk));
  assert.equal((await file('E01', figures, clerk)).status, 404);
  const board = await county.call(reportContracts.board, { query: { day } });
  assert.deepEqual([...new Set(board.rows.map((row) => row.county))], ['410811']);
  const e03 = await file('E03', filled(await formOf('E03')));
  const denied = await county.send(reportContracts.accept, {
    body: { day, reports: [{ enterprise: 'E03', revision: e03.body.revision }] },
  });
  assert.equal(denied.status, 404);
});

test('a difference is a question with its size and its basis, and costs the trust of its part only', async () => {
  const form = await formOf('E14', clerk);
  const figures = filled(form);
  const assessed = await clerk.call(reportContracts.assess, {
    params: { enterprise: 'E14', day },
    body: {
      figures: {
        ...figures,
        items: [{ ...figures.items[0]!, made: '800000', stock: '1100000' }],
        staffPresent: 10,
        powerKwh: '100',
      },
    },
  });
  const asked = assessed.checks.filter((check) => check.questions).map((check) => check.kind);
  assert.deepEqual(asked, ['ledger', 'capacity', 'staff', 'power']);
  const ledger = assessed.checks.find((check) => check.kind === 'ledger')!;
  assert.deepEqual([ledger.expected, ledger.difference], ['1200000', '-100000']);
  const capacity = assessed.checks.find((check) => check.kind === 'capacity')!;
  assert.deepEqual([capacity.expected, capacity.reported], ['700000', '800000']);
  assert.equal(
    assessed.parts.reduce((sum, part) => sum + part.of, 0),
    100,
  );
  assert.ok(assessed.trust < 100);
  assert.equal(
    assessed.trust,
    assessed.parts.reduce((sum, part) => sum + part.points, 0),
  );
});

test('accepted: made and sent are in the ledger, and its stock equals the reported stock to the last unit', async () => {
  const form = await formOf('E14', clerk);
  const figures = filled(form);
  const sent = await file(
    'E14',
    { ...figures, items: [{ item: 'mask', made: '690000', sent: '500000', stock: '1150001' }] },
    clerk,
  );
  const accepted = await county.call(reportContracts.accept, {
    body: { day, reports: [{ enterprise: 'E14', revision: sent.body.revision }] },
  });
  assert.deepEqual(accepted, { accepted: 1, left: 0 });
  assert.equal(await ledgerStock('E14', 'mask'), '1150001');
  const posted =
    await owner(`select from_kind, to_kind, sum(quantity)::text as quantity, max(reason) as reason from movements
    where document_kind = 'report' and document_id like 'E14/%' group by 1, 2 order by 1, 2`);
  assert.deepEqual(
    posted.map((row) => [row.from_kind, row.to_kind, Number(row.quantity)]),
    [
      ['producer', 'adjustment', 239999],
      ['producer', 'consumption', 500000],
      ['production', 'producer', 690000],
    ],
  );
  assert.match(String(posted[0]!.reason), /report reconciliation/u);
  const stock = await owner(`select quantity::text from input_stocks where enterprise_id = 'E14' order by input_code`);
  assert.deepEqual(stock.map((row) => row.quantity).sort(), figures.inputs.map((row) => row.left).sort());
});

test('after acceptance the clerk cannot change it; a correction posts entries beside the first, with each before and after', async () => {
  const form = await formOf('E14', clerk);
  const figures = form.report!.figures;
  const again = await file('E14', { ...figures, staffPresent: 1 }, clerk);
  assert.equal(again.body.code, 'report.already-accepted');
  const corrected = await county.call(reportContracts.correct, {
    params: { enterprise: 'E14', day },
    body: {
      revision: form.report!.revision,
      reason: '漏报一车',
      figures: { ...figures, items: [{ item: 'mask', made: '680000', sent: '520000', stock: '1130000' }] },
    },
  });
  assert.equal(corrected.state, 'corrected');
  assert.equal(await ledgerStock('E14', 'mask'), '1130000');
  const sums =
    await owner(`select coalesce(sum(case when from_kind = 'production' then quantity when to_kind = 'production' then -quantity end), 0)::text as made,
    coalesce(sum(case when to_kind = 'consumption' then quantity when from_kind = 'consumption' then -quantity end), 0)::text as sent
    from movements where document_kind = 'report' and document_id like 'E14/%'`);
  assert.deepEqual([Number(sums[0]!.made), Number(sums[0]!.sent)], [680000, 520000]);
  const { events } = await formOf('E14', county);
  assert.equal(events[0]!.act, 'correct');
  assert.deepEqual(
    events[0]!.changes.find((change) => change.field === 'items.mask.made'),
    {
      field: 'items.mask.made',
      before: '690000',
      after: '680000',
    },
  );
});

test('of two officers on one report the second learns who was first', async () => {
  const sent = await file('E01', filled(await formOf('E01')));
  const body = { day, reports: [{ enterprise: 'E01', revision: sent.body.revision }], cleanOnly: false };
  const answers = await Promise.all([
    county.send(reportContracts.accept, { body }),
    group.send(reportContracts.accept, { body }),
  ]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
  const refused = answers.find((answer) => answer.status === 409)!;
  assert.equal(refused.body.code, 'changed-meanwhile');
  const documents = await owner(
    `select count(*)::int as count from stock_documents where document_id like 'E01/2022-01-08/%'`,
  );
  assert.ok(Number(documents[0]!.count) <= 1);
});

test('bulk acceptance takes what raises no question and leaves the rest; returned reports say why', async () => {
  const clean = await file('E02', filled(await formOf('E02')));
  const form = await formOf('E04');
  const odd = await file('E04', filled(form, { items: filled(form).items.map((row) => ({ ...row, stock: '0' })) }));
  const done = await group.call(reportContracts.accept, {
    body: {
      day,
      cleanOnly: true,
      reports: [
        { enterprise: 'E02', revision: clean.body.revision },
        { enterprise: 'E04', revision: odd.body.revision },
      ],
    },
  });
  assert.deepEqual(done, { accepted: 1, left: 1 });
  const returned = await group.call(reportContracts.giveBack, {
    params: { enterprise: 'E04', day },
    body: { revision: odd.body.revision, reason: '结存为 0？请核对' },
  });
  assert.deepEqual([returned.state, returned.reason], ['returned', '结存为 0？请核对']);
});

test('as the evening goes on the chase moves from county to city to the lead, and everyone is accounted for by name', async () => {
  const early = await lead.call(reportContracts.board, { query: { day } });
  assert.equal(early.rows.find((row) => row.enterprise === 'E15')!.chase, null);
  const levelAt = async (instant: string) => {
    now = new Date(instant);
    const board = await lead.call(reportContracts.board, { query: { day } });
    return board.rows.find((row) => row.enterprise === 'E15')!;
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
  const board = await lead.call(reportContracts.board, { query: { day } });
  assert.equal(board.rows.find((row) => row.enterprise === 'E15')!.chasedBy!.name, '示例工作组干部');
  assert.equal(board.counts.chased, 1);
});

test('a workbook with wrong rows files nothing and gives them back; mended, it files everything', async () => {
  const header = '企业编码\t日期\t类别\t编码\t名称\t单位\t生产\t发出\t结存\t到货\t批号\t有效期至\t说明';
  const form = await formOf('E05');
  const rows = [
    ...form.items.map(
      (item, index) => `E05\t${day}\t物资\t${item.item}\t\t\t0\t0\t${form.prefill.items[index]!.stock}\t\t\t\t`,
    ),
    ...form.inputs.map(
      (input, index) => `E05\t${day}\t原料\t${input.input}\t\t\t\t\t${form.prefill.inputs[index]!.left}\t\t\t\t`,
    ),
    `E05\t${day}\t到岗\t\t\t人\t\t\t100\t\t\t\t`,
  ];
  const wrong = [header, ...rows, 'E05\t明天\t用电\t\t\t\t\t\tabc\t\t\t\t', 'E99\t\t用电\t\t\t\t\t\t1\t\t\t\t'].join(
    '\n',
  );
  const before = await lead.call(reportContracts.paste, { body: { text: wrong } });
  assert.equal(before.status, 'refused');
  assert.equal(before.errorCount, 2);
  assert.ok(before.failedRows!.length > 1000);
  assert.equal((await formOf('E05')).report, null, 'whole or nothing');
  const after = await lead.call(reportContracts.paste, { body: { text: [header, ...rows].join('\n') } });
  assert.deepEqual([after.status, after.reports.length], ['filed', 1]);
  const template = await lead.file(reportContracts.template, { query: { day } });
  const upload = new FormData();
  upload.append('file', new Blob([new Uint8Array(template)]), '日报.xlsx');
  const untouched = await lead.send(reportContracts.upload, { body: upload });
  assert.equal(untouched.body.status, 'refused', 'an unfilled template is no report');
});

test('the city confirms; a late correction opens the day again for everyone to see, and the day after still closes as reported', async () => {
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
  const board = await clerk.call(reportContracts.board, { query: { day } });
  assert.deepEqual(
    [board.dayState.state, board.dayState.enterprise, board.dayState.reason],
    ['reopened', 'E14', '盘点更正'],
  );
  assert.equal(await ledgerStock('E14', 'mask', day), '1120000');
  assert.equal(await ledgerStock('E14', 'mask', '2022-01-09'), '1830000');
});

test('made-up reports say so, keep the books’ stock, and leave somebody to chase', async () => {
  const stock = await ledgerStock('E02', 'disinfectant-liquid', '2022-01-09');
  const done = await inWork(product.app.database, product.app.clock, madeUpActor(product.city), fileMadeUpReports);
  assert.equal(done.filed + done.silent, 24, 'all but the one that had reported');
  assert.ok(done.silent >= 2);
  const { report } = await formOf('E02', lead, '2022-01-09');
  assert.match(report!.filedBy, /虚构/u);
  assert.deepEqual(
    report!.assessment.checks.filter((check) => check.questions).map((check) => check.kind),
    [],
  );
  assert.equal(
    await ledgerStock('E02', 'disinfectant-liquid', '2022-01-09'),
    stock,
    'nothing is posted before a person accepts it',
  );
  const board = await lead.call(reportContracts.board, { query: { day: '2022-01-09' } });
  assert.ok(board.rows.some((row) => (row.questions ?? 0) > 0));
});

test('a draft is kept on the server for its writer, and gone when it is filed', async () => {
  const form = await formOf('E14', clerk, '2022-01-09');
  const figures = { ...form.prefill, staffPresent: 77 };
  await clerk.call(reportContracts.saveDraft, { params: { enterprise: 'E14', day: '2022-01-09' }, body: { figures } });
  assert.equal((await formOf('E14', clerk, '2022-01-09')).draft!.figures.staffPresent, 77);
  assert.equal((await formOf('E14', county, '2022-01-09')).draft, null);
});

test('each table shows an enterprise its own rows only', async () => {
  const client = new pg.Client({ connectionString: product.app.database.url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `set local app.city = '${product.city}'; set local app.scope = 'enterprise'; set local app.scope_ids = 'E02'; set local app.user_id = 'u-x'`,
    );
    for (const table of ['reports', 'report_events', 'report_drafts', 'report_chases']) {
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

/** A report's way against the whole product on a real database: filed, checked, returned, accepted, corrected, posted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { reportContracts } from '#contracts/reports.ts';
import { day, filled, reportsProduct } from './testing.ts';

const { clerk, county, group, clientId, formOf, file, ledgerStock, owner } = await reportsProduct();
const fieldErrors = z.object({ errors: z.array(z.object({ path: z.string() })) });

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

test('a draft is kept on the server for its writer, and gone when it is filed', async () => {
  const form = await formOf('E14', clerk);
  const figures = { ...form.prefill, staffPresent: 77 };
  await clerk.call(reportContracts.saveDraft, { params: { enterprise: 'E14', day }, body: { figures } });
  assert.equal((await formOf('E14', clerk)).draft!.figures.staffPresent, 77);
  assert.equal((await formOf('E14', county)).draft, null);
  await file('E14', filled(form, { staffPresent: 77 }), clerk);
  assert.equal((await formOf('E14', clerk)).draft, null);
});

test('silence is refused: an item or an input left out is named', async () => {
  const figures = filled(await formOf('E14', clerk));
  const answer = await file('E14', { ...figures, items: [], inputs: figures.inputs.slice(1) }, clerk);
  assert.equal(answer.status, 422);
  assert.equal(answer.body.code, 'report.incomplete');
  assert.deepEqual(
    fieldErrors.parse(answer.body).errors.map((error) => error.path),
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

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { whoAmI } from '#contracts/accounts.ts';
import { checkpointContracts as gates } from '#contracts/checkpoints.ts';
import { checkPass } from '#contracts/pass-check.ts';
import { markOf, revokedPayload, unpackMarks } from '#contracts/pass-revocations.ts';
import { LONGEST_PASS_CODE, readPass, readSigned } from '#contracts/pass-token.ts';
import { passContracts as passes } from '#contracts/passes.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp();
const [lead, officer, county, clerk, requester] = await Promise.all(
  (['city_lead', 'group_officer', 'county_officer', 'enterprise_clerk', 'requester'] as const).map((role) =>
    product.as(role),
  ),
);
// The example holds the city at 8 January 2022: passes live on that day.
const at = (hour: number, day = 8) => new Date(Date.UTC(2022, 0, day, hour - 8)).toISOString();
const owner = (await clerk!.call(passes.limits)).rows;
const input = (change: object = {}) => ({
  kind: 'production',
  plate: '豫H 20001',
  holder: '示例司机',
  phone: '13900000000',
  crew: ['示例押运员'],
  purpose: '原料运输',
  counties: ['410802', '410823'],
  from: at(0),
  until: at(0, 12),
  ...change,
});
const apply = (change: object = {}, who = clerk) => who!.call(passes.apply, { body: input(change) });
const approve = async (change: object = {}) => {
  const { id, revision } = await apply(change);
  const decided = await officer!.call(passes.decide, { params: { id }, body: { approve: true, reason: '', revision } });
  return officer!.call(passes.read, { params: { id: decided.passId! } });
};
let plates = 30_000;
const newPlate = () => {
  plates += 1;
  return `豫H${plates}`;
};

test('an approved application is a signed pass with a code any phone reads, checked with the published keys alone', async () => {
  assert.equal(owner.length, 2);
  const pass = await approve();
  assert.ok(pass.code?.startsWith('<svg'));
  const { keys } = await product.public.call(passes.keys);
  const read = await readPass(pass.token, keys);
  assert.ok(read.ok && read.payload.p === '豫H20001' && read.payload.i === pass.id);
  assert.ok(pass.token.length + product.url.length + 8 < LONGEST_PASS_CODE, `${pass.token.length}`);
  assert.ok(!JSON.stringify(keys).includes('"d"'), 'the private part is never published');
});

test('nobody decides on their own application, a county only within itself, and two who decide at once count once', async () => {
  const own = await apply({ plate: newPlate(), enterprise: 'E01' }, officer);
  const self = await officer!.send(passes.decide, {
    params: { id: own.id },
    body: { approve: true, reason: '', revision: 1 },
  });
  assert.deepEqual([self.status, self.body.code], [403, 'pass.own-application']);
  const { id, revision } = await apply({ plate: newPlate() });
  const decide = { params: { id }, body: { approve: true, reason: '', revision } };
  const both = await Promise.all([officer!.send(passes.decide, decide), lead!.send(passes.decide, decide)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  assert.equal((await clerk!.send(passes.decide, decide)).status, 403);
  assert.equal((await requester!.send(passes.apply, { body: input() })).status, 403);
});

test('limits hold: too long, a plate twice, a time that is over, counties that are none, too many, also at the same moment', async () => {
  const refused = async (change: object) =>
    (await clerk!.send(passes.apply, { body: input({ plate: newPlate(), ...change }) })).body.code;
  assert.equal(await refused({ until: at(1, 15) }), 'pass.too-long');
  const plate = newPlate();
  await apply({ plate });
  assert.equal(await refused({ plate: `${plate.slice(0, 2)}·${plate.slice(2)}` }), 'pass.plate-in-use');
  assert.equal(await refused({ from: at(0, 1), until: at(1, 2) }), 'pass.time-over');
  assert.equal(await refused({ counties: ['999999'] }), 'pass.unknown-county');
  assert.equal(
    (await clerk!.send(passes.setLimits, { body: { kind: 'duty', longestDays: 1, mostOpen: 2 } })).status,
    403,
  );
  await officer!.call(passes.setLimits, { body: { kind: 'duty', longestDays: 3, mostOpen: 2 } });
  const duty = { kind: 'duty', plate: null, until: at(0, 10) };
  const three = await Promise.all([1, 2, 3].map(() => clerk!.send(passes.apply, { body: input(duty) })));
  assert.deepEqual(three.map(({ status }) => status).sort(), [200, 200, 422]);
});

test('a revoked pass is on the signed list at once, and the list is short and the same bytes while nothing changes', async () => {
  const pass = await approve({ plate: newPlate() });
  const read = async () => {
    const { list } = await product.public.call(passes.revocations);
    const { keys } = await product.public.call(passes.keys);
    const signed = await readSigned(list, 'revoked', keys, revokedPayload);
    assert.ok(signed.ok);
    return { marks: unpackMarks(signed.payload), keys, madeAt: signed.payload.a * 1000 };
  };
  const mark = await markOf(pass.id);
  assert.ok(!(await read()).marks.has(mark));
  assert.equal((await clerk!.send(passes.revoke, { params: { id: pass.id }, body: { reason: '示例' } })).status, 403);
  await officer!.call(passes.revoke, { params: { id: pass.id }, body: { reason: '示例：车辆换装' } });
  const after = await read();
  assert.ok(after.marks.has(mark));
  const told = await checkPass({
    token: pass.token,
    now: Date.parse(at(12)),
    list: { ...after, city: product.city, madeAt: Date.parse(at(12)) },
    checkpoint: { id: 'x', county: '410802', lat: 35, lon: 113 },
    plate: pass.plate,
    health: { temperature: 36.5, test: 'negative', testHours: 1 },
    earlier: [],
  });
  assert.deepEqual([told.verdict, told.reasons[0]?.code], ['red', 'revoked']);
  assert.equal((await officer!.call(passes.read, { params: { id: pass.id } })).code, null, 'no code to show any more');
  const again = await officer!.send(passes.revoke, { params: { id: pass.id }, body: { reason: '再次' } });
  assert.equal(again.body.code, 'pass.not-valid');
  const first = await fetch(`${product.url}${passes.revocations.path}`);
  const etag = first.headers.get('etag') ?? '';
  const second = await fetch(`${product.url}${passes.revocations.path}`, { headers: { 'if-none-match': etag } });
  assert.ok(second.status === 304 || second.headers.get('etag') !== etag, 'the same list is not sent twice');
});

test('a withdrawn application takes its pass with it', async () => {
  const pass = await approve({ plate: newPlate() });
  await clerk!.call(passes.withdraw, { params: { id: pass.applicationId! } });
  assert.equal((await officer!.call(passes.read, { params: { id: pass.id } })).state, 'revoked');
});

test('a new key signs, passes under the old one hold; a key that leaked goes, and its passes are issued again', async () => {
  const before = await approve({ plate: newPlate() });
  await officer!.call(passes.rotate, { body: { compromised: false, reason: '定期更换' } });
  const two = await product.public.call(passes.keys);
  assert.equal(two.keys.length, 2);
  assert.ok((await readPass(before.token, two.keys)).ok);
  const under = await approve({ plate: newPlate() });
  const { reissued } = await officer!.call(passes.rotate, { body: { compromised: true, reason: '示例：密钥泄露' } });
  assert.ok(reissued >= 1);
  const { keys } = await product.public.call(passes.keys);
  assert.deepEqual(await readPass(under.token, keys), { ok: false, problem: 'unknown_key' });
  const old = await officer!.call(passes.read, { params: { id: under.id } });
  const next = await officer!.call(passes.read, { params: { id: old.replacedBy! } });
  assert.ok((await readPass(next.token, keys)).ok && next.plate === under.plate);
});

const scan = (token: string, change: object = {}) => ({
  eventId: randomUUID(),
  checkpoint: 'K1',
  token,
  at: new Date(Date.parse(at(0)) + 60_000).toISOString(),
  verdict: 'green',
  decision: 'passed',
  plate: '豫H20001',
  temperature: 36.6,
  test: 'negative',
  testHours: 10,
  ...change,
});
const countyOfGuard = (await county!.call(whoAmI)).user!.scopeIds[0] ?? '';

test('a check is registered once however often it is sent; fever never passes and is reported at once', async () => {
  await officer!.call(gates.save, {
    params: { id: 'K1' },
    body: { name: '示例卡口一', county: countyOfGuard, lat: 35.24, lon: 113.22 },
  });
  await officer!.call(gates.save, {
    params: { id: 'K2' },
    body: { name: '示例卡口二', county: '410883', lat: 34.91, lon: 112.79 },
  });
  const plate = newPlate();
  const pass = await approve({ plate, counties: [countyOfGuard, '410883'] });
  const body = scan(pass.token, { plate });
  const sent = await Promise.all([1, 2, 3].map(() => county!.send(gates.scan, { body })));
  assert.deepEqual(
    sent.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(sent.filter((answer) => answer.body.repeated).length, 2);
  assert.deepEqual(
    sent.map((answer) => answer.body.serverVerdict),
    ['green', 'green', 'green'],
    'each is told what is registered',
  );
  const fever = await county!.send(gates.scan, { body: scan(pass.token, { plate, temperature: 37.3 }) });
  assert.equal(fever.body.code, 'checkpoint.fever-must-stop');
  const isolated = scan(pass.token, { plate, temperature: 37.3, verdict: 'red', decision: 'isolated' });
  assert.equal((await county!.call(gates.scan, { body: isolated })).serverVerdict, 'red');
  const other = await county!.send(gates.scan, { body: scan(pass.token, { checkpoint: 'K2' }) });
  assert.equal(other.status, 403, 'a guard registers at the checkpoints of their own county');
});

test('more guards register at once than the server has connections, and each is answered', async () => {
  const plate = newPlate();
  const pass = await approve({ plate, counties: [countyOfGuard] });
  const scans = Array.from({ length: 30 }, () => county!.send(gates.scan, { body: scan(pass.token, { plate }) }));
  const seen = Array.from({ length: 30 }, () => county!.send(gates.seen, { params: { id: pass.id } }));
  assert.ok((await Promise.all([...scans, ...seen])).every(({ status }) => status === 200));
});

test('the server finds the same code at two places at once although each phone alone saw green', async () => {
  const plate = newPlate();
  const pass = await approve({ plate, counties: [countyOfGuard, '410883'] });
  assert.equal((await county!.call(gates.scan, { body: scan(pass.token, { plate }) })).serverVerdict, 'green');
  const far = await lead!.call(gates.scan, { body: scan(pass.token, { plate, checkpoint: 'K2' }) });
  assert.deepEqual([far.serverVerdict, far.reasons[0]?.code], ['red', 'used_elsewhere']);
  const seen = await county!.call(gates.seen, { params: { id: pass.id } });
  assert.equal(seen.scans.length, 2, 'a guard learns where else it was seen');
});

test('everyone sees of passes and checks only their own', async () => {
  const mine = await clerk!.call(passes.list);
  assert.ok(mine.rows.length > 0 && mine.rows.every((row) => row.enterprise === mine.rows[0]!.enterprise));
  assert.ok((await county!.call(gates.scans)).rows.every((row) => row.county === countyOfGuard));
  assert.equal((await clerk!.call(gates.scans)).rows.length, 0);
  assert.equal((await product.public.send(passes.list)).status, 401);
});

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { verifyEd25519 } from '#contracts/ed25519.ts';
import { type CarriedList, type CheckInput, checkPass, type EarlierScan } from '#contracts/pass-check.ts';
import { markOf, packMarks, unpackMarks } from '#contracts/pass-revocations.ts';
import { fittingPayload, type PassPayload, type PublicKey, readPass, tokenOf } from '#contracts/pass-token.ts';

const base64url = (value: string | Uint8Array) => Buffer.from(value).toString('base64url');
function keyPair(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' }) as { x: string };
  const key: PublicKey = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x };
  const make = (payload: object, header: object = { alg: 'EdDSA', kid, typ: 'pass' }) => {
    const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`;
    return `${signed}.${base64url(sign(null, Buffer.from(signed), privateKey))}`;
  };
  return { key, make };
}
const ours = keyPair('k1');
const theirs = keyPair('k1');
const now = Date.parse('2022-01-08T04:00:00Z');
const pass: PassPayload = {
  i: 'abcdefghijklmnop',
  k: 't',
  c: '410800',
  p: '豫H10001',
  n: '示例司机',
  g: '口罩 10 万只',
  r: ['410802', '410823'],
  f: now / 1000 - 3600,
  u: now / 1000 + 3600,
};
const here = { id: 'C1', county: '410802', lat: 35.24, lon: 113.22 };
const list: CarriedList = { keys: [ours.key], marks: new Set(), city: '410800', madeAt: now - 60_000 };
const healthy = { temperature: 36.5, test: 'negative', testHours: 12 } as const;
const check = (change: Partial<CheckInput> = {}) =>
  checkPass({
    token: ours.make(pass),
    now,
    list,
    checkpoint: here,
    plate: '豫H·10001',
    health: healthy,
    earlier: [],
    ...change,
  });
const codes = async (change: Partial<CheckInput>) => {
  const { verdict, reasons } = await check(change);
  return [verdict, ...reasons.map((reason) => reason.code)];
};

test('a pass in order is green, also when the plate is typed with a dot or read out of an address', async () => {
  assert.deepEqual(await codes({}), ['green', 'in_order']);
  assert.equal(tokenOf(` https://baogong.example.gov.cn/p/pass#${ours.make(pass)} `), ours.make(pass));
});

test('a forged pass is red: another key under our name, a changed payload, no algorithm, the secret-key algorithm, another kind of message', async () => {
  assert.deepEqual(await codes({ token: theirs.make(pass) }), ['red', 'forged']);
  const [head, , signature] = ours.make(pass).split('.');
  assert.deepEqual(
    await codes({ token: `${head}.${base64url(JSON.stringify({ ...pass, p: '豫H99999' }))}.${signature}` }),
    ['red', 'forged'],
  );
  for (const alg of ['none', 'HS256', 'ES256', 'eddsa'])
    assert.deepEqual(await codes({ token: ours.make(pass, { alg, kid: 'k1', typ: 'pass' }) }), ['red', 'forged'], alg);
  assert.deepEqual(await codes({ token: ours.make(pass, { alg: 'EdDSA', kid: 'k1', typ: 'revoked' }) }), [
    'red',
    'forged',
  ]);
  assert.deepEqual(await codes({ token: ours.make({ ...pass, extra: 1 }) }), ['red', 'malformed']);
  assert.deepEqual(await codes({ token: 'https://example.org' }), ['grey', 'not_a_pass']);
});

test('a key that the phone does not know is a forger’s when its keys are fresh, and asks to refresh when they are old', async () => {
  const token = ours.make(pass, { alg: 'EdDSA', kid: 'k2', typ: 'pass' });
  assert.deepEqual(await codes({ token }), ['red', 'forged']);
  assert.deepEqual(await codes({ token, list: { ...list, madeAt: now - 3 * 3_600_000 } }), ['grey', 'unknown_key']);
});

test('expired, not yet valid, revoked, of another city, on another plate: red', async () => {
  assert.deepEqual(await codes({ now: (pass.u + 1) * 1000 }), ['red', 'expired']);
  assert.deepEqual(await codes({ now: pass.u * 1000 }), ['green', 'in_order'], 'its last second still counts');
  assert.deepEqual(await codes({ token: ours.make({ ...pass, f: now / 1000 + 3600, u: now / 1000 + 7200 }) }), [
    'red',
    'not_yet_valid',
  ]);
  assert.deepEqual(await codes({ list: { ...list, marks: new Set([await markOf(pass.i)]) } }), ['red', 'revoked']);
  assert.deepEqual(await codes({ token: ours.make({ ...pass, c: '410700' }) }), ['red', 'other_city']);
  assert.deepEqual(await codes({ plate: '豫H10002' }), ['red', 'plate_differs']);
  assert.deepEqual(await codes({ plate: null }), ['grey', 'plate_not_compared']);
  assert.deepEqual(await codes({ checkpoint: { ...here, county: '410883' } }), ['grey', 'other_county']);
});

test('the same code at two places farther apart than a truck drives is red; a truck that had the time is green; twice here is asked about', async () => {
  const scan = (minutes: number, change: Partial<EarlierScan> = {}): EarlierScan[] => [
    { passId: pass.i, at: now - minutes * 60_000, checkpoint: 'C2', lat: 34.91, lon: 112.79, ...change },
  ];
  assert.deepEqual(await codes({ earlier: scan(10) }), ['red', 'used_elsewhere'], '54 km in ten minutes');
  assert.deepEqual(await codes({ earlier: scan(60) }), ['green', 'in_order']);
  assert.deepEqual(await codes({ earlier: scan(10, { passId: 'another' }) }), ['green', 'in_order']);
  assert.deepEqual(await codes({ earlier: scan(3, { checkpoint: 'C1', lat: here.lat, lon: here.lon }) }), [
    'grey',
    'seen_just_now',
  ]);
});

test('37.3 °C stops whatever the pass says, 37.2 does not; a positive test stops, one of more than 48 hours is asked about', async () => {
  assert.deepEqual(await codes({ health: { ...healthy, temperature: 37.3 } }), ['red', 'fever']);
  assert.deepEqual(await codes({ health: { ...healthy, temperature: 37.2 } }), ['green', 'in_order']);
  assert.deepEqual(await codes({ health: { ...healthy, temperature: 38 }, token: 'x' }), [
    'red',
    'fever',
    'not_a_pass',
  ]);
  assert.deepEqual(await codes({ health: { ...healthy, test: 'positive' } }), ['red', 'test_positive']);
  assert.deepEqual(await codes({ health: { ...healthy, testHours: 49 } }), ['grey', 'test_old']);
  assert.deepEqual(await codes({ health: { temperature: null, test: 'negative', testHours: 1 } }), [
    'grey',
    'temperature_missing',
  ]);
});

test('a phone without lists, with lists of yesterday, or whose clock was set back lets nobody pass by itself', async () => {
  assert.deepEqual(await codes({ list: null }), ['grey', 'no_list']);
  assert.deepEqual(await codes({ list: { ...list, madeAt: now - 25 * 3_600_000 } }), ['grey', 'old_list']);
  assert.deepEqual(await codes({ list: { ...list, madeAt: now + 3_600_000 } }), ['grey', 'clock_went_back']);
});

test('a thousand revoked passes are carried in less than 6 kB, none is lost, and none that is not revoked is taken for one', async () => {
  const marks = await Promise.all(Array.from({ length: 1000 }, (_, index) => markOf(`pass-${index}`)));
  const packed = packMarks(marks);
  assert.ok(packed.s.length < 5500, `${packed.s.length} bytes`);
  const carried = unpackMarks(packed);
  assert.ok(marks.every((mark) => carried.has(mark)));
  assert.equal(carried.size, 1000);
  for (let index = 1000; index < 4000; index += 1) assert.ok(!carried.has(await markOf(`pass-${index}`)));
  assert.deepEqual([...unpackMarks(packMarks([]))], []);
  assert.deepEqual([...unpackMarks(packMarks([0, 1, 2 ** 40 - 1]))], [0, 1, 2 ** 40 - 1]);
  assert.throws(() => unpackMarks({ ...packed, s: packed.s.slice(0, 2000) }), RangeError);
});

test('a browser whose WebCrypto has no Ed25519 checks the same signatures (RFC 8032, test 3, and random ones)', async () => {
  const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
  const key = hex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025');
  const signature = hex(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  );
  assert.ok(await verifyEd25519(key, signature, hex('af82')));
  assert.ok(!(await verifyEd25519(key, signature, hex('af83'))));
  for (let round = 0; round < 8; round += 1) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const message = Buffer.from(`${round} 示例`);
    const made = Uint8Array.from(sign(null, message, privateKey));
    const x = Uint8Array.from(Buffer.from((publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url'));
    assert.ok(await verifyEd25519(x, made, message));
    made[round * 8]! ^= 1;
    assert.ok(!(await verifyEd25519(x, made, message)));
  }
});

test('a long list of goods is shortened until the code fits, the plate and the times never', async () => {
  const long = { ...pass, g: '医用防护口罩'.repeat(30), w: ['示例押运员甲', '示例押运员乙'] };
  const fitted = fittingPayload(long, 430);
  assert.ok(ours.make(fitted).length < 620);
  assert.deepEqual([fitted.p, fitted.f, fitted.u, fitted.r], [pass.p, pass.f, pass.u, pass.r]);
  assert.ok((await readPass(ours.make(fitted), [ours.key])).ok);
});

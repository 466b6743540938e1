import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { planningContracts } from '#contracts/planning.ts';
import { platformContracts } from '#contracts/platform.ts';
import { requestContracts } from '#contracts/requests.ts';
import { testApp } from '#tests/support/app.ts';

const product = await testApp();
const lead = await product.as('city_lead');

test('what is wrong with a request is told in the reader’s language, field by field', async () => {
  const wrong = { body: { days: 'many', reserveDays: -1 } };
  const chinese = await lead.send(planningContracts.request, wrong);
  const english = await lead.send(planningContracts.request, { ...wrong, headers: { 'accept-language': 'en' } });
  assert.equal(chinese.status, 400);
  assert.match(chinese.body.words?.zh ?? '', /[一-龥]/);
  const fields = (answer: typeof chinese) =>
    (answer.body as { errors?: Array<{ path: string; message: string }> }).errors ?? [];
  assert.deepEqual(
    fields(chinese).map((error) => error.path),
    ['body.days', 'body.reserveDays'],
  );
  assert.match(fields(chinese)[0]?.message ?? '', /[一-龥]/);
  assert.match(fields(english)[0]?.message ?? '', /^[\x20-\x7E]+$/);
});

test('a body that is no JSON is refused in both languages', async () => {
  const send = (type: string, body: string) =>
    fetch(`${product.url}${planningContracts.request.path}`, {
      method: 'POST',
      headers: { cookie: lead.cookie, origin: product.url, 'content-type': type },
      body,
    });
  for (const [type, body, said] of [
    ['application/json', '{"days":', '请求有误：body 不是完整的 JSON'],
    ['text/csv', 'days\n3\n', '请求有误：body 内容类型应为 application/json'],
  ] as const) {
    const answer = await send(type, body);
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as { words: { zh: string } }).words.zh, said);
  }
});

test('characters that cannot be kept are refused with words, and nothing is kept', async () => {
  const hospital = await product.as('requester');
  const { rows } = await hospital.call(requestContracts.list);
  const body = {
    point: 'H-CITY1',
    item: 'mask',
    quantity: '10',
    reason: 'a\u0000b',
    urgency: 'routine',
    partialOk: true,
    by: '2022-01-10',
  };
  const answer = await hospital.send(requestContracts.file, { body });
  assert.equal(answer.status, 400);
  assert.equal(answer.body.code, 'request.invalid');
  assert.equal((await hospital.call(requestContracts.list)).rows.length, rows.length);
});

test('the same request sent twice under one key counts once; another one under that key is refused', async () => {
  const headers = { 'idempotency-key': 'a-key-of-one-act' };
  const body = { title: '重复发送', days: 3 };
  const [one, two] = await Promise.all([1, 2].map(() => lead.call(planningContracts.request, { body, headers })));
  assert.equal(one?.id, two?.id);
  const other = await lead.send(planningContracts.request, { body: { ...body, days: 4 }, headers });
  assert.equal(other.body.code, 'request.repeated-differently');
  await lead.call(planningContracts.cancel, { params: { id: one?.id ?? '' } }).catch(() => {});
});

test('an unknown address answers a problem, and the log holds no query and no name', async () => {
  const response = await fetch(`${product.url}/api/nothing?name=示例秘密`);
  assert.equal(response.status, 404);
  assert.equal(response.headers.get('content-type')?.startsWith('application/problem+json'), true);
  assert.equal((await product.public.call(platformContracts.health)).status, 'ok');
  assert.equal(
    product.log.some((line) => line.includes('示例秘密') || line.includes('示例市领导')),
    false,
  );
});

test('whoever goes away before the stream of changes begins leaves nothing behind in the server', async () => {
  const { changes } = product.app;
  const subscribe = changes.subscribe.bind(changes);
  let begun = 0;
  let listening = 0;
  changes.subscribe = (listener) => {
    begun += 1;
    listening += 1;
    const unsubscribe = subscribe(listener);
    return () => {
      listening -= 1;
      unsubscribe();
    };
  };
  const { hostname, port } = new URL(product.url);
  const asked = `GET ${platformContracts.events.path} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${lead.cookie}\r\n\r\n`;
  const goAway = (when: number | 'begun') =>
    new Promise<void>((gone) => {
      const socket = connect(Number(port), hostname, () => socket.write(asked));
      socket.on('error', () => {});
      socket.on('close', () => gone());
      if (when === 'begun') socket.once('data', () => socket.destroy());
      else setTimeout(() => socket.destroy(), when);
    });
  for (let round = 0; round < 15; round += 1) await Promise.all(([0, 2, 4, 8, 'begun'] as const).map(goAway));
  assert.ok(begun > 0, 'some stayed until their stream began');
  for (let tries = 0; tries < 600 && listening > 0; tries += 1) await new Promise((next) => setTimeout(next, 100));
  assert.equal(listening, 0);
  changes.subscribe = subscribe;
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { whoAmI } from '#contracts/accounts.ts';
import { disableUser, editUser } from '#contracts/administration.ts';
import { readConfig } from '#server/platform/config.ts';
import { installation, settledUser, sharedAdministrator } from './support.ts';

/** A provider on loopback: whoever comes is `subject`; it checks PKCE and gives each code out once. */
async function startProvider() {
  const keys = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<string, URLSearchParams>();
  const state = { subject: '', issuer: '', audience: 'baogong' };
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', state.issuer);
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (address.pathname === '/.well-known/openid-configuration') return json(200, discoveryOf(state.issuer));
    if (address.pathname === '/keys') return json(200, { keys: [jwk] });
    if (address.pathname === '/authorize') {
      const code = Math.random().toString(36).slice(2);
      codes.set(code, address.searchParams);
      const back = new URL(address.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', address.searchParams.get('state') ?? '');
      return response.writeHead(302, { location: back.href }).end();
    }
    const form = new URLSearchParams(await bodyOf(request));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!asked || asked.get('code_challenge') !== challenge) return json(400, { error: 'invalid_grant' });
    const token = new SignJWT({ nonce: asked.get('nonce') ?? '' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(state.issuer)
      .setAudience(state.audience)
      .setSubject(state.subject)
      .setIssuedAt()
      .setExpirationTime('5m');
    return json(200, { access_token: 'x', token_type: 'bearer', id_token: await token.sign(keys.privateKey) });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  after(() => server.close());
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

function discoveryOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const provider = await startProvider();
const place = await installation('serve', {
  provider: { issuer: provider.issuer, clientId: 'baogong', clientSecret: 'known to both', name: '示例统一身份' },
});
const { send } = place;
const fastify = place.app.fastify;

interface Returned {
  flow: string;
  back: string;
}

/** Begins at our server, goes to the provider and stops where the provider sends the browser back to. */
async function goThere(next = '/plan/7'): Promise<Returned> {
  const begun = await fastify.inject({ url: '/api/sign-in/provider', query: { next } });
  assert.equal(begun.statusCode, 302);
  const flow = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  const answered = await fetch(String(begun.headers.location), { redirect: 'manual' });
  return { flow, back: answered.headers.get('location') ?? '' };
}

async function comeBack({ flow, back }: Returned): Promise<{ to: string; cookie: string }> {
  const address = new URL(back);
  const reply = await fastify.inject({
    url: `${address.pathname}${address.search}`,
    headers: flow ? { cookie: flow } : {},
  });
  const cookies = [reply.headers['set-cookie'] ?? []].flat();
  return {
    to: String(reply.headers.location),
    cookie: cookies.find((line) => line.startsWith('__Host-baogong_session'))?.split(';')[0] ?? '',
  };
}

async function tie(userName: string, externalId: string): Promise<string> {
  const id = await settledUser(place, userName, 'auditor');
  const cookie = await sharedAdministrator(place);
  const reply = await send(editUser, {
    cookie,
    params: { id },
    body: { revision: 1, externalId, secondFactorRequired: true },
  });
  assert.equal(reply.status, 200);
  return id;
}

test('the sign-in page is told the provider’s name', async () => {
  assert.equal((await send(whoAmI)).body.provider, '示例统一身份');
});

test('whom the provider knows and a user is tied to comes in, back to where they were going', async () => {
  await tie('tied', 'subject-1');
  provider.subject = 'subject-1';
  const { to, cookie } = await comeBack(await goThere());
  assert.equal(to, '/plan/7');
  const me = (await send(whoAmI, { cookie })).body.user;
  assert.deepEqual([me?.userName, me?.pending], ['tied', null], 'the provider sees to the second factor');
});

test('whom no user is tied to stays outside', async () => {
  provider.subject = 'subject-unknown';
  assert.deepEqual(await comeBack(await goThere()), { to: '/sign-in?problem=sign-in.unknown-identity', cookie: '' });
});

test('a disabled user stays outside', async () => {
  const id = await tie('disabled', 'subject-2');
  await send(disableUser, { cookie: await sharedAdministrator(place), params: { id } });
  provider.subject = 'subject-2';
  assert.deepEqual(await comeBack(await goThere()), { to: '/sign-in?problem=sign-in.unknown-identity', cookie: '' });
});

test('an answer in a browser that did not begin the sign-in is refused, and so is another’s', async () => {
  provider.subject = 'subject-1';
  const refused = { to: '/sign-in?problem=sign-in.provider-failed', cookie: '' };
  const mine = await goThere();
  const other = await goThere();
  assert.deepEqual(await comeBack({ ...mine, flow: '' }), refused);
  assert.deepEqual(await comeBack({ back: other.back, flow: mine.flow }), refused);
});

test('an answer counts once, and only within ten minutes', async () => {
  provider.subject = 'subject-1';
  const refused = { to: '/sign-in?problem=sign-in.provider-failed', cookie: '' };
  const once = await goThere();
  assert.notEqual((await comeBack(once)).cookie, '');
  assert.deepEqual(await comeBack(once), refused);
  const late = await goThere();
  place.clock.pass({ minutes: 10 });
  assert.deepEqual(await comeBack(late), refused);
});

test('a token for another client is refused', async () => {
  provider.audience = 'another system';
  assert.equal((await comeBack(await goThere())).to, '/sign-in?problem=sign-in.provider-failed');
  provider.audience = 'baogong';
});

test('the way back leads nowhere outside of the product', async () => {
  provider.subject = 'subject-1';
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    assert.equal((await comeBack(await goThere(next))).to, '/', next);
  }
});

test('real use refuses a provider or an address of its own on plain HTTP', () => {
  const env = { BAOGONG_MODE: 'serve', BAOGONG_SECRET: 'x'.repeat(32), DATABASE_URL: 'postgres://x' };
  const variables = (more: Record<string, string>) =>
    readConfig({ ...env, ...more }).problems.map((problem) => problem.variable);
  assert.deepEqual(variables({ PUBLIC_URL: 'https://a.example' }), []);
  assert.deepEqual(variables({ PUBLIC_URL: 'http://a.example' }), ['PUBLIC_URL']);
  const plain = { PUBLIC_URL: 'https://a.example', OIDC_ISSUER: 'http://issuer.example' };
  assert.deepEqual(variables(plain), ['OIDC_ISSUER', 'OIDC_CLIENT_ID']);
});

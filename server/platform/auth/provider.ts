import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Configuration } from 'openid-client';
import type { Config, ProviderConfig } from '../config.ts';
import type { AppServer } from '../http/server.ts';
import { identityOf } from './identity.ts';
import { setSessionCookie } from './resolve-actor.ts';
import { findAccount, openSession, type SignInPlace } from './sign-in.service.ts';

const callbackPath = '/api/sign-in/provider/callback';
const flowMinutes = 10;

/** What a sign-in at the provider must come back with; kept in an encrypted cookie of the browser that began it. */
interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  next: string;
  until: number;
}

/**
 * Sign-in at an identity provider (OpenID Connect, authorization code with PKCE): the browser goes there and comes back with a code; the
 * subject it stands for must be some user's external id. Both addresses are opened by the browser itself, so they answer with redirects.
 */
export function registerProvider(server: AppServer, placeOf: (request: FastifyRequest) => SignInPlace): void {
  const { provider, publicUrl } = server.config;
  if (!provider) return;
  const discovered = rememberWhenGood(() => discover(provider));
  const callbackOf = (request: FastifyRequest): string =>
    `${publicUrl ?? `http://${request.headers.host}`}${callbackPath}`;

  server.fastify.get('/api/sign-in/provider', async (request, reply) => {
    const { next } = request.query as { next?: unknown };
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } =
      await import('openid-client');
    const configuration = await discovered().catch((error: unknown) => failed(request, error));
    if (!configuration) return toSignIn(reply, 'sign-in.provider-failed');
    const until = server.clock.now().getTime() + flowMinutes * 60_000;
    const flow: Flow = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      next: innerAddress(next),
      until,
    };
    setFlow(server, reply, flow);
    const address = buildAuthorizationUrl(configuration, {
      redirect_uri: callbackOf(request),
      scope: 'openid',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return reply.redirect(address.href);
  });

  server.fastify.get(callbackPath, async (request, reply) => {
    const flow = takeFlow(server, request, reply);
    if (!flow) return toSignIn(reply, 'sign-in.provider-failed');
    const subject = await subjectOf(request, callbackOf(request), flow, discovered).catch((error: unknown) =>
      failed(request, error),
    );
    if (!subject) return toSignIn(reply, 'sign-in.provider-failed');
    const account = await findAccount(identityOf(server), { externalId: subject });
    if (!account || account.disabled) return toSignIn(reply, 'sign-in.unknown-identity');
    const { token } = await openSession(placeOf(request), account, 'provider');
    setSessionCookie(reply, server.config, token);
    return reply.redirect(flow.next);
  });
}

async function discover(provider: ProviderConfig): Promise<Configuration> {
  const { allowInsecureRequests, discovery } = await import('openid-client');
  const issuer = new URL(provider.issuer);
  // Plain HTTP only on this machine, which readConfig has made sure of.
  const options = issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {};
  return discovery(issuer, provider.clientId, provider.clientSecret ?? undefined, undefined, {
    timeout: 10,
    ...options,
  });
}

/** A provider that could not be reached is asked again the next time. */
function rememberWhenGood<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null;
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** Exchanges the code; state, nonce, PKCE, issuer, audience, time and signature are checked by openid-client. */
async function subjectOf(
  request: FastifyRequest,
  callback: string,
  flow: Flow,
  discovered: () => Promise<Configuration>,
): Promise<string | null> {
  const { authorizationCodeGrant } = await import('openid-client');
  const address = new URL(callback);
  address.search = new URL(request.url, callback).search;
  const tokens = await authorizationCodeGrant(await discovered(), address, {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  });
  return tokens.claims()?.sub ?? null;
}

/** Logs the kind of failure only: the message may hold a code or a name. */
function failed(request: FastifyRequest, error: unknown): null {
  const { name, code } = error as { name?: string; code?: string };
  request.log.warn({ type: name, code }, 'sign-in at the provider failed');
  return null;
}

function toSignIn(reply: FastifyReply, problem: string): FastifyReply {
  return reply.redirect(`/sign-in?problem=${problem}`);
}

/** An address inside the product: '//elsewhere' and 'https:…' would lead away from it. */
function innerAddress(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/';
}

function flowCookie(config: Config): string {
  return config.mode === 'serve' ? '__Host-baogong_flow' : 'baogong_flow';
}

/** Lax, not strict: the browser comes back from another site. It is worth nothing without the provider's answer. */
function flowOptions(config: Config) {
  return { httpOnly: true, sameSite: 'lax', secure: config.mode === 'serve', path: '/' } as const;
}

function setFlow(server: AppServer, reply: FastifyReply, flow: Flow): void {
  const value = identityOf(server).secrets.encrypt(JSON.stringify(flow), 'sign-in flow');
  reply.setCookie(flowCookie(server.config), value, { ...flowOptions(server.config), maxAge: flowMinutes * 60 });
}

function takeFlow(server: AppServer, request: FastifyRequest, reply: FastifyReply): Flow | null {
  const value = request.cookies[flowCookie(server.config)];
  reply.clearCookie(flowCookie(server.config), flowOptions(server.config));
  if (!value) return null;
  try {
    const flow = JSON.parse(identityOf(server).secrets.decrypt(value, 'sign-in flow')) as Flow;
    return flow.until > server.clock.now().getTime() ? flow : null;
  } catch {
    // changed, or made under another secret
    return null;
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import type { Actor } from '../database/index.ts';
import { DomainError } from '../errors.ts';
import type { AppServer } from '../http/server.ts';
import { refuseCrossSite } from './cross-site.ts';
import { identityOf, rememberSession, type SessionOfRequest, sessionHours } from './identity.ts';

/** `__Host-`: only this host can have set it, over TLS, for every path. The demonstration is plain HTTP on this machine. */
export function cookieName(config: Config): string {
  return config.mode === 'serve' ? '__Host-baogong_session' : 'baogong_session';
}

function cookieOptions(config: Config) {
  return { httpOnly: true, sameSite: 'strict', secure: config.mode === 'serve', path: '/' } as const;
}

export function setSessionCookie(reply: FastifyReply, config: Config, token: string): void {
  reply.setCookie(cookieName(config), token, { ...cookieOptions(config), maxAge: sessionHours * 3600 });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(cookieName(config), cookieOptions(config));
}

export function publicActor(city: string): Actor {
  return { userId: 'public', name: '公众', role: 'public', city, scope: 'public', scopeIds: [], via: 'public' };
}

/**
 * Who calls: an API key (`Authorization: Bearer bg_…`), else the session of the cookie, else the public. A cookie that holds no longer is
 * the public, a key that holds no longer is an error: a program must notice.
 */
export function createResolveActor(server: AppServer): (request: FastifyRequest) => Promise<Actor> {
  const identity = identityOf(server);
  return async (request) => {
    const key = bearerOf(request);
    if (key !== null) {
      const actor = await identity.findKey(key, server.clock.now());
      if (!actor) throw new DomainError('sign-in.key-refused');
      return actor;
    }
    refuseCrossSite(request, server.config);
    const token = request.cookies[cookieName(server.config)];
    const found = token ? await identity.findSession(token, server.clock.now()) : null;
    if (!found) return publicActor(await identity.publicCity());
    requireNothingPending(server, request, found.session);
    rememberSession(request, found.session);
    return found.actor;
  };
}

function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const match = /^Bearer +(bg_[\w-]{20,100})$/i.exec(header);
  if (!match?.[1]) throw new DomainError('sign-in.key-refused');
  return match[1];
}

/** Until a one-time password is changed and a required second factor set up, only one's own account and what is public answer. */
function requireNothingPending(server: AppServer, request: FastifyRequest, session: SessionOfRequest): void {
  if (session.pending === null) return;
  const path = request.routeOptions.url ?? '';
  if (path === '/api/account' || path.startsWith('/api/account/') || path === '/api/events') return;
  const contract = server.contracts.find((entry) => entry.path === path && entry.method === request.method);
  if (contract?.access === 'public') return;
  throw new DomainError(
    session.pending === 'password' ? 'sign-in.password-change-needed' : 'sign-in.second-factor-needed',
  );
}

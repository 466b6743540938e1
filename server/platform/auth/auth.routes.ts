import type { FastifyReply, FastifyRequest } from 'fastify';
import * as accounts from '#contracts/accounts.ts';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { DomainError } from '../errors.ts';
import { bareRoute, route } from '../http/route.ts';
import type { AppServer } from '../http/server.ts';
import { inWork, type Work } from '../work.ts';
import * as account from './account.service.ts';
import { AddressThrottle } from './attempts.ts';
import { refuseCrossSite } from './cross-site.ts';
import { identityOf, sessionOf } from './identity.ts';
import { clearSessionCookie, cookieName, setSessionCookie } from './resolve-actor.ts';
import {
  actorOfToken,
  endSessionOf,
  endSessions,
  findAccount,
  normaliseUserName,
  openSession,
  type SignedIn,
  type SignInPlace,
  signInWithPassword,
} from './sign-in.service.ts';
import { describeCaller } from './who-am-i.ts';

/** How a sign-in comes in, whichever way it is. */
export function signInPlaces(server: AppServer): (request: FastifyRequest) => SignInPlace {
  const throttle = new AddressThrottle();
  const identity = identityOf(server);
  return (request) => ({
    server,
    identity,
    throttle,
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
  });
}

export function registerSignIn(server: AppServer, placeOf: (request: FastifyRequest) => SignInPlace): void {
  const identity = identityOf(server);
  const answer = (reply: FastifyReply, signedIn: SignedIn): SignedIn['answer'] => {
    setSessionCookie(reply, server.config, signedIn.token);
    return signedIn.answer;
  };
  route(server, accounts.whoAmI, async (context) =>
    describeCaller(context, server.config, sessionOf(context.request)?.pending ?? null),
  );
  bareRoute(server, accounts.signIn, async ({ request, reply, body }) => {
    refuseCrossSite(request, server.config);
    return answer(reply, await signInWithPassword(placeOf(request), body));
  });
  bareRoute(server, accounts.signOut, async ({ request, reply }) => {
    refuseCrossSite(request, server.config);
    clearSessionCookie(reply, server.config);
    const token = request.cookies[cookieName(server.config)];
    const found = token ? await actorOfToken(identity, token, server.clock.now()) : null;
    if (found) {
      await inWork(server.database, server.clock, found.actor, async (work) => {
        if (await endSessionOf(work, found.sessionId)) auditEnd(work, found.sessionId);
      });
    }
    return {};
  });
  if (server.config.mode === 'demonstration') registerDemonstration(server, placeOf, answer);
}

function auditEnd(work: Work, session: string): void {
  work.audit({ action: 'session.end', subject: 'user', subjectId: work.actor.userId, after: { session } });
}

function registerDemonstration(
  server: AppServer,
  placeOf: (request: FastifyRequest) => SignInPlace,
  answer: (reply: FastifyReply, signedIn: SignedIn) => SignedIn['answer'],
): void {
  const identity = identityOf(server);
  bareRoute(server, accounts.demonstrationUsers, async () => {
    const rows = await identity.accounts
      .selectFrom('users')
      .select(['user_name', 'display_name', 'role', 'scope', 'scope_ids'])
      .where('demonstration', '=', true)
      .where('disabled', '=', false)
      .orderBy('created_at')
      .orderBy('user_id')
      .limit(100)
      .execute();
    // As people rank them, however they came in: made in one transaction they share their moment.
    const ranks: readonly string[] = accounts.userRoles;
    const rank = (role: string): number => ranks.indexOf(role);
    const inOrder = rows.sort((one, other) => rank(one.role) - rank(other.role));
    return {
      rows: inOrder.map((row) => ({
        userName: row.user_name,
        name: row.display_name,
        role: row.role as Role,
        scope: row.scope as ScopeKind,
        scopeIds: row.scope_ids,
      })),
    };
  });
  bareRoute(server, accounts.demonstrationSignIn, async ({ request, reply, body }) => {
    refuseCrossSite(request, server.config);
    const found = await findAccount(identity, { userName: normaliseUserName(body.userName) });
    if (!found?.demonstration || found.disabled) throw new DomainError('sign-in.refused');
    return answer(reply, await openSession(placeOf(request), found, 'demonstration'));
  });
}

export function registerOwnAccount(server: AppServer): void {
  const identity = identityOf(server);
  const own = (context: Work & { request: FastifyRequest }): account.OwnAccount => {
    const session = sessionOf(context.request);
    // An API key has no password, sessions or second factor.
    if (!session) throw new DomainError('access.denied', { permission: 'session' });
    return { work: context, identity, session };
  };
  const secret = { secret: true };
  route(server, accounts.myAccount, async (context) => account.describeAccount(own(context)));
  route(
    server,
    accounts.changePassword,
    async (context) => {
      await account.changeOwnPassword(own(context), context.body);
      return {};
    },
    secret,
  );
  route(
    server,
    accounts.startSecondFactor,
    async (context) => account.beginSecondFactor(own(context), context.body.password),
    secret,
  );
  route(
    server,
    accounts.confirmSecondFactor,
    async (context) => {
      await account.takeSecondFactor(own(context), context.body.code);
      return {};
    },
    secret,
  );
  route(
    server,
    accounts.removeSecondFactor,
    async (context) => {
      await account.dropSecondFactor(own(context), context.body);
      return {};
    },
    secret,
  );
  route(server, accounts.endSession, async (context) => {
    const { work } = own(context);
    if (await endSessionOf(work, context.params.id)) auditEnd(work, context.params.id);
    else context.nothingChanged();
    work.changed('session');
    return {};
  });
  route(server, accounts.signOutEverywhere, async (context) => {
    const { work } = own(context);
    const ended = await endSessions(work, work.actor.userId, null);
    work.audit({
      action: 'session.end-all',
      subject: 'user',
      subjectId: work.actor.userId,
      after: { sessionsEnded: ended },
    });
    work.changed('session');
    work.afterCommit(() => clearSessionCookie(context.reply, server.config));
    return { ended };
  });
}

import * as administration from '#contracts/administration.ts';
import { auditKinds, checkAudit, listAudit } from '../audit-trail.ts';
import { requirePermission, route } from '../http/route.ts';
import type { AppServer } from '../http/server.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.service.ts';
import { editCity } from './city.service.ts';
import { identityOf } from './identity.ts';
import type { ScopeDirectory } from './scope.ts';
import * as users from './users.service.ts';

export function registerAdministration(server: AppServer, directory: ScopeDirectory): void {
  registerUsers(server, directory);
  registerKeys(server, directory);
  route(server, administration.editCity, async (context) => editCity(context, context.body));
  registerAudit(server);
}

function registerUsers(server: AppServer, directory: ScopeDirectory): void {
  const secret = { secret: true };
  route(server, administration.listUsers, async (context) => users.listUsers(context, directory, context.query));
  route(server, administration.listScopeUnits, async ({ tx, actor, query }) => ({
    rows: await directory.search(tx, actor.city, query.scope, query.search ?? ''),
  }));
  route(
    server,
    administration.createUser,
    async (context) => users.createUser(context, directory, context.body),
    secret,
  );
  route(server, administration.editUser, async (context) =>
    users.editUser(context, directory, context.params.id, context.body),
  );
  route(
    server,
    administration.resetPassword,
    async (context) => users.resetPassword(context, directory, context.params.id),
    secret,
  );
  const acts = [
    [administration.disableUser, users.disableUser],
    [administration.enableUser, users.enableUser],
    [administration.resetSecondFactor, users.resetSecondFactor],
  ] as const;
  for (const [contract, act] of acts) {
    route(server, contract, async (context) => {
      const { user, changed } = await act(context, directory, context.params.id);
      if (!changed) context.nothingChanged();
      return user;
    });
  }
}

function registerKeys(server: AppServer, directory: ScopeDirectory): void {
  const identity = identityOf(server);
  route(server, administration.listApiKeys, async (context) => ({ rows: await listApiKeys(context, directory) }));
  route(
    server,
    administration.createApiKey,
    async (context) => createApiKey(context, identity, directory, context.body),
    { secret: true },
  );
  route(server, administration.revokeApiKey, async (context) => {
    const { apiKey, changed } = await revokeApiKey(context, directory, context.params.id);
    if (!changed) context.nothingChanged();
    return apiKey;
  });
}

/** Whose history concerns accounts is for those who look after accounts, whatever else they see. */
const accountSubjects = new Set(['user', 'api-key']);

function registerAudit(server: AppServer): void {
  route(server, administration.listAudit, async (context) => listAudit(context, context.query, context.query));
  route(server, administration.auditKinds, async (context) => auditKinds(context));
  route(server, administration.auditHistory, async (context) => {
    const { params, query, actor } = context;
    if (accountSubjects.has(params.subject)) requirePermission(actor, 'audit.read');
    return listAudit(context, { subject: params.subject, subjectId: params.id }, query);
  });
  route(server, administration.verifyAuditChain, async (context) => checkAudit(context));
}

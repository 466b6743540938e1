import type { AppServer } from '../http/server.ts';
import { registerAdministration } from './administration.routes.ts';
import { registerOwnAccount, registerSignIn, signInPlaces } from './auth.routes.ts';
import { registerProvider } from './provider.ts';
import type { ScopeDirectory } from './scope.ts';

export { ensureDemonstrationUsers, findDemonstrationUsers } from './demonstration.ts';
export { createResolveActor } from './resolve-actor.ts';
export type { ScopeDirectory, ScopeUnit, UnitScope } from './scope.ts';

/** Sign-in, one's own account, users, API keys, the city's settings and the audit. `directory` knows the units that users are bound to. */
export function registerAccounts(server: AppServer, directory: ScopeDirectory): void {
  const placeOf = signInPlaces(server);
  registerSignIn(server, placeOf);
  registerProvider(server, placeOf);
  registerOwnAccount(server);
  registerAdministration(server, directory);
}

/** After signing out nobody who takes this device without a network is taken for the one who left: the kept answer of who is signed in goes. */
import { whoAmI } from '#contracts/accounts.ts';

export async function forgetSession(): Promise<void> {
  if (!('caches' in window)) return;
  try {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(whoAmI.path);
  } catch {
    // a browser that forbids its caches has kept nothing either
  }
}

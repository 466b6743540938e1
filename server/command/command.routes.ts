import { requestContracts } from '#contracts/requests.ts';
import { situationContract } from '#contracts/situation.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { readOutlook } from './requests-view.ts';
import { readSituation } from './situation.service.ts';

export function registerCommand(server: AppServer): void {
  route(server, situationContract, async (work) => readSituation(work));
  route(server, requestContracts.outlook, async (work) => readOutlook(work, work.query));
}

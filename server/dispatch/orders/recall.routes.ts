import { recallContracts as contracts } from '#contracts/recalls.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { endRecall, followUpRecall, startRecall } from './recall.service.ts';
import { readLots, readRecall, readRecalls, readWhereabouts } from './recall.views.ts';

export function registerRecalls(server: AppServer): void {
  route(server, contracts.lots, async (work) => ({ rows: await readLots(work, work.query) }));
  route(server, contracts.whereabouts, (work) => readWhereabouts(work, work.params.lot));
  route(server, contracts.list, (work) => readRecalls(work, work.query));
  route(server, contracts.read, (work) => readRecall(work, work.params.id));
  route(server, contracts.start, (work) => startRecall(work, work.body));
  route(server, contracts.followUp, async (work) => {
    await followUpRecall(work, work.params.id, work.body);
    return {};
  });
  route(server, contracts.end, async (work) => {
    await endRecall(work, work.params.id, work.body);
    return {};
  });
}

import { planningContracts as contracts } from '#contracts/planning.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { registerSolving } from './planning.job.ts';
import * as service from './planning.service.ts';
import * as views from './planning.views.ts';
import { planWorkbook } from './planning.workbook.ts';

export function registerPlanning(server: AppServer): void {
  registerSolving(server);
  route(server, contracts.list, async (work) => ({
    rows: await service.listPlans(work, work.query),
  }));
  route(server, contracts.request, async (work) => service.requestPlan(work, work.body));
  route(server, contracts.read, async (work) => service.readPlan(work, work.params.id));
  route(server, contracts.cancel, async (work) => {
    await service.cancelPlan(work, work.params.id);
    return {};
  });
  route(server, contracts.approve, async (work) => {
    await service.approvePlan(work, work.params.id, work.body.dataChangesKnown);
    return {};
  });
  route(server, contracts.curves, async (work) => views.curvesOf(work, work.params.id));
  route(server, contracts.production, async (work) => views.productionOf(work, work.params.id, work.query));
  route(server, contracts.shipments, async (work) => views.shipmentsOf(work, work.params.id, work.query));
  route(server, contracts.transfers, async (work) => views.transfersOf(work, work.params.id, work.query));
  route(server, contracts.writeOffs, async (work) => views.writeOffsOf(work, work.params.id, work.query));
  route(server, contracts.repeats, async (work) => views.repeatsOf(work, work.params.id));
  route(server, contracts.shortages, async (work) => views.shortagesOf(work, work.params.id, work.query));
  route(server, contracts.causes, async (work) => views.causesOf(work, work.params.id, work.query));
  route(server, contracts.changes, async (work) => {
    const rows = await service.changesSince(work, work.params.id);
    return { count: rows.length, rows: rows.slice(0, 500) };
  });
  route(server, contracts.compare, async (work) => views.comparePlans(work, work.params.id, work.params.other));
  route(server, contracts.workbook, async (work) => planWorkbook(work, work.params.id, work.language));
}

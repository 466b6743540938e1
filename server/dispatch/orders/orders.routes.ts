import { orderContracts as contracts } from '#contracts/orders.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import * as change from './change.service.ts';
import { handleNeeds } from './coverage.service.ts';
import { decideOrder } from './decide.service.ts';
import { issueRelease, readWaitingNeeds } from './needs.service.ts';
import * as views from './orders.views.ts';
import { ordersWorkbook } from './orders.workbook.ts';
import * as pick from './pick.service.ts';
import { issueFromPlan, previewPlan } from './plan.service.ts';
import { registerRecalls } from './recall.routes.ts';
import { changeRules, readRules } from './rules.service.ts';
import { readSendingPlaces, readSupply } from './supply.service.ts';

export function registerOrders(server: AppServer): void {
  handleNeeds(server);
  registerReading(server);
  registerDeciding(server);
  registerPicking(server);
  registerRecalls(server);
}

function registerReading(server: AppServer): void {
  route(server, contracts.list, (work) => views.readOrders(work, work.query, work.query));
  route(server, contracts.workbook, (work) => ordersWorkbook(work, work.query, work.language));
  route(server, contracts.preview, (work) => previewPlan(work, work.query));
  route(server, contracts.supply, (work) => readSupply(work, work.query));
  route(server, contracts.places, async (work) => ({ rows: await readSendingPlaces(work) }));
  route(server, contracts.toConfirm, async (work) => ({ rows: await views.readToConfirm(work) }));
  route(server, contracts.needs, (work) => readWaitingNeeds(work));
  route(server, contracts.rules, (work) => readRules(work));
  route(server, contracts.read, (work) => views.orderById(work, work.params.id));
}

function registerDeciding(server: AppServer): void {
  route(server, contracts.issueFromPlan, (work) => issueFromPlan(work, work.body));
  route(server, contracts.issueRelease, (work) => issueRelease(work, work.body.release));
  route(server, contracts.decide, (work) => decideOrder(work, work.body));
  route(server, contracts.approve, async (work) => {
    await change.approveOrder(work, work.params.id, work.body.revision);
    return {};
  });
  route(server, contracts.confirm, async (work) => {
    await change.confirmOrder(work, work.params.id, work.body.revision);
    return {};
  });
  route(server, contracts.cancel, async (work) => {
    await change.cancelOrder(work, work.params.id, work.body);
    return {};
  });
  route(server, contracts.amend, (work) => change.amendOrder(work, work.params.id, work.body));
  route(server, contracts.changeRules, async (work) => {
    await changeRules(work, work.body);
    return {};
  });
}

function registerPicking(server: AppServer): void {
  route(server, contracts.scan, (work) => pick.checkScan(work, work.params.id, work.query.code));
  route(server, contracts.pick, (work) => pick.pickOrder(work, work.params.id, work.body));
  route(server, contracts.load, (work) => pick.loadOrder(work, work.params.id, work.body.revision));
}

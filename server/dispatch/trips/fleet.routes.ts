/** Operations of the fleet's registers and of alerts: each is one call of a service. */
import { alertContracts } from '#contracts/dispatch-alerts.ts';
import { fleetContracts as contracts } from '#contracts/fleet.ts';
import { route } from '../../platform/http/route.ts';
import type { AppServer } from '../../platform/http/server.ts';
import { closeAlert, listAlerts, takeAlert } from './alerts.service.ts';
import { changeClosure, closeRoad, listClosures, openRoad } from './closures.service.ts';
import { listDrivers, saveDriver } from './drivers.service.ts';
import { listReceivers, saveReceiver } from './receivers.service.ts';
import { saveRoadFile } from './road-file.service.ts';
import { readRules, saveRules } from './rules.service.ts';
import { listTrucks, putBackInService, saveTruck, takeOutOfService } from './trucks.service.ts';

const listed = <T>(rows: T[]) => ({ rows, next: null, total: rows.length });

export function registerFleet(server: AppServer): void {
  route(server, contracts.trucks, async (work) => listed(await listTrucks(work)));
  route(server, contracts.saveTruck, (work) => saveTruck(work, work.params.id, work.body));
  route(server, contracts.takeOut, (work) => takeOutOfService(work, work.params.id, work.body));
  route(server, contracts.putBack, (work) => putBackInService(work, work.params.id, work.body));
  route(server, contracts.drivers, async (work) => {
    const { withdrawn } = work.query;
    return listed(await listDrivers(work, withdrawn === 'all' ? {} : { withdrawn: withdrawn === 'yes' }));
  });
  route(server, contracts.saveDriver, (work) => saveDriver(work, work.params.id, work.body));
  route(server, contracts.receivers, async (work) => listed(await listReceivers(work)));
  route(server, contracts.saveReceiver, (work) => saveReceiver(work, work.params.place, work.body));
  route(server, contracts.rules, (work) => readRules(work));
  route(server, contracts.saveRules, (work) => saveRules(work, work.body));
  registerRoads(server);
  route(server, alertContracts.list, (work) => listAlerts(work, work.query));
  route(server, alertContracts.take, (work) => takeAlert(work, work.params.id));
  route(server, alertContracts.close, (work) => closeAlert(work, work.params.id, work.body.outcome));
}

function registerRoads(server: AppServer): void {
  route(server, contracts.closures, async (work) => ({ rows: await listClosures(work, work.query.all === 'yes') }));
  route(server, contracts.close, async (work) => ({ id: await closeRoad(work, work.body) }));
  route(server, contracts.changeClosure, async (work) => {
    await changeClosure(work, work.params.id, work.body);
    return {};
  });
  route(server, contracts.lift, async (work) => {
    await openRoad(work, work.params.id);
    return {};
  });
  route(server, contracts.roads, async (work) => ({ rows: await saveRoadFile(work, work.body.csv) }));
}

import { reserveContracts } from '#contracts/reserves.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { askRelease, cancelRelease, decideRelease } from './release.service.ts';
import { readDuties, readReleases } from './release.view.ts';
import { addReserve, changeReserve, readReserves, receiveIntoReserve, setReserveLevels } from './reserves.service.ts';
import { readRotation } from './rotation.service.ts';

export function registerReserves(server: AppServer): void {
  route(server, reserveContracts.list, async (work) => readReserves(work));
  route(server, reserveContracts.add, async (work) => {
    await addReserve(work, work.body);
    return {};
  });
  route(server, reserveContracts.change, async (work) => {
    await changeReserve(work, work.params.id, work.body);
    return {};
  });
  route(server, reserveContracts.setLevels, async (work) => {
    await setReserveLevels(work, { reserve: work.params.id, item: work.params.item, ...work.body });
    return {};
  });
  route(server, reserveContracts.receive, async (work) => receiveIntoReserve(work, work.params.id, work.body));
  route(server, reserveContracts.releases, async (work) => readReleases(work, work.query.limit));
  route(server, reserveContracts.ask, async (work) => {
    const row = await askRelease(work, work.body);
    return { id: row.release_id, number: row.release_number };
  });
  route(server, reserveContracts.decide, async (work) => {
    await decideRelease(work, work.params.id, work.body);
    return {};
  });
  route(server, reserveContracts.cancel, async (work) => {
    await cancelRelease(work, work.params.id, work.body.reason);
    return {};
  });
  route(server, reserveContracts.duties, async (work) => readDuties(work, work.query.all === 'true'));
  route(server, reserveContracts.rotation, async (work) => readRotation(work, work.query.within));
}

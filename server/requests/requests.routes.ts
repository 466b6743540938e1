import { requestContracts } from '#contracts/requests.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { readAnswerHours, setAnswerHours } from './answer-hours.service.ts';
import { decideRequest } from './decision.service.ts';
import {
  fileRequest,
  listRequests,
  readChoices,
  readRequest,
  sayInRequest,
  withdrawRequest,
} from './requests.service.ts';
import { handleSeries, readSeries, startSeries, stopSeries } from './series.service.ts';

export function registerRequests(server: AppServer): void {
  handleSeries(server);
  route(server, requestContracts.list, async (work) => listRequests(work, work.query));
  route(server, requestContracts.answerHours, async (work) => readAnswerHours(work));
  route(server, requestContracts.setAnswerHours, async (work) => {
    await setAnswerHours(work, work.params.mode, work.body);
    return {};
  });
  route(server, requestContracts.points, async (work) => readChoices(work));
  route(server, requestContracts.read, async (work) => readRequest(work, work.params.id));
  route(server, requestContracts.file, async (work) => {
    const row = await fileRequest(work, work.body);
    return { id: row.request_id, number: row.request_number };
  });
  route(server, requestContracts.decide, async (work) => {
    await decideRequest(work, work.params.id, work.body.revision, work.body.answer);
    return { request: (await readRequest(work, work.params.id)).request };
  });
  route(server, requestContracts.withdraw, async (work) => {
    await withdrawRequest(work, work.params.id, work.body.reason);
    return {};
  });
  route(server, requestContracts.say, async (work) => {
    await sayInRequest(work, work.params.id, work.body.words);
    return {};
  });
  route(server, requestContracts.series, async (work) => readSeries(work));
  route(server, requestContracts.startSeries, async (work) => startSeries(work, work.body));
  route(server, requestContracts.stopSeries, async (work) => {
    await stopSeries(work, work.params.id);
    return {};
  });
}

/** The board of orders: what command and the wall may use. */
import { boardContracts as contracts } from '#contracts/board.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { readAnswers, readBoard, readFigureEntries, readPlanAgainstActual } from './board.service.ts';

export { readAnswers, readBoard, readPlanAgainstActual } from './board.service.ts';

export function registerBoard(server: AppServer): void {
  route(server, contracts.board, (work) => readBoard(work, work.query));
  route(server, contracts.plan, (work) => readPlanAgainstActual(work, work.query));
  route(server, contracts.answers, (work) => readAnswers(work, work.query));
  route(server, contracts.entries, (work) => readFigureEntries(work, work.query));
}

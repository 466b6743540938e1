/** Daily reports: the only file of this capability that others import. */
export { readBoard } from './day.service.ts';
export { madeUpActor, makeUpReports } from './made-up.ts';
export { registerReports } from './reports.routes.ts';

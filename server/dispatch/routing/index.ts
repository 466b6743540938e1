/** Trucks and routes (S20): pure, no database, no HTTP. Units are the caller's, see types.ts. */
export { type CheckResult, checkRoutes, type Violation, type ViolationCode } from './check.ts';
export { type Instance, readInstance } from './instance.ts';
export { InstanceError } from './instance-error.ts';
export { solveRoutes } from './solve.ts';
export { solveRoutesInWorker } from './solve-in-worker.ts';
export { type LateCode, type Timetable, timetable, type Visit } from './timetable.ts';
export type * from './types.ts';

/** The planner: pure, no database and no HTTP. `planCity` is the way in; the rest is for those who need its parts. */
export type { Cause, CauseConstraint } from './causes.ts';
export { explain } from './causes.ts';
export { checkPlan, type Violation } from './check.ts';
export type { Cover } from './cover.ts';
export { PlanningInputError } from './errors.ts';
export type { ObjectiveValues } from './measure.ts';
export type { MovementRow, Plan, ProductionRow, SolverReport, UnmetRow, WriteOffRow } from './plan.ts';
export { type Assumption, type PlanningProblem, planningProblem } from './problem.ts';
export { PlanBroken, type PlannedCity, planCity } from './run.ts';
export type { CapacityFactor, DemandFactor, PlanningOptions, RoadMatrix, Scenario, SealedCounty } from './scenario.ts';
export { type PlanProgress, type PlanStatus, type SolvePlanOptions, solvePlan, type WarmStart } from './solve.ts';

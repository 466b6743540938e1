export { LexicographicProgram, type MinimiseOptions, type ObjectiveOutcome } from './lexicographic.ts';
export { type CompiledProgram, LinearProgram } from './linear-program.ts';
export type { Basis, BoundChanges, Probe, ProbeRequest, SolveReply, SolveRequest, SolveStatus } from './messages.ts';
export { type LinearModel, LinearSolver, type SolveOptions, SolverStopped } from './solver.ts';

/** The position: what a city has, what it needs, how long it lasts. Pure: from a folder and from a database it comes out the same. */
export { groupBy, isLicensed, stockRowId } from './facts.ts';
export { computePosition, type PositionOptions } from './position.ts';
export type * from './types.ts';

export type { CityDataset } from '#server/registry/dataset/types.ts';
export type { ObjectiveValues } from '../measure.ts';
export type { PlanningOptions } from '../scenario.ts';
export { enumeratePlans } from './enumerate.ts';
export { FIRST_DAY, randomCity, randomHorizon, randomScenario } from './random-city.ts';
export { referenceObjectives } from './reference.ts';
export { type TinyCity, tinyCity } from './tiny-city.ts';

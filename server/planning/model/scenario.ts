/** What a planner may assume of the days ahead. Days are inclusive; left out = the whole horizon, every item, everywhere. */
import type { BusinessDay } from '#contracts/calendar.ts';
import type { CityDataset } from '#server/registry/dataset/types.ts';
import { PlanningInputError } from './errors.ts';

interface Period {
  from?: BusinessDay;
  until?: BusinessDay;
}

/** Multiplies the need. Several that apply multiply each other. */
export interface DemandFactor extends Period {
  factor: number;
  item?: string;
  kind?: string;
  county?: string;
  point?: string;
}

/** Multiplies a line's daily capacity: a plant short of people, a county without power. Several that apply multiply. */
export interface CapacityFactor extends Period {
  factor: number;
  line?: string;
  enterprise?: string;
  county?: string;
}

/** No goods cross this county's border, in either direction, unless they have the green channel. */
export interface SealedCounty extends Period {
  county: string;
  /** exempt goods: all of them, or those of the named items or enterprises */
  greenChannel?: 'all' | { items?: string[]; enterprises?: string[] };
}

export interface Scenario {
  demand?: DemandFactor[];
  capacity?: CapacityFactor[];
  sealed?: SealedCounty[];
  /** days of need that a demand point may keep; 0 = nothing is stored there */
  coverDays?: number;
}

/** Kilometres by road from a place to another (enterprise or demand point ids); what is missing is estimated. */
export type RoadMatrix = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface PlanningOptions {
  /** first day planned; the stock is that of the close of the day before */
  from: BusinessDay;
  /** how many days, 1–366 */
  days: number;
  /** days of need to be left in stock at the end; 7 unless given */
  reserveDays?: number;
  scenario?: Scenario;
  roadMatrix?: RoadMatrix;
}

export function during(period: Period, day: BusinessDay): boolean {
  return (period.from === undefined || day >= period.from) && (period.until === undefined || day <= period.until);
}

/**
 * Everything that a scenario names is in the city: a plan made without what was misspelt would look like the plan asked for.
 * @throws PlanningInputError with the place in the scenario
 */
export function checkScenario(scenario: Scenario, data: CityDataset): void {
  const item = known(data.items, ({ code }) => code, 'items.csv');
  const county = known(data.counties, ({ code }) => code, 'counties.csv');
  const enterprise = known(data.enterprises, ({ id }) => id, 'enterprises.csv');
  const line = known(data.lines, ({ id }) => id, 'lines.csv');
  const point = known(data.demandPoints, ({ id }) => id, 'demand_points.csv');
  const kind = known(data.demandPoints, (each) => each.kind, 'demand_points.csv');
  scenario.demand?.forEach((each, index) => {
    item(`demand[${index}].item`, each.item);
    kind(`demand[${index}].kind`, each.kind);
    county(`demand[${index}].county`, each.county);
    point(`demand[${index}].point`, each.point);
  });
  scenario.capacity?.forEach((each, index) => {
    line(`capacity[${index}].line`, each.line);
    enterprise(`capacity[${index}].enterprise`, each.enterprise);
    county(`capacity[${index}].county`, each.county);
  });
  scenario.sealed?.forEach((each, index) => {
    county(`sealed[${index}].county`, each.county);
    if (each.greenChannel === undefined || each.greenChannel === 'all') return;
    const { items = [], enterprises = [] } = each.greenChannel;
    for (const code of items) item(`sealed[${index}].greenChannel.items`, code);
    for (const id of enterprises) enterprise(`sealed[${index}].greenChannel.enterprises`, id);
  });
}

function known<T>(rows: readonly T[], codeOf: (row: T) => string, file: string) {
  const codes = new Set(rows.map(codeOf));
  return (where: string, value: string | undefined): void => {
    if (value !== undefined && !codes.has(value))
      throw new PlanningInputError('unknown_in_scenario', { where, value, file });
  };
}

/** What a planner may assume of the days ahead. Days are inclusive; left out = the whole horizon, every item, everywhere. */
import type { BusinessDay } from '#contracts/calendar.ts';

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

/**
 * What a city has, what it needs and how long it lasts, on one day. Every figure names the rows that it sums, so that it can be opened.
 * Quantities are exact decimals in the base unit of the item or line.
 */
import type { Decimal } from 'decimal.js';
import type { BusinessDay, Grade } from '#server/registry/dataset/index.ts';

/** What a figure's source ids name: rows of the stock (`stockRowId`), lines, enterprises, or needs (`point/item`). */
export type SourceKind = 'stock' | 'line' | 'enterprise' | 'need';

export interface Figure {
  value: Decimal;
  /** empty for a count of producers */
  unit: string;
  kind: SourceKind;
  ids: string[];
}

export interface Cover {
  /** stock ÷ need of a day; null when nothing is needed */
  days: Decimal | null;
  /** first day on which need is not fully met; null when that does not happen within the horizon */
  runsOut: BusinessDay | null;
  /** how much is lacking on that day */
  lacking: Decimal | null;
}

export interface CurvePoint {
  day: BusinessDay;
  need: Decimal;
  /** at the close of the day when nothing is made */
  stock: Decimal;
  /** at the close of the day when every line runs at its capacity */
  stockWithProduction: Decimal;
  /** need of the day not met, in each case */
  unmet: Decimal;
  unmetWithProduction: Decimal;
}

export interface Licensed {
  /** producers whose hygiene licence is valid on the day */
  producers: Figure;
  /** one figure a unit */
  capacity: Figure[];
  stock: Figure[];
}

/** What lines and stock of one kind come to; a shared line counts once. */
export interface Totals {
  producers: Figure;
  lines: Figure;
  /** in the unit of the lines, one figure a unit */
  capacity: Figure[];
  /** what may be made on the day: without lines of `production` items at producers whose licence is not valid */
  allowedCapacity: Figure[];
  stock: Figure[];
  licensed: Licensed;
  /** stock whose last day of issue is within the next days (60 unless asked otherwise) */
  expiring: Figure[];
  /** stock past its last day */
  expired: Figure[];
}

export interface LineShare {
  line: string;
  enterprise: string;
  /** a day of the whole line given to this item, in the item's unit */
  capacity: Decimal;
  /** the other items that the line makes in its place */
  sharedWith: string[];
}

export interface GradePosition {
  grade: Grade;
  stock: Figure;
  /** need that asks this grade (medical), or asks none (general) */
  needPerDay: Figure;
}

export interface ItemPosition extends Totals {
  item: string;
  category: string;
  unit: string;
  lineShares: LineShare[];
  needPerDay: Figure;
  needByTier: Array<{ tier: number; need: Figure }>;
  /** only of items that have grades */
  grades: GradePosition[];
  cover: Cover;
  /** with what the lines can make at capacity, inputs not looked at (the plan does); shared lines serve the day's gaps first */
  coverWithProduction: Cover;
  curve: CurvePoint[];
}

export interface CategoryPosition extends Totals {
  category: string;
  items: string[];
}

/** One item in one county or at one enterprise. */
export interface PlacedItem {
  item: string;
  unit: string;
  stock: Figure;
  capacity: Figure[];
  /** of the county's own demand points; none at an enterprise */
  needPerDay: Figure;
  /** the place's own stock ÷ its own need; null when it needs nothing */
  days: Decimal | null;
}

export interface CountyPosition extends Totals {
  county: string;
  items: PlacedItem[];
}

export type LicenceState = 'valid' | 'lapses-soon' | 'lapsed' | 'none';

export interface EnterprisePosition extends Totals {
  enterprise: string;
  licence: { state: LicenceState; until: BusinessDay | null; daysLeft: number | null };
  items: PlacedItem[];
}

/** What needs an act before long. */
export interface Notices {
  /** licences whose last day lies within the next days */
  lapsingLicences: Array<{ enterprise: string; until: BusinessDay; daysLeft: number }>;
  expiringStock: Array<{
    id: string;
    enterprise: string;
    item: string;
    quantity: Decimal;
    expires: BusinessDay;
    daysLeft: number;
  }>;
}

export interface Position {
  day: BusinessDay;
  horizonDays: number;
  /** what "soon" means for licences and expiries, in days */
  soonDays: number;
  producers: Figure;
  /** producers with a line of some capacity that may run on the day */
  runningProducers: Figure;
  items: ItemPosition[];
  categories: CategoryPosition[];
  counties: CountyPosition[];
  enterprises: EnterprisePosition[];
  notices: Notices;
}

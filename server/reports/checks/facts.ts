/** What a report is compared with: the registry and the ledger, as far as they concern one enterprise and one day. Pure. */
import type { Decimal } from 'decimal.js';

export interface ItemFacts {
  item: string;
  name: readonly [zh: string, en: string];
  unit: string;
  contentKg: Decimal | null;
  licenceRule: 'production' | 'grade' | null;
  /** what `opening` and `closing` are known by: on days before the books begin, the report of the day before, or nothing */
  known: 'ledger' | 'report' | 'nothing';
  /** the ledger's closing of the day before */
  opening: Decimal;
  /** the ledger's closing of the day, without what this report posted before */
  closing: Decimal;
  /** made and sent out by the ledger that day, without what this report posted before */
  made: Decimal;
  sent: Decimal;
  /** the stock of this day was counted (opening of the books, stocktake): the count holds the day's production and shipments already */
  counted: boolean;
}

export interface InputFacts {
  input: string;
  name: readonly [zh: string, en: string];
  unit: string;
  before: Decimal;
  inboundPerDay: Decimal;
  /** `before` was counted at the close of this very day */
  counted: boolean;
}

export interface LineFacts {
  id: string;
  items: readonly string[];
  dailyCapacity: Decimal;
  unit: string;
  staff: number;
  kwhPerUnit: Decimal;
  gasM3PerUnit: Decimal;
  /** how many of `unit` the energy figures are for */
  energyUnit: number;
}

export interface ReportFacts {
  day: string;
  items: readonly ItemFacts[];
  inputs: readonly InputFacts[];
  lines: readonly LineFacts[];
  bom: ReadonlyArray<{ item: string; input: string; perUnit: Decimal }>;
  /** last valid day of the hygiene licence */
  licenceUntil: string | null;
}

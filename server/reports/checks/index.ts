/** What a report is worth and what it posts, computed without database or network. */
export { checkReport, energyFor, expectedStock, madeOf, usedOf } from './checks.ts';
export type { InputFacts, ItemFacts, LineFacts, ReportFacts } from './facts.ts';
export { type Flow, type LedgerItem, type LedgerLot, type LotKey, type Posting, postingsFor } from './reconcile.ts';
export { assessReport, scoreOf } from './trust.ts';

/** What must be posted so that the ledger says exactly what the report says. Pure. */
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';

export type Flow = 'made' | 'unmade' | 'sent' | 'unsent' | 'found' | 'missing';

/** A lot as the ledger may not know it yet. */
export interface LotKey {
  lotNumber: string;
  expires: string | null;
  grade: 'medical' | 'general' | null;
}

export interface LedgerLot extends LotKey {
  lot: number;
  /** at the close of the day */
  stock: Decimal;
  /** how much of it may leave: not promised, and still there today */
  free: Decimal;
  /** free of quarantine and recall, and not past its last day */
  usable: boolean;
  /** net of the day's movements from production, and to receivers that only reports know */
  made: Decimal;
  sentByReport: Decimal;
}

export interface LedgerItem {
  item: string;
  lots: readonly LedgerLot[];
  /** net of the day: everything made; everything sent out, whoever posted it */
  made: Decimal;
  sent: Decimal;
}

export interface Posting {
  flow: Flow;
  item: string;
  /** a known lot, or the description of one to be made */
  lot: number | LotKey;
  quantity: Decimal;
}

const zero = new Decimal(0);
const ownLot: LotKey = { lotNumber: '', expires: null, grade: null };

interface Held extends LotKey {
  lot: number | null;
  stock: Decimal;
  free: Decimal;
  usable: boolean;
  made: Decimal;
  sentByReport: Decimal;
}

/**
 * Postings for one item: first production and shipments by which the report differs from the ledger, then the difference that is left, lot
 * by lot where the report names lots. Afterwards the ledger's closing equals `row.stock`; called again with the same figures it leaves the
 * stock as it is.
 */
export function postingsFor(row: ReportFigures['items'][number], ledger: LedgerItem): Posting[] {
  const held: Held[] = ledger.lots.map((lot) => ({ ...lot }));
  const postings: Posting[] = [];
  const move = (flow: Flow, lot: Held, quantity: Decimal, direction: 1 | -1): void => {
    if (quantity.lte(0)) return;
    lot.stock = lot.stock.add(quantity.mul(direction));
    lot.free = lot.free.add(quantity.mul(direction));
    const known = postings.find((posting) => posting.flow === flow && sameLot(posting.lot, lot));
    if (known) known.quantity = known.quantity.add(quantity);
    else postings.push({ flow, item: row.item, lot: lot.lot ?? keyOf(lot), quantity });
  };
  const made = findOrAdd(held, row.madeLot ? { ...ownLot, ...row.madeLot } : ownLot);
  produce(new Decimal(row.made).sub(ledger.made), made, held, move);
  ship(new Decimal(row.sent).sub(ledger.sent), made, held, move);
  if (row.lots) reconcileLots(row.lots, held, move);
  else reconcileTotal(new Decimal(row.stock), made, held, move);
  return postings;
}

type Move = (flow: Flow, lot: Held, quantity: Decimal, direction: 1 | -1) => void;

const keyOf = ({ lotNumber, expires, grade }: LotKey): LotKey => ({ lotNumber, expires, grade });
const sameKey = (one: LotKey, other: LotKey): boolean =>
  one.lotNumber === other.lotNumber && one.expires === other.expires && one.grade === other.grade;
const sameLot = (posted: number | LotKey, lot: Held): boolean =>
  typeof posted === 'number' ? posted === lot.lot : lot.lot === null && sameKey(posted, lot);

function findOrAdd(held: Held[], key: LotKey): Held {
  const known = held.find((lot) => sameKey(lot, key));
  if (known) return known;
  const fresh: Held = { ...key, lot: null, stock: zero, free: zero, usable: true, made: zero, sentByReport: zero };
  held.push(fresh);
  return fresh;
}

/** Less made than was posted: taken back from what was made that day. */
function produce(more: Decimal, made: Held, held: Held[], move: Move): void {
  move('made', made, more, 1);
  let rest = Decimal.max(0, more.neg());
  for (const lot of held) {
    const back = Decimal.min(rest, Decimal.max(0, lot.made), Decimal.max(0, lot.free));
    move('unmade', lot, back, -1);
    rest = rest.sub(back);
  }
}

/** First expired, first out, from what may leave; what the books lack for it was there all the same, and is found first. */
function ship(more: Decimal, made: Held, held: Held[], move: Move): void {
  let rest = more.abs();
  if (more.lt(0)) {
    for (const lot of held) {
      const back = Decimal.min(rest, Decimal.max(0, lot.sentByReport));
      move('unsent', lot, back, 1);
      rest = rest.sub(back);
    }
    return;
  }
  for (const lot of firstExpired(held.filter((one) => one.usable))) {
    const taken = Decimal.min(rest, Decimal.max(0, lot.free));
    move('sent', lot, taken, -1);
    rest = rest.sub(taken);
  }
  move('found', made, rest, 1);
  move('sent', made, rest, -1);
}

function reconcileLots(told: NonNullable<ReportFigures['items'][number]['lots']>, held: Held[], move: Move): void {
  const lots = told.map((lot) => ({ ...lot, grade: gradeOf(lot, held) }));
  for (const lot of lots) findOrAdd(held, lot);
  for (const lot of held) {
    const reported = lots.filter((one) => sameKey(one, lot)).reduce((sum, one) => sum.add(one.stock), zero);
    const difference = reported.sub(lot.stock);
    if (difference.gt(0)) move('found', lot, difference, 1);
    else move('missing', lot, difference.neg(), -1);
  }
}

/** A workbook's rows name no grade: number and last day tell the lot, which keeps the grade that it has. */
function gradeOf(lot: LotKey, held: readonly Held[]): LotKey['grade'] {
  if (lot.grade !== null || held.some((one) => sameKey(one, lot))) return lot.grade;
  return held.find((one) => one.lotNumber === lot.lotNumber && one.expires === lot.expires)?.grade ?? null;
}

/** What is missing is taken from the day's own make, then from what lasts longest: the books never promise more shelf life than there is. */
function reconcileTotal(reported: Decimal, made: Held, held: Held[], move: Move): void {
  let difference = reported.sub(held.reduce((sum, lot) => sum.add(lot.stock), zero));
  move('found', made, difference, 1);
  if (difference.gte(0)) return;
  for (const lot of [made, ...firstExpired(held.filter((one) => one !== made)).reverse()]) {
    const taken = Decimal.min(difference.neg(), Decimal.max(0, Decimal.min(lot.free, lot.stock)));
    move('missing', lot, taken, -1);
    difference = difference.add(taken);
  }
  // promised or gone since: the ledger says which, and refuses
  const largest = [...held].sort((one, other) => other.stock.cmp(one.stock))[0];
  if (difference.lt(0) && largest !== undefined) move('missing', largest, difference.neg(), -1);
}

/** What never expires, or may, comes last. */
function firstExpired(lots: readonly Held[]): Held[] {
  return [...lots].sort((one, other) => ((one.expires ?? '9') < (other.expires ?? '9') ? -1 : 1));
}

/** Which lot of an order a scanned code names: the same on the telephone, without a network, and on the server. */
import { readGs1 } from './gs1.ts';
import { isOwnLabel, readOwnLabel } from './scan.ts';

interface Labelled {
  lot: number;
  lotNumber: string;
  expires: string | null;
}
/** A lot in a line of the order. */
export interface LineLot<Lot extends Labelled> {
  line: number;
  lot: Lot;
}

export type ScanResult<Lot extends Labelled> =
  | { kind: 'found'; line: number; lot: Lot; serial: string | null }
  | { kind: 'other-order'; order: string }
  | { kind: 'wrong'; scanned: string }
  | { kind: 'expiry'; lotNumber: string; scanned: string; expected: string }
  | { kind: 'unreadable'; why: readonly [zh: string, en: string] };

/** By our own label, by a lot number as it stands on the box, or by the lot number and expiry of a GS1 symbol. */
export function matchScan<Lot extends Labelled>(
  code: string,
  lots: ReadonlyArray<LineLot<Lot>>,
  today: string,
): ScanResult<Lot> {
  if (isOwnLabel(code)) return matchOwn(code, lots);
  // before anything is read into it: a lot number of digits may look like a GS1 element string
  const typed = lots.filter(({ lot }) => lot.lotNumber !== '' && lot.lotNumber === code.trim());
  if (typed.length > 0) return sole(typed, null);
  const read = readGs1(code, today);
  if (!read.ok) return { kind: 'unreadable', why: [read.zh, read.en] };
  const { lot: number, expires, serial } = read.content;
  if (number === null) return { kind: 'unreadable', why: ['标签上没有批号（AI 10）', 'it has no lot number (AI 10)'] };
  const same = lots.filter(({ lot }) => lot.lotNumber === number);
  if (same.length === 0) return { kind: 'wrong', scanned: number };
  if (expires === null) return sole(same, serial);
  const found = same.find(({ lot }) => lot.expires === expires) ?? same.find(({ lot }) => lot.expires === null);
  if (found === undefined) {
    return { kind: 'expiry', lotNumber: number, scanned: expires, expected: same[0]!.lot.expires ?? '' };
  }
  return { kind: 'found', ...found, serial };
}

function matchOwn<Lot extends Labelled>(code: string, lots: ReadonlyArray<LineLot<Lot>>): ScanResult<Lot> {
  const label = readOwnLabel(code);
  if (label === null) {
    const why = ['校验位不符，标签可能污损', 'its check does not match: the label may be smudged'] as const;
    return { kind: 'unreadable', why };
  }
  if (label.kind === 'order') return { kind: 'other-order', order: label.order };
  const found = lots.find(({ lot }) => lot.lot === label.lot);
  return found ? { kind: 'found', ...found, serial: null } : { kind: 'wrong', scanned: `#${label.lot}` };
}

/** One number may stand on lots of several expiries: then the number alone does not say which. */
function sole<Lot extends Labelled>(same: ReadonlyArray<LineLot<Lot>>, serial: string | null): ScanResult<Lot> {
  if (new Set(same.map(({ lot }) => lot.lot)).size === 1) return { kind: 'found', ...same[0]!, serial };
  return {
    kind: 'unreadable',
    why: ['这个批号有几个效期，请扫带效期的码', 'this lot number has several expiries: scan a code that says which'],
  };
}

import { Decimal } from 'decimal.js';
import type { ReactNode } from 'react';
import type { ArrivingLot } from '#contracts/receipts.ts';
import { groupDigits, parseQuantity } from '#contracts/units.ts';
import { Day } from '../../platform/day.tsx';
import { useLanguage, useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { useLotName } from '../orders/shared.tsx';
import { type Photo, PhotoField } from './photo-field.tsx';

const words = {
  sent: ['发出', 'Sent'],
  good: ['完好', 'In good condition'],
  damaged: ['破损', 'Damaged'],
  of: ['{lot} {what}数量', '{what} of {lot}'],
  all: ['全数完好', 'All in good condition'],
  packing: ['外包装完好', 'The outer packing is whole'],
  short: ['少 {count}', '{count} missing'],
  over: ['比发出的多，请核对', 'More than was sent: count again'],
  expires: ['效期', 'Expires'],
} as const;

export interface LotCount {
  /** as typed */
  received: string;
  damaged: string;
  packingWhole: boolean;
}
export const emptyCount: LotCount = { received: '', damaged: '', packingWhole: true };
export const keyOf = (lot: ArrivingLot): string => `${lot.line}|${lot.lot}`;

export interface ReadCount {
  received: Decimal;
  damaged: Decimal;
  missing: Decimal;
}

/** What was typed, in numbers; null while it is not counted or makes no sense. */
export function readCount(lot: ArrivingLot, count: LotCount): ReadCount | null {
  const received = parseQuantity(count.received);
  const damaged = parseQuantity(count.damaged === '' ? '0' : count.damaged);
  if (!received.ok || !damaged.ok || received.value.isNegative() || damaged.value.isNegative()) return null;
  const missing = new Decimal(lot.sent).sub(received.value.toFixed()).sub(damaged.value.toFixed());
  return {
    received: new Decimal(received.value.toFixed()),
    damaged: new Decimal(damaged.value.toFixed()),
    missing,
  };
}

interface Props {
  lots: readonly ArrivingLot[];
  counts: Record<string, LotCount>;
  change: (key: string, part: Partial<LotCount>) => void;
  photos: readonly Photo[];
  changePhotos: (step: (before: Photo[]) => Photo[]) => void;
}

/** Each lot with what came of it: in good condition, damaged; what is missing is said beside it. */
export function CountLots({ lots, counts, change, photos, changePhotos }: Props) {
  return (
    <ul className="orders-pick-list">
      {lots.map((lot) => (
        <CountLot
          key={keyOf(lot)}
          lot={lot}
          count={counts[keyOf(lot)] ?? emptyCount}
          change={(part) => change(keyOf(lot), part)}
        >
          <PhotoField photos={photos} of={keyOf(lot)} onChange={changePhotos} />
        </CountLot>
      ))}
    </ul>
  );
}

function CountLot({
  lot,
  count,
  change,
  children,
}: {
  lot: ArrivingLot;
  count: LotCount;
  change: (part: Partial<LotCount>) => void;
  /** what is asked for only when the count differs */
  children: ReactNode;
}) {
  const text = useText(words);
  const { language } = useLanguage();
  const name = useLotName()(lot);
  const read = readCount(lot, count);
  const differs = read !== null && (!read.missing.isZero() || !read.damaged.isZero());
  return (
    <li className={read === null ? 'orders-pick' : 'orders-pick orders-pick-done'}>
      <strong>{language === 'zh' ? lot.itemName : lot.itemNameEn}</strong>
      <span>{name}</span>
      <span className="bg-muted">
        {text('expires')} <Day day={lot.expires} year />
      </span>
      <span>
        {text('sent')} <Quantity value={lot.sent} unit={lot.unit} exact />
      </span>
      <div className="receipts-counts">
        {(['received', 'damaged'] as const).map((field) => {
          const what = text(field === 'received' ? 'good' : 'damaged');
          return (
            <label key={field} className="receipts-field">
              {what}
              <input
                className="bg-input orders-pick-number"
                inputMode="decimal"
                aria-label={text('of', { lot: name, what })}
                value={count[field]}
                onChange={(event) => change({ [field]: event.target.value })}
              />
            </label>
          );
        })}
      </div>
      <button
        type="button"
        className="bg-button receipts-tap"
        onClick={() => change({ received: lot.sent, damaged: '' })}
      >
        {text('all')}
      </button>
      {differs && (
        <>
          <p className="receipts-difference" role="status">
            {read.missing.isNegative() ? text('over') : text('short', { count: groupDigits(read.missing.toFixed()) })}
          </p>
          <label className="receipts-whole">
            <input
              type="checkbox"
              checked={count.packingWhole}
              onChange={(event) => change({ packingWhole: event.target.checked })}
            />
            {text('packing')}
          </label>
          {children}
        </>
      )}
    </li>
  );
}

/** Stock at close lot by lot, where it is known: the sum is the stock. */
import { Decimal } from 'decimal.js';
import { formatDay } from '#contracts/calendar.ts';
import type { DraftFigures, ReportForm } from '#contracts/reports.ts';
import { Fields, FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { QuantityInput } from '../platform/quantity-input.tsx';

type Lots = NonNullable<DraftFigures['items'][number]['lots']>;
type Lot = Lots[number];

const words = {
  title: ['按批次填结存（选填）', 'Stock by lot (optional)'],
  lot: ['批号 {number}', 'Lot {number}'],
  bare: ['无批号', 'No lot number'],
  today: ['（今天生产）', ' (made today)'],
  expires: ['，有效期至 {day}', ', until {day}'],
  total: ['合计作为结存', 'The sum is the stock'],
} as const;

const sameLot = (one: Lot, other: Lot): boolean =>
  one.lotNumber === other.lotNumber && one.expires === other.expires && one.grade === other.grade;

interface Props {
  known: ReportForm['items'][number];
  row: DraftFigures['items'][number];
  onChange: (lots: Lots, stock: string) => void;
}

export function LotFields({ known, row, onChange }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const made: Lot | null = row.madeLot ? { ...row.madeLot, grade: null, stock: '0' } : null;
  const books: Lots = [...known.lots];
  const choices = made === null || books.some((lot) => sameLot(lot, made)) ? books : [...books, made];
  if (choices.length === 0) return null;
  const given = row.lots ?? null;
  const nameOf = (lot: Lot) =>
    [
      lot.lotNumber === '' ? text('bare') : text('lot', { number: lot.lotNumber }),
      lot.expires === null ? '' : text('expires', { day: formatDay(lot.expires, language, { year: true }) }),
      made !== null && sameLot(lot, made) ? text('today') : '',
    ].join('');
  const change = (lot: Lot, stock: string | null) => {
    const before = given ?? choices;
    const next = choices.map((one) => ({
      ...one,
      stock: sameLot(one, lot) ? (stock ?? '0') : (before.find((other) => sameLot(other, one))?.stock ?? '0'),
    }));
    const sum = next.reduce((total, one) => total.add(one.stock), new Decimal(0));
    onChange(next, sum.toFixed());
  };
  return (
    <details>
      <summary>{text('title')}</summary>
      <Fields>
        {choices.map((lot) => (
          <FormField key={nameOf(lot)} label={nameOf(lot)} hint={text('total')}>
            {(field) => (
              <QuantityInput
                {...field}
                unit={known.unit}
                value={(given ?? choices).find((one) => sameLot(one, lot))?.stock ?? '0'}
                onChange={(stock) => change(lot, stock)}
              />
            )}
          </FormField>
        ))}
      </Fields>
    </details>
  );
}

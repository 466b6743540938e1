import { Button, Input, Select } from 'antd';
import type { Decimal } from 'decimal.js';
import type { Balance } from '#contracts/stock.ts';
import { gradeNames } from '#contracts/stock-terms.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useToday } from '../platform/session.tsx';
import { ItemChoice } from './choices.tsx';
import { useItemNames } from './item-names.ts';
import { Expiry, LotWords } from './shared.tsx';
import { type Counted, differenceOf, type Found } from './stocktake-draft.ts';

const words = {
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  expires: ['最后可发日期', 'Issue until'],
  books: ['账面', 'Books'],
  counted: ['实盘', 'Counted'],
  countedOf: ['{item}的实盘数', 'Counted quantity of {item}'],
  reason: ['差异原因', 'Reason for the difference'],
  reasonOf: ['{item}的差异原因', 'Reason for the difference of {item}'],
  needed: ['请写明原因', 'Give the reason'],
  same: ['相符', 'agrees'],
  difference: ['差异', 'Difference'],
  over: ['多 ', 'more by '],
  under: ['少 ', 'less by '],
  grade: ['等级', 'Grade'],
  lotNumber: ['批号', 'Lot number'],
  quantity: ['实盘数', 'Counted'],
  add: ['添加一行', 'Add a line'],
  remove: ['删除', 'Remove'],
  why: ['原因', 'Reason'],
} as const;

interface CountedProps {
  rows: readonly Balance[];
  counted: Record<number, Counted>;
  onChange: (lot: number, counted: Counted) => void;
}

/** The books' lots, each with a place for what was counted and, where it differs, for why. */
export function CountedRows({ rows, counted, onChange }: CountedProps) {
  const text = useText(words);
  return (
    <table className="stock-count-grid">
      <thead>
        <tr>
          <th scope="col">{text('item')}</th>
          <th scope="col">{text('lot')}</th>
          <th scope="col">{text('expires')}</th>
          <th scope="col" className="bg-right">
            {text('books')}
          </th>
          <th scope="col">{text('counted')}</th>
          <th scope="col">{text('difference')}</th>
          <th scope="col">{text('reason')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <CountedRow key={row.lot} row={row} counted={counted[row.lot]} onChange={(next) => onChange(row.lot, next)} />
        ))}
      </tbody>
    </table>
  );
}

function CountedRow(props: { row: Balance; counted: Counted | undefined; onChange: (counted: Counted) => void }) {
  const { row, counted, onChange } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const name = localName(row.item, language);
  const difference = differenceOf(row, counted);
  const reason = counted?.reason ?? '';
  return (
    <tr>
      <td>{name}</td>
      <td>
        <LotWords lotNumber={row.lotNumber} grade={row.grade} state={row.state} />
      </td>
      <td>
        <Expiry day={row.expires} on={today} />
      </td>
      <td className="bg-right" data-label={text('books')}>
        <Quantity value={row.quantity} unit={row.item.unit} exact />
      </td>
      <td data-label={text('counted')}>
        <QuantityInput
          value={counted?.quantity ?? null}
          unit={row.item.unit}
          aria-label={text('countedOf', { item: name })}
          onChange={(quantity) => onChange({ quantity, reason })}
        />
      </td>
      <td data-label={difference === null ? undefined : text('difference')}>
        <Difference of={difference} unit={row.item.unit} />
      </td>
      <td data-label={isOff(difference) ? text('reason') : undefined}>
        {isOff(difference) && (
          <>
            <Input
              aria-label={text('reasonOf', { item: name })}
              status={reason.trim() === '' ? 'error' : ''}
              maxLength={500}
              value={reason}
              onChange={(event) => onChange({ quantity: counted?.quantity ?? null, reason: event.target.value })}
            />
            {reason.trim() === '' && <span className="bg-hint bg-field-problem">{text('needed')}</span>}
          </>
        )}
      </td>
    </tr>
  );
}

const isOff = (difference: Decimal | null): difference is Decimal => difference !== null && !difference.isZero();

function Difference({ of, unit }: { of: Decimal | null; unit: string }) {
  const text = useText(words);
  if (of === null) return null;
  if (of.isZero()) return <span className="bg-muted">{text('same')}</span>;
  return (
    <span>
      {text(of.isNegative() ? 'under' : 'over')}
      <Quantity value={of.abs().toFixed()} unit={unit} exact />
    </span>
  );
}

/** Goods that the books do not know. */
export function FoundRows({ found, onChange }: { found: readonly Found[]; onChange: (found: Found[]) => void }) {
  const text = useText(words);
  const next = () => Math.max(0, ...found.map((entry) => entry.key)) + 1;
  const blank = (): Found => ({
    key: next(),
    item: '',
    grade: null,
    lotNumber: '',
    expires: null,
    quantity: null,
    reason: '',
  });
  return (
    <>
      {found.map((entry) => (
        <FoundRow
          key={entry.key}
          entry={entry}
          onChange={(changed) => onChange(found.map((one) => (one.key === entry.key ? changed : one)))}
          onRemove={() => onChange(found.filter((one) => one.key !== entry.key))}
        />
      ))}
      <Button onClick={() => onChange([...found, blank()])}>{text('add')}</Button>
    </>
  );
}

function FoundRow(props: { entry: Found; onChange: (entry: Found) => void; onRemove: () => void }) {
  const { entry, onChange, onRemove } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const item = useItemNames()(entry.item);
  return (
    <div className="stock-found">
      <Fields>
        <FormField label={text('item')}>
          {(field) => (
            <ItemChoice
              {...field}
              needed
              value={entry.item}
              onChange={(code) => onChange({ ...entry, item: code, grade: null })}
            />
          )}
        </FormField>
        {item.graded && (
          <FormField label={text('grade')}>
            {(field) => (
              <Select
                {...field}
                className="bg-wide"
                value={entry.grade}
                options={(['medical', 'general'] as const).map((grade) => ({
                  value: grade,
                  label: pick(gradeNames[grade], language),
                }))}
                onChange={(grade) => onChange({ ...entry, grade })}
              />
            )}
          </FormField>
        )}
        <FormField label={text('lotNumber')} optional>
          {(field) => (
            <Input
              {...field}
              maxLength={60}
              value={entry.lotNumber}
              onChange={(event) => onChange({ ...entry, lotNumber: event.target.value })}
            />
          )}
        </FormField>
        <FormField label={text('expires')} optional>
          {(field) => (
            <DayInput {...field} value={entry.expires} onChange={(expires) => onChange({ ...entry, expires })} />
          )}
        </FormField>
        <FormField label={text('quantity')}>
          {(field) => (
            <QuantityInput
              {...field}
              value={entry.quantity}
              unit={item.unit}
              onChange={(quantity) => onChange({ ...entry, quantity })}
            />
          )}
        </FormField>
        <FormField
          label={text('why')}
          problem={entry.quantity !== null && entry.reason.trim() === '' ? text('needed') : undefined}
        >
          {(field) => (
            <Input
              {...field}
              maxLength={500}
              value={entry.reason}
              onChange={(event) => onChange({ ...entry, reason: event.target.value })}
            />
          )}
        </FormField>
      </Fields>
      <Button onClick={onRemove}>{text('remove')}</Button>
    </div>
  );
}

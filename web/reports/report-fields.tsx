/** The figures of a report as a form at the desk: the clerk's own, and the officer's correction. */
import { Input } from 'antd';
import type { ReportFigures, ReportForm } from '#contracts/reports.ts';
import { formatQuantity } from '#contracts/units.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel } from '../platform/page.tsx';
import { fieldProblem } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { HindranceFields } from './hindrance-fields.tsx';
import { LotFields } from './lot-fields.tsx';
import type { ReportState } from './report-state.ts';

const words = {
  items: ['产品', 'Products'],
  made: ['当日生产', 'Made today'],
  sent: ['当日发出', 'Sent out today'],
  stock: ['日终结存', 'Stock at close'],
  counted: ['账面 {closing} 是当日日终的盘点数', 'The books’ {closing} were counted at this day’s close'],
  opening: ['账面昨日结存', 'Opening in the books'],
  capacity: ['日产能', 'Daily capacity'],
  lot: ['当日批号', 'Lot made today'],
  expires: ['当日批有效期至', 'Today’s lot lasts until'],
  inputs: ['原料', 'Inputs'],
  arrived: ['当日到货', 'Arrived today'],
  left: ['剩余', 'Left'],
  people: ['人员与能源', 'People and energy'],
  staff: ['到岗人数', 'Staff present'],
  staffBooks: ['在册 {staff} 人', '{staff} on the books'],
  power: ['用电', 'Power used'],
  gas: ['用气', 'Gas used'],
  before: ['上次 {value}', 'Last time {value}'],
  noMeter: ['没抄表可留空', 'Leave empty when the meter was not read'],
} as const;

export function ReportFields({ form, state, problem }: { form: ReportForm; state: ReportState; problem: unknown }) {
  const text = useText(words);
  const { language } = useLanguage();
  const wrong = (field: string) => fieldProblem(problem, `figures.${field}`);
  const previous = form.yesterday?.figures;
  const last = (value: string | null | undefined, unit: string): string | undefined =>
    value == null ? undefined : text('before', { value: formatQuantity(value, unit, language) });
  const meter = (value: string | null | undefined, unit: string): string =>
    [last(value, unit), text('noMeter')].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <Panel title={text('items')}>
        {form.items.map((known) => (
          <ItemFields
            key={known.item}
            known={known}
            before={form.yesterday?.figures.items.find((row) => row.item === known.item)}
            state={state}
            wrong={wrong}
          />
        ))}
      </Panel>
      {form.inputs.length > 0 && (
        <Panel title={text('inputs')}>
          {form.inputs.map((known) => (
            <InputFields
              key={known.input}
              known={known}
              before={last(previous?.inputs.find((row) => row.input === known.input)?.left, known.unit)}
              state={state}
              wrong={wrong}
            />
          ))}
        </Panel>
      )}
      <Panel title={text('people')}>
        <Fields>
          <FormField label={text('staff')} hint={text('staffBooks', { staff: form.staffBooks })}>
            {(field) => (
              <QuantityInput
                {...field}
                unit="人"
                value={state.figures.staffPresent === null ? null : String(state.figures.staffPresent)}
                onChange={(value) => state.set({ staffPresent: value === null ? null : Math.round(Number(value)) })}
              />
            )}
          </FormField>
          <FormField label={text('power')} hint={meter(previous?.powerKwh, '千瓦时')} optional>
            {(field) => (
              <QuantityInput
                {...field}
                unit="千瓦时"
                value={state.figures.powerKwh}
                onChange={(powerKwh) => state.set({ powerKwh })}
              />
            )}
          </FormField>
          <FormField label={text('gas')} hint={meter(previous?.gasM3, '立方米')} optional>
            {(field) => (
              <QuantityInput
                {...field}
                unit="立方米"
                value={state.figures.gasM3}
                onChange={(gasM3) => state.set({ gasM3 })}
              />
            )}
          </FormField>
        </Fields>
        <HindranceFields value={state.figures.hindrances} onChange={(hindrances) => state.set({ hindrances })} />
      </Panel>
    </>
  );
}

interface PartProps<Known> {
  known: Known;
  state: ReportState;
  wrong: (field: string) => string | undefined;
}

function ItemFields({
  known,
  before,
  state,
  wrong,
}: PartProps<ReportForm['items'][number]> & { before: ReportFigures['items'][number] | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  const row = state.figures.items.find((one) => one.item === known.item);
  if (row === undefined) return null;
  const parts = ['made', 'sent', 'stock'] as const;
  return (
    <fieldset className="reports-row">
      <legend>{localName(known, language)}</legend>
      <p className="bg-muted">
        {known.counted ? (
          text('counted', { closing: formatQuantity(known.closing, known.unit, language) })
        ) : (
          <>
            {text('opening')} <Quantity value={known.opening} unit={known.unit} />
          </>
        )}
        {known.capacity !== null && (
          <>
            {' · '}
            {text('capacity')} <Quantity value={known.capacity} unit={known.unit} />
          </>
        )}
      </p>
      {wrong(`items.${known.item}`) !== undefined && (
        <p role="alert" className="bg-field-problem">
          {wrong(`items.${known.item}`)}
        </p>
      )}
      <Fields>
        {parts.map((part) => (
          <FormField
            key={part}
            label={text(part)}
            hint={
              before === undefined
                ? undefined
                : text('before', { value: formatQuantity(before[part], known.unit, language) })
            }
            problem={wrong(`items.${known.item}.${part}`)}
          >
            {(field) => (
              <QuantityInput
                {...field}
                unit={known.unit}
                value={row[part]}
                onChange={(quantity) => state.setItem(known.item, part, quantity)}
              />
            )}
          </FormField>
        ))}
        <FormField label={text('lot')} optional problem={wrong(`items.${known.item}.lots`)}>
          {(field) => (
            <Input
              {...field}
              maxLength={60}
              value={row.madeLot?.lotNumber ?? ''}
              onChange={({ target }) =>
                state.setMadeLot(
                  known.item,
                  target.value === '' ? null : { lotNumber: target.value, expires: row.madeLot?.expires ?? null },
                )
              }
            />
          )}
        </FormField>
        {row.madeLot && (
          <FormField label={text('expires')} optional>
            {(field) => (
              <DayInput
                {...field}
                value={row.madeLot?.expires ?? null}
                onChange={(expires) =>
                  state.setMadeLot(known.item, { lotNumber: row.madeLot?.lotNumber ?? '', expires })
                }
              />
            )}
          </FormField>
        )}
      </Fields>
      <LotFields known={known} row={row} onChange={(lots, stock) => state.setLots(known.item, lots, stock)} />
    </fieldset>
  );
}

function InputFields({
  known,
  before,
  state,
  wrong,
}: PartProps<ReportForm['inputs'][number]> & { before: string | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  const row = state.figures.inputs.find((one) => one.input === known.input);
  if (row === undefined) return null;
  return (
    <fieldset className="reports-row">
      <legend>{localName(known, language)}</legend>
      <Fields>
        <FormField label={text('arrived')} optional>
          {(field) => (
            <QuantityInput
              {...field}
              unit={known.unit}
              value={row.arrived ?? null}
              onChange={(value) => state.setInput(known.input, 'arrived', value)}
            />
          )}
        </FormField>
        <FormField
          label={text('left')}
          hint={before}
          problem={wrong(`inputs.${known.input}`) ?? wrong(`inputs.${known.input}.left`)}
        >
          {(field) => (
            <QuantityInput
              {...field}
              unit={known.unit}
              value={row.left}
              onChange={(value) => state.setInput(known.input, 'left', value)}
            />
          )}
        </FormField>
      </Fields>
    </fieldset>
  );
}

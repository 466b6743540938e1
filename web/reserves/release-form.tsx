import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { type Reserve, type ReserveHolding, reserveContracts } from '#contracts/reserves.ts';
import { Choose, Paragraph } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { Quantity } from '../platform/number.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useToday } from '../platform/session.tsx';
import { useNames } from './parts.tsx';

const words = {
  title: ['申请动用储备', 'Ask for a release'],
  rotate: ['申请轮换', 'Ask for a rotation'],
  cancel: ['取消', 'Cancel'],
  ask: ['提交', 'Ask'],
  asked: ['已提交，待批准', 'Asked: it waits for approval'],
  reserve: ['储备库', 'Reserve'],
  item: ['物资', 'Item'],
  available: ['可动用', 'Available'],
  floor: ['底线', 'Floor'],
  target: ['目标', 'Target'],
  quantity: ['数量', 'Quantity'],
  to: ['送到', 'To'],
  by: ['最迟', 'By'],
  medical: ['只要医用级', 'Medical grade only'],
  reason: ['原因', 'Why'],
} as const;

/** What the form begins with; a rotation names its lot. */
export interface AskStart {
  reserve?: string | undefined;
  item?: string | undefined;
  to?: string | undefined;
  quantity?: string | undefined;
  by?: string | undefined;
  reason?: string | undefined;
  medical?: boolean | undefined;
  request?: string | undefined;
  lot?: number | undefined;
}

interface Props {
  start: AskStart;
  list: { reserves: Reserve[]; holdings: ReserveHolding[] };
  onClose: () => void;
  onAsked: () => void;
}

export function ReleaseForm({ start, list, onClose, onAsked }: Props) {
  const { language } = useLanguage();
  const text = useText(words);
  const today = useToday();
  const names = useNames();
  const open = list.reserves.filter((entry) => !entry.closed);
  const [reserve, setReserve] = useState(start.reserve ?? whereMost(list.holdings, start.item) ?? open[0]?.id ?? '');
  const [item, setItem] = useState(start.item ?? '');
  const [to, setTo] = useState(start.to ?? '');
  const [quantity, setQuantity] = useState<string | null>(start.quantity ?? null);
  const [by, setBy] = useState<string | null>(start.by ?? today);
  const [medical, setMedical] = useState(start.medical ?? false);
  const [reason, setReason] = useState(start.reason ?? '');
  const ask = useAct(reserveContracts.ask, {
    onDone: () => {
      notify(words.asked);
      onAsked();
    },
  });
  const held = list.holdings.filter((row) => row.reserve === reserve);
  const holding = held.find((row) => row.item.code === item);
  const unit = holding?.item.unit ?? names.unitOf(item);
  // a number of pieces is no number of tonnes
  const chooseItem = (code: string) => {
    if (item !== '' && names.unitOf(code) !== unit) setQuantity(null);
    setItem(code);
  };
  const ready = reserve !== '' && item !== '' && to !== '' && quantity !== null && by !== null && reason.trim() !== '';
  const send = () => {
    if (!ready) return;
    const grade = medical ? ('medical' as const) : null;
    const refers = { request: start.request ?? null, lot: start.lot ?? null };
    void ask.run({ body: { reserve, item, to, quantity, by, grade, reason: reason.trim(), ...refers } });
  };
  return (
    <Dialog
      open
      title={text(start.lot === undefined ? 'title' : 'rotate')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!ready} loading={ask.running} onClick={send}>
            {text('ask')}
          </Button>
        </>
      }
    >
      <Fields>
        <FormField label={text('reserve')}>
          {(field) => (
            <Choose
              field={field}
              value={reserve}
              options={open.map((entry) => ({ value: entry.id, label: entry.name }))}
              onChange={setReserve}
            />
          )}
        </FormField>
        <FormField label={text('item')}>
          {(field) => (
            <Choose
              field={field}
              value={item}
              options={held.map((row) => ({ value: row.item.code, label: localName(row.item, language) }))}
              onChange={chooseItem}
            />
          )}
        </FormField>
        <FormField label={text('quantity')}>
          {(field) => <QuantityInput key={unit} {...field} unit={unit} value={quantity} onChange={setQuantity} />}
        </FormField>
        <FormField label={text('to')}>
          {(field) => (
            <Choose
              field={field}
              value={to}
              options={names.demandPoints.map((point) => ({ value: point.id, label: point.name }))}
              onChange={setTo}
            />
          )}
        </FormField>
        <FormField label={text('by')}>
          {(field) => <DayInput {...field} value={by} from={today} clearable={false} onChange={setBy} />}
        </FormField>
      </Fields>
      {holding !== undefined && (
        <p className="reserves-line">
          {text('available')} <Quantity value={holding.available} unit={unit} exact />
          {holding.floor !== null && (
            <>
              {' · '}
              {text('floor')} <Quantity value={holding.floor} unit={unit} exact />
              {' · '}
              {text('target')} <Quantity value={holding.target} unit={unit} exact />
            </>
          )}
        </p>
      )}
      {start.lot === undefined && (
        <Checkbox checked={medical} onChange={(event) => setMedical(event.target.checked)}>
          {text('medical')}
        </Checkbox>
      )}
      <FormField label={text('reason')}>
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      {ask.problem !== null && <ProblemView problem={ask.problem} />}
    </Dialog>
  );
}

/** The reserve that has most of the item. */
function whereMost(holdings: readonly ReserveHolding[], item: string | undefined): string | undefined {
  return holdings
    .filter((row) => row.item.code === item && !row.closed)
    .sort((one, other) => Number(other.available) - Number(one.available))[0]?.reserve;
}

import { Button } from 'antd';
import { useState } from 'react';
import { type OrderDetail, orderContracts } from '#contracts/orders.ts';
import { Paragraph } from '../../platform/controls.tsx';
import { useAct } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { useText } from '../../platform/language.ts';
import { useGo } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { useToday } from '../../platform/session.tsx';
import { useItemWords } from './shared.tsx';

const words = {
  lead: [
    '生成一张新的调拨令并注明更改自本令，批次重新锁定；填 0 去掉一行。',
    'A new order takes its place and names it; lots are chosen anew. Zero takes a line out.',
  ],
  leaves: ['发出日期', 'Leaves on'],
  reason: ['原因', 'Why'],
  missing: ['请填写', 'Fill this in'],
  amend: ['更改', 'Amend'],
} as const;

export function AmendForm({ order, onDone }: { order: OrderDetail; onDone: () => void }) {
  const text = useText(words);
  const go = useGo();
  const today = useToday();
  const itemWords = useItemWords();
  const [quantities, setQuantities] = useState<Record<number, string | null>>(
    Object.fromEntries(order.lines.map((line) => [line.line, line.quantity])),
  );
  const [day, setDay] = useState(order.dispatchDay);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const amend = useAct(orderContracts.amend, {
    onDone: ({ id, number }) => {
      notify([`已更改，新令 ${number}`, `Amended: ${number}`]);
      onDone();
      go(`/dispatch/orders/${id}`);
    },
    renews: ['orders', 'stock'],
  });
  const lines = order.lines.flatMap(({ line }) => {
    const quantity = quantities[line] ?? null;
    return quantity === null ? [] : [{ line, quantity }];
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason.trim() === '' || lines.length < order.lines.length) return;
        const moved = day === order.dispatchDay ? {} : { dispatchDay: day };
        void amend.run({ params: { id: order.id }, body: { revision: order.revision, reason, lines, ...moved } });
      }}
    >
      <p className="bg-muted">{text('lead')}</p>
      {order.lines.map((line) => (
        <FormField
          key={line.line}
          label={itemWords(line.item).name}
          problem={tried && (quantities[line.line] ?? null) === null ? text('missing') : null}
        >
          {(field) => (
            <QuantityInput
              {...field}
              value={quantities[line.line] ?? null}
              unit={itemWords(line.item).unit}
              onChange={(quantity) => setQuantities({ ...quantities, [line.line]: quantity })}
            />
          )}
        </FormField>
      ))}
      <FormField label={text('leaves')} problem={fieldProblem(amend.problem, 'dispatchDay')}>
        {(field) => (
          <DayInput {...field} value={day} from={today} clearable={false} onChange={(next) => setDay(next ?? day)} />
        )}
      </FormField>
      <FormField label={text('reason')} problem={tried && reason.trim() === '' ? text('missing') : null}>
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      <ProblemView problem={amend.problem} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={amend.running}>
          {text('amend')}
        </Button>
      </FormActions>
    </form>
  );
}

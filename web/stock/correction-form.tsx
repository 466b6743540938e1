import { Button, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import { type Movement, stockContracts } from '#contracts/stock.ts';
import { Paragraph } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { Panel } from '../platform/page.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useToday } from '../platform/session.tsx';
import { PlaceChoice } from './choices.tsx';

const words = {
  title: ['更正这条记录', 'Correct this entry'],
  more: [
    '原记录保留不动：系统先记一条冲销，再按下面的内容重新入账。',
    'The entry stays: it is taken back by a new one, and what you write below is posted anew.',
  ],
  how: ['应当怎样', 'What is right'],
  instead: ['内容有误，应为', 'It was posted wrongly and should be'],
  nothing: ['根本不该入账', 'It should not have been posted at all'],
  quantity: ['数量', 'Quantity'],
  day: ['业务日期', 'Business day'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  reason: ['更正原因', 'Why'],
  reasonHint: ['与两条新记录一起保存', 'Kept with the new entries'],
  reasonMissing: ['请写明更正的原因', 'Give the reason'],
  send: ['更正', 'Correct'],
  cancel: ['取消', 'Cancel'],
} as const;

interface Props {
  movement: Movement;
  onDone: () => void;
  onCancel: () => void;
}

export function CorrectionForm({ movement, onDone, onCancel }: Props) {
  const text = useText(words);
  const today = useToday();
  const [posted, setPosted] = useState<'instead' | 'nothing'>('instead');
  const [quantity, setQuantity] = useState<string | null>(movement.quantity);
  const [day, setDay] = useState(movement.day);
  const [from, setFrom] = useState(movement.from.place);
  const [to, setTo] = useState(movement.to.place);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const correct = useAct(stockContracts.correct, {
    onDone: () => {
      notify(['已更正', 'Corrected']);
      onDone();
    },
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '' || (posted === 'instead' && quantity === null)) return;
    const instead = posted === 'nothing' ? null : { quantity: quantity ?? undefined, day, from, to };
    void correct.run({ params: { id: movement.id }, body: { reason: reason.trim(), instead } });
  }

  return (
    <Panel title={text('title')}>
      <form onSubmit={submit}>
        <p className="bg-muted">{text('more')}</p>
        <Radio.Group
          aria-label={text('how')}
          vertical
          value={posted}
          onChange={(event) => setPosted(event.target.value as 'instead' | 'nothing')}
          options={[
            { value: 'instead', label: text('instead') },
            { value: 'nothing', label: text('nothing') },
          ]}
        />
        {posted === 'instead' && (
          <Fields>
            <FormField label={text('quantity')} problem={fieldProblem(correct.problem, 'instead.quantity')}>
              {(field) => (
                <QuantityInput {...field} value={quantity} unit={movement.item.unit} onChange={setQuantity} />
              )}
            </FormField>
            <FormField label={text('day')} problem={fieldProblem(correct.problem, 'instead.day')}>
              {(field) => (
                <DayInput
                  {...field}
                  value={day}
                  to={today}
                  clearable={false}
                  onChange={(next) => setDay(next ?? movement.day)}
                />
              )}
            </FormField>
            <FormField label={text('from')}>
              {(field) => <PlaceChoice {...field} value={from} onChange={setFrom} needed withVirtual />}
            </FormField>
            <FormField label={text('to')}>
              {(field) => <PlaceChoice {...field} value={to} onChange={setTo} needed withVirtual />}
            </FormField>
          </Fields>
        )}
        <FormField
          label={text('reason')}
          hint={text('reasonHint')}
          problem={tried && reason.trim() === '' ? text('reasonMissing') : fieldProblem(correct.problem, 'reason')}
        >
          {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
        </FormField>
        <ProblemView problem={correct.problem} besideFields />
        <FormActions>
          <Button type="primary" htmlType="submit" loading={correct.running}>
            {text('send')}
          </Button>
          <Button onClick={onCancel}>{text('cancel')}</Button>
        </FormActions>
      </form>
    </Panel>
  );
}

import { Button, Input } from 'antd';
import { useState } from 'react';
import { recallContracts, type Whereabouts } from '#contracts/recalls.ts';
import { useAct } from '../../platform/data.ts';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Panel } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';

const words = {
  title: ['{place}怎样处理了', 'What became of it at {place}'],
  destroyed: ['销毁', 'Destroyed'],
  returned: ['退回生产单位', 'Returned to the maker'],
  used: ['已经用掉', 'Found to be used'],
  note: ['说明', 'Note'],
  send: ['登记', 'Record'],
  cancel: ['取消', 'Cancel'],
  done: ['已登记', 'Recorded'],
} as const;

interface Props {
  recall: string;
  place: Whereabouts['places'][number];
  unit: string;
  /** the maker's place, to which pieces are returned */
  maker: string | null;
  onDone: () => void;
}

export function FollowUpForm({ recall, place, unit, maker, onDone }: Props) {
  const text = useText(words);
  const [amounts, setAmounts] = useState<Record<'destroyed' | 'returned' | 'used', string | null>>({
    destroyed: null,
    returned: null,
    used: null,
  });
  const [note, setNote] = useState('');
  const act = useAct(recallContracts.followUp, {
    onDone: () => {
      notify(words.done);
      onDone();
    },
    renews: ['recalls', 'stock'],
  });
  const kinds = (['destroyed', 'returned', 'used'] as const).filter(
    (kind) => kind !== 'returned' || (maker !== null && maker !== place.place),
  );
  return (
    <Panel title={text('title', { place: place.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const given = Object.fromEntries(Object.entries(amounts).filter(([, value]) => value !== null));
          void act.run({ params: { id: recall }, body: { place: place.place, note, ...given } });
        }}
      >
        {kinds.map((kind) => (
          <FormField key={kind} label={text(kind)} optional problem={fieldProblem(act.problem, kind)}>
            {(field) => (
              <QuantityInput
                {...field}
                value={amounts[kind]}
                unit={unit}
                onChange={(value) => setAmounts({ ...amounts, [kind]: value })}
              />
            )}
          </FormField>
        ))}
        <FormField label={text('note')} optional>
          {(field) => (
            <Input {...field} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </FormField>
        <ProblemView problem={act.problem} besideFields />
        <FormActions>
          <Button type="primary" htmlType="submit" loading={act.running}>
            {text('send')}
          </Button>
          <Button onClick={onDone}>{text('cancel')}</Button>
        </FormActions>
      </form>
    </Panel>
  );
}

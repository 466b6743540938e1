/** Who is after a report says how, and until when it was promised. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { reportContracts } from '#contracts/reports.ts';
import { chaseWayNames, chaseWays } from '#contracts/reports-terms.ts';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';

const words = {
  title: ['由我催报：{name}', 'I am chasing {name}'],
  how: ['怎么催的', 'How'],
  promised: ['对方答应今天几点前报', 'Promised for today, by'],
  promisedMore: ['到时没报会再提醒；在此之前不再升级', 'You are told when it passes; until then nobody above is'],
  note: ['说明', 'Note'],
  keep: ['登记', 'Note it'],
  kept: ['已登记', 'Noted'],
} as const;

interface Props {
  row: { enterprise: string; name: string };
  day: string;
  onClose: () => void;
}

export function ChaseDialog({ row, day, onClose }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const [how, setHow] = useState<(typeof chaseWays)[number]>('call');
  const [note, setNote] = useState('');
  const [time, setTime] = useState('');
  const chase = useAct(reportContracts.chase, {
    onDone: () => {
      notify(words.kept);
      onClose();
    },
  });
  const keep = () => {
    const promised = time === '' ? null : `${today} ${time}`;
    void chase.run({ params: { enterprise: row.enterprise, day }, body: { note, how, promised } });
  };
  return (
    <Dialog
      open
      title={text('title', { name: row.name })}
      onClose={onClose}
      foot={
        <Button type="primary" loading={chase.running} onClick={keep}>
          {text('keep')}
        </Button>
      }
    >
      <FormField label={text('how')}>
        {(field) => (
          <select
            {...field}
            className="bg-input"
            value={how}
            onChange={({ target }) => setHow(chaseWays.find((one) => one === target.value) ?? 'call')}
          >
            {chaseWays.map((one) => (
              <option key={one} value={one}>
                {pick(chaseWayNames[one], language)}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <FormField
        label={text('promised')}
        hint={text('promisedMore')}
        optional
        problem={fieldProblem(chase.problem, 'promised')}
      >
        {(field) => (
          <input
            {...field}
            type="time"
            className="bg-input"
            value={time}
            onChange={({ target }) => setTime(target.value)}
          />
        )}
      </FormField>
      <FormField label={text('note')} optional>
        {(field) => <Input {...field} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />}
      </FormField>
      <ProblemView problem={chase.problem} besideFields />
    </Dialog>
  );
}

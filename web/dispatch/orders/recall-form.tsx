import { Button, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { addDays } from '#contracts/calendar.ts';
import { recallContracts, recallKindNames, recallKinds } from '#contracts/recalls.ts';
import { useAct, useData } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import { useItemOptions, useLotName } from './shared.tsx';

const words = {
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  lotHint: ['在册的批次，写明生产单位和效期', 'Lots in stock, with maker and last day'],
  choose: ['请选择', 'Choose'],
  kind: ['办法', 'What to do'],
  reason: ['原因', 'Why'],
  owner: ['责任人', 'Who answers for it'],
  due: ['办结期限', 'To be done by'],
  start: ['立即停用', 'Stop it now'],
  missing: ['请填写', 'Fill this in'],
  more: [
    '停用后，未装车的调拨令随即换批或减量，已发出的继续送达并登记。',
    'Orders not yet loaded change to other lots or are lowered at once; what has left arrives and is noted there.',
  ],
} as const;

export function RecallForm({ onDone }: { onDone: (id: string) => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const items = useItemOptions();
  const [item, setItem] = useState('');
  const [sought, setSought] = useState('');
  const [lot, setLot] = useState<number | null>(null);
  const [kind, setKind] = useState<(typeof recallKinds)[number]>('quarantined');
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState(addDays(today, 3));
  const [tried, setTried] = useState(false);
  const lots = useLots(item, sought);
  const start = useAct(recallContracts.start, {
    onDone: ({ id, ordersChanged }) => {
      const count = ordersChanged.length;
      notify([`已停用，${count} 张调拨令换批或减量`, `Stopped; ${count} orders changed`]);
      onDone(id);
    },
    renews: ['recalls', 'orders', 'stock'],
  });
  const needed = (filled: boolean, field: string) =>
    tried && !filled ? text('missing') : fieldProblem(start.problem, field);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (lot === null || reason.trim() === '' || owner.trim() === '') return;
        void start.run({ body: { lot, kind, reason, owner, dueDay: due } });
      }}
    >
      <FormField label={text('item')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            placeholder={text('choose')}
            showSearch={{ optionFilterProp: 'label' }}
            value={item === '' ? null : item}
            options={items}
            onChange={(chosen: string) => {
              setItem(chosen);
              setLot(null);
            }}
          />
        )}
      </FormField>
      <FormField label={text('lot')} hint={text('lotHint')} problem={needed(lot !== null, 'lot')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            placeholder={text('choose')}
            // what is shown is narrowed at once, so that Enter takes what was typed; the server adds older ones
            showSearch={{ optionFilterProp: 'label', onSearch: setSought }}
            value={lot}
            options={lots}
            onChange={(chosen: number) => setLot(chosen)}
          />
        )}
      </FormField>
      <FormField label={text('kind')}>
        {(field) => (
          <Radio.Group
            id={field.id}
            value={kind}
            onChange={(event) => setKind(event.target.value as typeof kind)}
            options={recallKinds.map((value) => ({ value, label: pick(recallKindNames[value], language) }))}
          />
        )}
      </FormField>
      <FormField label={text('reason')} problem={needed(reason.trim() !== '', 'reason')}>
        {(field) => (
          <Input.TextArea
            {...field}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FormField>
      <FormField label={text('owner')} problem={needed(owner.trim() !== '', 'owner')}>
        {(field) => (
          <Input {...field} maxLength={80} value={owner} onChange={(event) => setOwner(event.target.value)} />
        )}
      </FormField>
      <FormField label={text('due')} problem={fieldProblem(start.problem, 'dueDay')}>
        {(field) => (
          <DayInput {...field} value={due} from={today} clearable={false} onChange={(day) => setDue(day ?? due)} />
        )}
      </FormField>
      <p className="bg-muted">{text('more')}</p>
      <ProblemView problem={start.problem} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={start.running}>
          {text('start')}
        </Button>
      </FormActions>
    </form>
  );
}

/** The lots of an item, newest first, wherever they are by now; typing finds older ones. */
function useLots(item: string, search: string): Array<{ value: number; label: string }> {
  const lotName = useLotName();
  const read = useData(
    recallContracts.lots,
    { query: { item, search } },
    { topics: ['stock'], enabled: item !== '', keepPrevious: true },
  );
  return (read.data?.rows ?? []).map((row) => {
    const parts = [lotName(row), row.maker ?? '', row.expires ?? ''].filter((part) => part !== '');
    return { value: row.lot, label: parts.join(' · ') };
  });
}

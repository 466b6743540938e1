import { Button, Select } from 'antd';
import { useState } from 'react';
import { registryNames } from '#contracts/registry-names.ts';
import { tripContracts } from '#contracts/trips.ts';
import { useAct, useData } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import { useCountyNames } from '../passes/county-names.ts';

const words = {
  roads: ['道路里程表', 'Road distances'],
  roadsNote: [
    'CSV 文件，表头 from,to,km 和可选的 minutes；地点写台账编号，如 producer:E01、demand:D-410802。有一行不对，整个文件都不保存。',
    'A CSV file with the columns from,to,km and, if known, minutes; places by their ledger code, such as producer:E01. One wrong line and nothing is saved.',
  ],
  file: ['选择文件', 'File'],
  saved: ['已保存', 'Saved'],
  close: ['关闭', 'Close'],
  closures: ['封闭的县区', 'Sealed counties'],
  county: ['县区', 'County'],
  from: ['从', 'From'],
  until: ['到（不填为另行通知）', 'Until (empty: further notice)'],
  reason: ['原因', 'Why'],
  seal: ['封闭', 'Seal'],
  lift: ['解除', 'Open again'],
  none: ['现在没有封闭的道路', 'No road is closed now'],
  stretch: ['{from} — {to}', '{from} — {to}'],
} as const;

export function RoadsDialog({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const roads = useAct(tripContracts.roads, {
    onDone: () => {
      notify(words.saved);
      onClose();
    },
  });
  return (
    <Dialog open title={text('roads')} onClose={onClose} foot={<Button onClick={onClose}>{text('close')}</Button>}>
      <p>{text('roadsNote')}</p>
      <FormField label={text('file')}>
        {(field) => (
          <input
            {...field}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void file.text().then((csv) => roads.run({ body: { csv } }));
            }}
          />
        )}
      </FormField>
      {roads.problem !== null && <ProblemView problem={roads.problem} />}
    </Dialog>
  );
}

export function ClosuresDialog({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const county = useCountyNames();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const list = useData(tripContracts.closures, {}, { topics: ['trips'] });
  const [chosen, setChosen] = useState<string | null>(null);
  const [days, setDays] = useState<{ from: string; until: string | null }>({ from: today, until: null });
  const [reason, setReason] = useState('');
  const seal = useAct(tripContracts.close, { onDone: () => notify(words.saved) });
  const lift = useAct(tripContracts.lift, { onDone: () => notify(words.saved) });
  const problem = seal.problem ?? lift.problem;
  return (
    <Dialog
      open
      title={text('closures')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('close')}</Button>
          <Button
            type="primary"
            disabled={chosen === null || reason.trim().length < 2}
            loading={seal.running}
            onClick={() => void seal.run({ body: { county: chosen, fromPlace: null, toPlace: null, ...days, reason } })}
          >
            {text('seal')}
          </Button>
        </>
      }
    >
      {list.data?.rows.length === 0 && <p className="bg-muted">{text('none')}</p>}
      <ul className="trips-alerts">
        {list.data?.rows.map((row) => (
          <li key={row.id}>
            <span>
              {row.county === null ? text('stretch', { from: row.fromPlace, to: row.toPlace }) : county(row.county)} ·{' '}
              {row.reason}
            </span>
            <Button loading={lift.running} onClick={() => void lift.run({ params: { id: row.id } })}>
              {text('lift')}
            </Button>
          </li>
        ))}
      </ul>
      <Fields>
        <FormField label={text('county')}>
          {(field) => (
            <Select
              {...field}
              value={chosen}
              options={
                names.data?.counties.map((each) => ({ value: each.code, label: localName(each, language) })) ?? []
              }
              onChange={setChosen}
            />
          )}
        </FormField>
        <FormField label={text('from')}>
          {(field) => (
            <DayInput
              {...field}
              value={days.from}
              clearable={false}
              onChange={(from) => from !== null && setDays({ ...days, from })}
            />
          )}
        </FormField>
        <FormField label={text('until')}>
          {(field) => (
            <DayInput
              {...field}
              value={days.until}
              from={days.from}
              onChange={(until) => setDays({ ...days, until })}
            />
          )}
        </FormField>
        <FormField label={text('reason')}>
          {(field) => (
            <input
              {...field}
              className="bg-input"
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </FormField>
      </Fields>
      {problem !== null && <ProblemView problem={problem} />}
    </Dialog>
  );
}

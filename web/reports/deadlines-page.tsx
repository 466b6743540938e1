/** When reports are due, in an emergency and in peacetime. */
import { Button } from 'antd';
import { useState } from 'react';
import { reportContracts } from '#contracts/reports.ts';
import type { Deadlines } from '#contracts/reports-terms.ts';
import { useAct, useData } from '../platform/data.ts';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import './reports.css';

const words = {
  title: ['报送时限', 'Deadlines of the reports'],
  lead: [
    '现在是{mode}状态；过了时限还没报的，依次由县区、市级、市领导催办。',
    'The city is in {mode}. What is late is chased by the county, then the city, then its lead.',
  ],
  emergency: ['应急', 'emergency'],
  peacetime: ['平时', 'peacetime'],
  now: ['{mode}（现在）', 'In {mode} (now)'],
  otherwise: ['{mode}', 'In {mode}'],
  daily: ['每天', 'Every day'],
  weekly: ['每周', 'Every week'],
  cycle: ['报送周期', 'How often'],
  weekday: ['星期几', 'On'],
  fileBy: ['企业报送不晚于', 'Enterprises file by'],
  countyBy: ['县区审核不晚于', 'Counties review by'],
  cityBy: ['市级确认不晚于', 'The city confirms by'],
  save: ['保存', 'Save'],
  saved: ['时限已保存', 'Deadlines saved'],
  d1: ['星期一', 'Monday'],
  d2: ['星期二', 'Tuesday'],
  d3: ['星期三', 'Wednesday'],
  d4: ['星期四', 'Thursday'],
  d5: ['星期五', 'Friday'],
  d6: ['星期六', 'Saturday'],
  d7: ['星期日', 'Sunday'],
} as const;

export default function DeadlinesPage() {
  const text = useText(words);
  const { data, error } = useData(reportContracts.deadlines, {}, { topics: ['reports', 'city'] });
  if (data === undefined) return <ProblemView problem={error} page />;
  const modes =
    data.mode === 'emergency' ? (['emergency', 'peacetime'] as const) : (['peacetime', 'emergency'] as const);
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead', { mode: text(data.mode) })} />
      {modes.map((mode) => (
        <Panel key={mode} title={text(mode === data.mode ? 'now' : 'otherwise', { mode: text(mode) })}>
          <DeadlinesForm key={JSON.stringify(data[mode])} mode={mode} initial={data[mode]} />
        </Panel>
      ))}
    </>
  );
}

function DeadlinesForm({ mode, initial }: { mode: 'emergency' | 'peacetime'; initial: Deadlines }) {
  const text = useText(words);
  const [value, setValue] = useState(initial);
  const act = useAct(reportContracts.setDeadlines, { onDone: () => notify(words.saved) });
  const weekly = value.cycle === 'weekly';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act.run({ params: { mode }, body: { ...value, weekday: weekly ? (value.weekday ?? 5) : null } });
      }}
    >
      <Fields>
        <FormField label={text('cycle')}>
          {(field) => (
            <select
              {...field}
              className="bg-input"
              value={value.cycle}
              onChange={({ target }) => setValue({ ...value, cycle: target.value === 'weekly' ? 'weekly' : 'daily' })}
            >
              <option value="daily">{text('daily')}</option>
              <option value="weekly">{text('weekly')}</option>
            </select>
          )}
        </FormField>
        {weekly && (
          <FormField label={text('weekday')}>
            {(field) => (
              <select
                {...field}
                className="bg-input"
                value={value.weekday ?? 5}
                onChange={({ target }) => setValue({ ...value, weekday: Number(target.value) })}
              >
                {(['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'] as const).map((name, index) => (
                  <option key={name} value={index + 1}>
                    {text(name)}
                  </option>
                ))}
              </select>
            )}
          </FormField>
        )}
        {(['fileBy', 'countyBy', 'cityBy'] as const).map((part) => (
          <FormField key={part} label={text(part)}>
            {(field) => (
              <input
                {...field}
                type="time"
                required
                className="bg-input"
                value={value[part]}
                onChange={({ target }) => setValue({ ...value, [part]: target.value })}
              />
            )}
          </FormField>
        ))}
      </Fields>
      <ProblemView problem={act.problem} />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={act.running}>
          {text('save')}
        </Button>
      </FormActions>
    </form>
  );
}

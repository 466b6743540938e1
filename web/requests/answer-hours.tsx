/** The hours within which requests are answered, in an emergency and in peacetime. */
import { Button, InputNumber } from 'antd';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { requestContracts, type Urgency, urgencies, urgencyNames } from '#contracts/requests.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { DetailDrawer } from '../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';

const words = {
  title: ['答复时限', 'Hours to answer requests'],
  lead: [
    '对以后提出的申请生效；已提出的按当时的时限。',
    'For requests filed from now on: what was promised to earlier ones stands.',
  ],
  emergency: ['应急状态', 'In an emergency'],
  peacetime: ['平时', 'In peacetime'],
  now: ['{mode}（当前）', '{mode} (now)'],
  hours: ['{urgency}：小时', '{urgency}: hours'],
  initial: ['本市尚未设定，现用系统初始值', 'Not set by the city yet: the product’s initial values are in force'],
  changed: ['{who} 修改于', 'Changed by {who}'],
  save: ['保存', 'Save'],
  saved: ['答复时限已保存', 'Hours saved'],
} as const;

type Answer = z.output<typeof requestContracts.answerHours.response>;
type Mode = Answer['mode'];
const modes: readonly Mode[] = ['emergency', 'peacetime'];

export function AnswerHoursDrawer({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const read = useData(requestContracts.answerHours, {}, { topics: ['requests', 'city'] });
  const { data } = read;
  return (
    <DetailDrawer open title={text('title')} onClose={onClose}>
      <p className="bg-muted">{text('lead')}</p>
      <ProblemView problem={read.error} onRetry={() => void read.refetch()} />
      {data !== undefined &&
        modes.map((mode) => (
          <Panel key={mode} title={data.mode === mode ? text('now', { mode: text(mode) }) : text(mode)}>
            <HoursForm key={JSON.stringify(data.hours[mode])} mode={mode} kept={data.hours[mode]} />
          </Panel>
        ))}
    </DetailDrawer>
  );
}

function HoursForm({ mode, kept }: { mode: Mode; kept: Answer['hours'][Mode] }) {
  const text = useText(words);
  const { language } = useLanguage();
  const mayChange = useMay()('city.manage');
  const { changedBy, changedAt, ...hours } = kept;
  const [value, setValue] = useState<Record<Urgency, string | null>>(hours);
  const save = useAct(requestContracts.setAnswerHours, { onDone: () => notify(words.saved), renews: ['requests'] });
  const { emergency, urgent, routine } = value;
  const whole = emergency !== null && urgent !== null && routine !== null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whole) void save.run({ params: { mode }, body: { emergency, urgent, routine } });
  };
  return (
    <form onSubmit={submit}>
      <Fields>
        {urgencies.toReversed().map((urgency) => (
          <FormField key={urgency} label={text('hours', { urgency: pick(urgencyNames[urgency], language) })}>
            {(field) => (
              <InputNumber
                {...field}
                className="bg-wide"
                stringMode
                min="0.25"
                max="720"
                precision={2}
                disabled={!mayChange}
                value={value[urgency]}
                onChange={(given) => setValue({ ...value, [urgency]: given === null ? null : String(Number(given)) })}
              />
            )}
          </FormField>
        ))}
      </Fields>
      <p className="bg-muted">
        {changedBy === null ? (
          text('initial')
        ) : (
          <>
            {text('changed', { who: changedBy })} <Moment at={changedAt} year />
          </>
        )}
      </p>
      <ProblemView problem={save.problem} />
      {mayChange && (
        <FormActions>
          <Button type="primary" htmlType="submit" disabled={!whole} loading={save.running}>
            {text('save')}
          </Button>
        </FormActions>
      )}
    </form>
  );
}

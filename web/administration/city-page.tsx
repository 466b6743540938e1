import { Button, Input, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import { editCity } from '#contracts/administration.ts';
import { useAct } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { DayInput } from '../platform/day-input.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { History } from '../platform/history.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Session, useMay, useSession } from '../platform/session.tsx';
import { auditValue, fileNames } from './audit-value.ts';
import { actNames, fieldNames } from './audit-words.ts';
import { useFieldProblems } from './parts.tsx';

const words = {
  title: ['{city}的业务日是 ', 'The business day of {city} is '],
  real: ['，随真实日期前进', ', following the real day'],
  held: ['，停在这一天', ', held at this day'],
  clock: ['业务时钟', 'Business clock'],
  clockMore: [
    '日报、库存、计划和简报都以业务日为准。演练或核对历史数据时可停在某一天。',
    'Reports, stock, plans and bulletins go by the business day. For exercises and for going through past data it can be held.',
  ],
  follow: ['随真实日期', 'Follow the real day'],
  hold: ['停在某一天', 'Hold at a day'],
  day: ['停在', 'Day'],
  choose: ['请选择日期', 'Choose the day'],
  names: ['名称', 'Name'],
  name: ['城市名称', 'Name'],
  nameEn: ['英文名称', 'Name in English'],
  save: ['保存', 'Save'],
  history: ['修改历史', 'History'],
} as const;

/** The city's own settings. */
export default function CityPage() {
  const { language } = useLanguage();
  const { city } = useSession();
  const may = useMay();
  const text = useText(words);
  return (
    <>
      <PageHeader
        title={
          <>
            {text('title', { city: localName(city, language) })}
            <Day day={city.today} year />
            {text(city.held ? 'held' : 'real')}
          </>
        }
        lead={text('clockMore')}
      />
      <Panels>
        <Panel title={text('clock')}>
          <ClockForm key={city.revision} city={city} />
        </Panel>
        <Panel title={text('names')}>
          <NameForm key={city.revision} city={city} />
        </Panel>
      </Panels>
      {may('audit.read') && (
        <Panel title={text('history')}>
          <History
            subject="city"
            id={city.code}
            names={{ ...fieldNames, ...actNames }}
            show={(field, value) => (field === 'files' ? fileNames(value) : auditValue(field, value, language))}
            topics={['city']}
          />
        </Panel>
      )}
    </>
  );
}

const saved = { onDone: () => notify(['已保存', 'Saved']) };

function ClockForm({ city }: { city: Session['city'] }) {
  const text = useText(words);
  const act = useAct(editCity, saved);
  const [held, setHeld] = useState(city.held);
  const [day, setDay] = useState<string | null>(city.held ? city.today : null);
  const [missing, setMissing] = useState(false);
  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(held && day === null);
    if (held && day === null) return;
    void act.run({ body: { revision: city.revision, heldDay: held ? day : null } });
  }
  return (
    <form onSubmit={submit}>
      <Radio.Group
        className="administration-choice"
        aria-label={text('clock')}
        value={held}
        onChange={(event) => setHeld(event.target.value as boolean)}
        options={[
          { value: false, label: text('follow') },
          { value: true, label: text('hold') },
        ]}
      />
      {held && (
        <FormField label={text('day')} problem={missing ? text('choose') : undefined}>
          {(field) => <DayInput {...field} value={day} onChange={setDay} />}
        </FormField>
      )}
      <ProblemView problem={act.problem} />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={act.running}>
          {text('save')}
        </Button>
      </FormActions>
    </form>
  );
}

function NameForm({ city }: { city: Session['city'] }) {
  const text = useText(words);
  const act = useAct(editCity, saved);
  const problemOf = useFieldProblems(act.problem, {});
  const [form, setForm] = useState({ name: city.name, nameEn: city.nameEn });
  function submit(event: FormEvent): void {
    event.preventDefault();
    void act.run({ body: { revision: city.revision, ...form } });
  }
  return (
    <form onSubmit={submit}>
      {(['name', 'nameEn'] as const).map((name) => (
        <FormField key={name} label={text(name)} problem={problemOf(name)}>
          {(field) => (
            <Input
              {...field}
              required
              maxLength={60}
              value={form[name]}
              onChange={(event) => setForm({ ...form, [name]: event.target.value })}
            />
          )}
        </FormField>
      ))}
      <ProblemView problem={act.problem} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={act.running}>
          {text('save')}
        </Button>
      </FormActions>
    </form>
  );
}

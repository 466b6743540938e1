import { Button, Select } from 'antd';
import { useState } from 'react';
import { addDays } from '#contracts/calendar.ts';
import { type ApplicationInput, passContracts } from '#contracts/passes.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useAct, useData } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useToday, useUser } from '../../platform/session.tsx';

const words = {
  title: ['申请通行证', 'Apply for a pass'],
  kind: ['种类', 'Kind'],
  production: ['正常生产车辆', 'Normal production vehicle'],
  duty: ['值守人员', 'Person on duty'],
  enterprise: ['企业', 'Enterprise'],
  plate: ['车牌', 'Plate'],
  plateDuty: ['车牌（步行可不填）', 'Plate (none when on foot)'],
  holder: ['司机或持证人', 'Driver or holder'],
  phone: ['电话', 'Telephone'],
  crew: ['随车人员（用顿号或逗号分开）', 'Crew (separated by commas)'],
  purpose: ['事由', 'Purpose'],
  counties: ['通行县区', 'Counties'],
  from: ['从这一天起', 'From this day'],
  until: ['到这一天止', 'Until this day'],
  limit: ['最长 {days} 天', 'At most {days} days'],
  cancel: ['取消', 'Cancel'],
  send: ['提交申请', 'Apply'],
  sent: ['已提交，等待审核', 'Sent, waiting for a decision'],
} as const;

/** A day in Shanghai, from its first instant to its last. */
const startOf = (day: string) => new Date(`${day}T00:00:00+08:00`).toISOString();
const endOf = (day: string) => new Date(`${day}T23:59:00+08:00`).toISOString();

export function ApplyForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const user = useUser();
  const today = useToday();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const limits = useData(passContracts.limits, {}, { topics: ['passes'] });
  const [kind, setKind] = useState<ApplicationInput['kind']>('production');
  const [enterprise, setEnterprise] = useState<string | null>(null);
  const [written, setWritten] = useState({ plate: '', holder: '', phone: '', crew: '', purpose: '' });
  const [counties, setCounties] = useState<string[]>([]);
  const [days, setDays] = useState({ from: today, until: addDays(today, 2) });
  const apply = useAct(passContracts.apply, {
    onDone: () => {
      notify(words.sent);
      onClose();
    },
  });
  const limit = limits.data?.rows.find((row) => row.kind === kind);
  const send = () =>
    void apply.run({
      body: {
        kind,
        enterprise,
        plate: written.plate.trim() || null,
        holder: written.holder,
        phone: written.phone,
        crew: written.crew
          .split(/[、,，;；\s]+/u)
          .map((name) => name.trim())
          .filter(Boolean),
        purpose: written.purpose,
        counties,
        from: startOf(days.from),
        until: endOf(days.until),
      },
    });
  const field = (name: keyof typeof written, label: string, longest: number) => (
    <FormField label={label} problem={fieldProblem(apply.problem, name)}>
      {(attributes) => (
        <input
          {...attributes}
          className="bg-input"
          maxLength={longest}
          value={written[name]}
          onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  return (
    <Dialog
      open
      title={text('title')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" loading={apply.running} onClick={send}>
            {text('send')}
          </Button>
        </>
      }
    >
      <Fields>
        <FormField label={text('kind')}>
          {(attributes) => (
            <Select
              {...attributes}
              value={kind}
              options={(['production', 'duty'] as const).map((value) => ({ value, label: text(value) }))}
              onChange={setKind}
            />
          )}
        </FormField>
        {user.scope !== 'enterprise' && (
          <FormField label={text('enterprise')} optional problem={fieldProblem(apply.problem, 'enterprise')}>
            {(attributes) => (
              <Select
                {...attributes}
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                value={enterprise}
                options={names.data?.enterprises.map(({ id, name }) => ({ value: id, label: name })) ?? []}
                onChange={(next: string | undefined) => setEnterprise(next ?? null)}
              />
            )}
          </FormField>
        )}
        {field('plate', text(kind === 'duty' ? 'plateDuty' : 'plate'), 16)}
        {field('holder', text('holder'), 40)}
        {field('phone', text('phone'), 20)}
        {field('crew', text('crew'), 120)}
        {field('purpose', text('purpose'), 120)}
        <FormField label={text('counties')} problem={fieldProblem(apply.problem, 'counties')}>
          {(attributes) => (
            <Select
              {...attributes}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={counties}
              options={
                names.data?.counties.map((county) => ({ value: county.code, label: localName(county, language) })) ?? []
              }
              onChange={setCounties}
            />
          )}
        </FormField>
        <FormField label={text('from')}>
          {(attributes) => (
            <DayInput
              {...attributes}
              value={days.from}
              clearable={false}
              onChange={(from) => from !== null && setDays({ ...days, from })}
            />
          )}
        </FormField>
        <FormField
          label={text('until')}
          hint={limit === undefined ? undefined : text('limit', { days: limit.longestDays })}
          problem={fieldProblem(apply.problem, 'until')}
        >
          {(attributes) => (
            <DayInput
              {...attributes}
              value={days.until}
              from={days.from}
              clearable={false}
              onChange={(until) => until !== null && setDays({ ...days, until })}
            />
          )}
        </FormField>
      </Fields>
      {apply.problem !== null && <ProblemView problem={apply.problem} besideFields />}
    </Dialog>
  );
}

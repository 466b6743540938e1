import { Button, InputNumber } from 'antd';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { orderContracts } from '#contracts/orders.ts';
import type { orderRules } from '#contracts/orders-rules.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';

const words = {
  lead: [
    '计划内的调拨随计划批准。计划外的按一张调拨令的数量和重量，由能决定的最低一级批准；更多由市领导决定。',
    'What a plan sends is approved with it. Outside it, the lowest level whose limits hold the order’s amount and weight decides; above, the city lead.',
  ],
  subGroupDays: ['专班：至多全市几天的需求', 'Sub-group: days of the city’s need, at most'],
  subGroupTonnes: ['专班：至多几吨', 'Sub-group: tonnes, at most'],
  groupDays: ['工作组：至多全市几天的需求', 'Working group: days of the city’s need, at most'],
  groupTonnes: ['工作组：至多几吨', 'Working group: tonnes, at most'],
  confirmHours: ['紧急调拨须在几小时内补批', 'Urgent orders are confirmed within, hours'],
  changed: ['{who} 修改于', 'Changed by {who}'],
  initial: ['本市尚未设定，现用系统初始值', 'Not set by the city yet: the product’s initial values are in force'],
  save: ['保存', 'Save'],
  done: ['已保存', 'Saved'],
} as const;

type Rules = z.output<typeof orderRules>;
const fields = ['subGroupDays', 'subGroupTonnes', 'groupDays', 'groupTonnes', 'confirmHours'] as const;

export function RulesForm({ onDone }: { onDone: () => void }) {
  const text = useText(words);
  const may = useMay();
  const read = useData(orderContracts.rules, {}, { topics: ['orders'] });
  const [changed, setChanged] = useState<Partial<Rules>>({});
  const save = useAct(orderContracts.changeRules, {
    onDone: () => {
      notify(words.done);
      onDone();
    },
    renews: ['orders'],
  });
  if (read.data === undefined) return <ProblemView problem={read.error} onRetry={() => void read.refetch()} />;
  const { changedBy, changedAt, ...rules } = read.data;
  const mayChange = may('city.manage');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run({ body: { ...rules, ...changed } });
  };
  return (
    <form onSubmit={submit}>
      <p className="bg-muted">{text('lead')}</p>
      {fields.map((field) => (
        <FormField key={field} label={text(field)} problem={fieldProblem(save.problem, field)}>
          {(attributes) => (
            <InputNumber
              {...attributes}
              className="bg-wide"
              stringMode
              min="0"
              disabled={!mayChange}
              value={changed[field] ?? rules[field]}
              onChange={(value) => setChanged({ ...changed, [field]: value === null ? undefined : String(value) })}
            />
          )}
        </FormField>
      ))}
      <p className="bg-muted">
        {changedBy === null ? (
          text('initial')
        ) : (
          <>
            {text('changed', { who: changedBy })} <Moment at={changedAt} year />
          </>
        )}
      </p>
      <ProblemView problem={save.problem} besideFields />
      {mayChange && (
        <FormActions>
          <Button type="primary" htmlType="submit" loading={save.running}>
            {text('save')}
          </Button>
        </FormActions>
      )}
    </form>
  );
}

import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { type Reserve, reserveContracts, reserveLevelNames, reserveLevels } from '#contracts/reserves.ts';
import { Choose, Line } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { useNames } from './parts.tsx';

const words = {
  add: ['新增储备库', 'Open a reserve'],
  change: ['修改储备库', 'Change the reserve'],
  cancel: ['取消', 'Cancel'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  id: ['编号', 'Code'],
  name: ['名称', 'Name'],
  level: ['级别', 'Level'],
  county: ['县区', 'County'],
  enterprise: ['代储企业', 'Held by'],
  keeper: ['保管员', 'Keeper'],
  telephone: ['电话', 'Telephone'],
  closed: ['关闭（不再收发）', 'Closed: takes in and gives out nothing'],
} as const;

export function ReserveForm({ reserve, onClose }: { reserve: Reserve | null; onClose: () => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const names = useNames();
  const [input, setInput] = useState({
    id: reserve?.id ?? '',
    name: reserve?.name ?? '',
    level: reserve?.level ?? ('city' as const),
    county: reserve?.county ?? '',
    enterprise: reserve?.enterprise ?? null,
    keeper: reserve?.keeper ?? '',
    telephone: reserve?.telephone ?? '',
    closed: reserve?.closed ?? false,
  });
  const set = (part: Partial<typeof input>) => setInput((before) => ({ ...before, ...part }));
  const onDone = () => {
    notify(words.saved);
    onClose();
  };
  const add = useAct(reserveContracts.add, { onDone });
  const change = useAct(reserveContracts.change, { onDone });
  const problem = reserve === null ? add.problem : change.problem;
  const { id, closed, ...rest } = input;
  const particulars = { ...rest, enterprise: input.level === 'enterprise' ? input.enterprise : null };
  const ready = id !== '' && input.name.trim() !== '' && input.county !== '' && input.keeper.trim() !== '';
  const save = () =>
    reserve === null
      ? void add.run({ body: { id, ...particulars } })
      : void change.run({ params: { id }, body: { ...particulars, closed, revision: reserve.revision } });
  return (
    <Dialog
      open
      title={text(reserve === null ? 'add' : 'change')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!ready} loading={add.running || change.running} onClick={save}>
            {text('save')}
          </Button>
        </>
      }
    >
      <Fields>
        {reserve === null && (
          <FormField label={text('id')} hint="A–Z 0–9 -" problem={fieldProblem(problem, 'id')}>
            {(field) => <Line field={field} longest={30} value={id} onChange={(value) => set({ id: value })} />}
          </FormField>
        )}
        <FormField label={text('name')} problem={fieldProblem(problem, 'name')}>
          {(field) => <Line field={field} value={input.name} onChange={(name) => set({ name })} />}
        </FormField>
        <FormField label={text('level')}>
          {(field) => (
            <Choose
              field={field}
              value={input.level}
              options={reserveLevels.map((value) => ({ value, label: pick(reserveLevelNames[value], language) }))}
              onChange={(value) => set({ level: reserveLevels.find((level) => level === value) ?? 'city' })}
            />
          )}
        </FormField>
        <FormField label={text('county')}>
          {(field) => (
            <Choose
              field={field}
              value={input.county}
              options={names.counties.map((county) => ({ value: county.code, label: localName(county, language) }))}
              onChange={(county) => set({ county })}
            />
          )}
        </FormField>
        {input.level === 'enterprise' && (
          <FormField label={text('enterprise')}>
            {(field) => (
              <Choose
                field={field}
                value={input.enterprise}
                options={names.enterprises.map((entry) => ({ value: entry.id, label: entry.name }))}
                onChange={(enterprise) => set({ enterprise })}
              />
            )}
          </FormField>
        )}
        <FormField label={text('keeper')}>
          {(field) => <Line field={field} longest={60} value={input.keeper} onChange={(keeper) => set({ keeper })} />}
        </FormField>
        <FormField label={text('telephone')} optional>
          {(field) => (
            <Line field={field} longest={40} value={input.telephone} onChange={(telephone) => set({ telephone })} />
          )}
        </FormField>
      </Fields>
      {reserve !== null && (
        <Checkbox checked={closed} onChange={(event) => set({ closed: event.target.checked })}>
          {text('closed')}
        </Checkbox>
      )}
      {problem !== null && <ProblemView problem={problem} besideFields />}
    </Dialog>
  );
}

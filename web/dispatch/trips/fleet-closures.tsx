import { Button, Segmented, Select, Tag } from 'antd';
import { useState } from 'react';
import { type ClosureRow, fleetContracts } from '#contracts/fleet.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Day } from '../../platform/day.tsx';
import { DayInput } from '../../platform/day-input.tsx';
import { Confirm, DetailDrawer } from '../../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { History } from '../../platform/history.tsx';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay, useToday } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { useCountyNames } from '../passes/county-names.ts';
import { AddButton, AlsoShow } from './fleet-parts.tsx';
import { fleetWords } from './fleet-words.ts';

const words = {
  label: ['封闭的县区和道路', 'Sealed counties and closed roads'],
  what: ['哪里', 'Where'],
  stretch: ['{from} — {to}', '{from} — {to}'],
  from: ['从', 'From'],
  until: ['到', 'Until'],
  untilHint: ['不填为另行通知', 'Empty: further notice'],
  notice: ['另行通知', 'further notice'],
  reason: ['原因', 'Why'],
  state: ['状态', 'State'],
  closed: ['封闭中', 'closed'],
  to_come: ['未开始', 'to come'],
  over: ['已结束', 'over'],
  lifted: ['已解除', 'opened again'],
  by: ['登记人', 'By'],
  all: ['也看已结束和已解除的', 'Also those that are over'],
  add: ['登记封闭', 'Close a road'],
  kind: ['封闭什么', 'What is closed'],
  county: ['县区', 'County'],
  countyNote: ['县区封闭：不能从外面进入，也不能出去。', 'A sealed county: nothing goes in or out.'],
  road: ['两地之间的道路', 'The road between two places'],
  roadNote: ['两个方向都不通。', 'Closed in both directions.'],
  fromPlace: ['一端', 'One end'],
  toPlace: ['另一端', 'Other end'],
  save: ['保存', 'Save'],
  saved: ['已保存，下次计算派车时绕开', 'Saved: trips go round it when next computed'],
  lift: ['解除封闭', 'Open again'],
  liftAsk: ['解除“{what}”的封闭？', 'Open {what} again?'],
  opened: ['已解除', 'Open again'],
  empty: ['现在没有封闭的县区或道路', 'Nothing is closed now'],
  history: ['历史', 'History'],
} as const;

export function Closures() {
  const text = useText(words);
  const county = useCountyNames();
  const may = useMay();
  const [all, setAll] = useState(false);
  const [opened, open] = useAddressState('row');
  const list = useData(
    fleetContracts.closures,
    { query: { all: all ? 'yes' : 'no' } },
    { topics: ['fleet', 'city'], keepPrevious: true },
  );
  const whereOf = (row: ClosureRow) =>
    row.county === null ? text('stretch', { from: row.fromName, to: row.toName }) : county(row.county);
  const columns: Column<ClosureRow>[] = [
    { key: 'what', title: text('what'), value: whereOf, phone: 'title', wrap: true },
    { key: 'from', title: text('from'), value: (row) => row.from, render: (row) => <Day day={row.from} year /> },
    {
      key: 'until',
      title: text('until'),
      value: (row) => row.until,
      render: (row) => (row.until === null ? text('notice') : <Day day={row.until} year />),
    },
    { key: 'reason', title: text('reason'), value: (row) => row.reason, wrap: true },
    {
      key: 'state',
      title: text('state'),
      value: (row) => text(row.state),
      render: (row) => <Tag color={row.state === 'closed' ? 'warning' : 'default'}>{text(row.state)}</Tag>,
    },
    { key: 'by', title: text('by'), value: (row) => row.createdBy },
  ];
  const closure = list.data?.rows.find((row) => row.id === opened);
  return (
    <>
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        onRow={(row) => open(row.id)}
        columns={columns}
        left={<AlsoShow words={text('all')} checked={all} onChange={setAll} />}
        right={<AddButton words={text('add')} onAdd={() => open('+')} />}
        empty={{ title: text('empty') }}
      />
      <DetailDrawer open={opened === '+'} title={text('add')} onClose={() => open('')}>
        <CloseForm onDone={() => open('')} />
      </DetailDrawer>
      <DetailDrawer open={closure !== undefined} title={closure ? whereOf(closure) : ''} onClose={() => open('')}>
        {closure !== undefined && (
          <>
            {may('trip.manage') && closure.liftedAt === null && (
              <ChangeForm key={closure.id} closure={closure} what={whereOf(closure)} onDone={() => open('')} />
            )}
            <h3>{text('history')}</h3>
            <History subject="road-closure" id={closure.id} names={fleetWords} topics={['fleet']} />
          </>
        )}
      </DetailDrawer>
    </>
  );
}

interface Written {
  until: string | null;
  reason: string;
}

/** Until when, and why; the same for a new closure and for one that is there. */
function UntilAndWhy(props: {
  from: string;
  written: Written;
  problem: unknown;
  onChange: (written: Written) => void;
}) {
  const text = useText(words);
  const { written, problem, onChange } = props;
  return (
    <>
      <FormField label={text('until')} optional hint={text('untilHint')} problem={fieldProblem(problem, 'until')}>
        {(field) => (
          <DayInput
            {...field}
            value={written.until}
            from={props.from}
            onChange={(until) => onChange({ ...written, until })}
          />
        )}
      </FormField>
      <FormField label={text('reason')} problem={fieldProblem(problem, 'reason')}>
        {(field) => (
          <input
            {...field}
            className="bg-input"
            maxLength={200}
            value={written.reason}
            onChange={(event) => onChange({ ...written, reason: event.target.value })}
          />
        )}
      </FormField>
    </>
  );
}

function CloseForm({ onDone }: { onDone: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const places = useData(fleetContracts.receivers, {}, { topics: ['fleet', 'registry'] });
  const [kind, setKind] = useState<'county' | 'road'>('county');
  const [county, setCounty] = useState<string | null>(null);
  const [ends, setEnds] = useState<{ fromPlace: string | null; toPlace: string | null }>({
    fromPlace: null,
    toPlace: null,
  });
  const [from, setFrom] = useState(today);
  const [written, setWritten] = useState<Written>({ until: null, reason: '' });
  const close = useAct(fleetContracts.close, {
    onDone: () => {
      notify(words.saved);
      onDone();
    },
  });
  const chosen = kind === 'county' ? county !== null : ends.fromPlace !== null && ends.toPlace !== null;
  const body = kind === 'county' ? { county, fromPlace: null, toPlace: null } : { county: null, ...ends };
  return (
    <div className="fleet-form">
      <FormField label={text('kind')} hint={text(kind === 'county' ? 'countyNote' : 'roadNote')}>
        {(field) => (
          <Segmented
            id={field.id}
            value={kind}
            onChange={(next) => setKind(next as typeof kind)}
            options={(['county', 'road'] as const).map((value) => ({ value, label: text(value) }))}
          />
        )}
      </FormField>
      <Fields>
        {kind === 'county' ? (
          <FormField label={text('county')} problem={fieldProblem(close.problem, 'county')}>
            {(field) => (
              <Select
                {...field}
                showSearch={{ optionFilterProp: 'label' }}
                value={county}
                options={
                  names.data?.counties.map((each) => ({ value: each.code, label: localName(each, language) })) ?? []
                }
                onChange={setCounty}
              />
            )}
          </FormField>
        ) : (
          (['fromPlace', 'toPlace'] as const).map((end) => (
            <FormField key={end} label={text(end)} problem={fieldProblem(close.problem, end)}>
              {(field) => (
                <Select
                  {...field}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={ends[end]}
                  options={places.data?.rows.map((each) => ({ value: each.place, label: each.name })) ?? []}
                  onChange={(place: string) => setEnds({ ...ends, [end]: place })}
                />
              )}
            </FormField>
          ))
        )}
        <FormField label={text('from')}>
          {(field) => (
            <DayInput {...field} value={from} clearable={false} onChange={(next) => next !== null && setFrom(next)} />
          )}
        </FormField>
        <UntilAndWhy from={from} written={written} problem={close.problem} onChange={setWritten} />
      </Fields>
      {close.problem !== null && <ProblemView problem={close.problem} besideFields />}
      <FormActions>
        <Button
          type="primary"
          disabled={!chosen || written.reason.trim().length < 2}
          loading={close.running}
          onClick={() => void close.run({ body: { ...body, from, ...written } })}
        >
          {text('save')}
        </Button>
      </FormActions>
    </div>
  );
}

function ChangeForm({ closure, what, onDone }: { closure: ClosureRow; what: string; onDone: () => void }) {
  const text = useText(words);
  const [written, setWritten] = useState<Written>({ until: closure.until, reason: closure.reason });
  const change = useAct(fleetContracts.changeClosure, { onDone: () => notify(words.saved) });
  const lift = useAct(fleetContracts.lift, {
    onDone: () => {
      notify(words.opened);
      onDone();
    },
  });
  const problem = change.problem ?? lift.problem;
  const params = { id: closure.id };
  return (
    <div className="fleet-form">
      <Fields>
        <UntilAndWhy from={closure.from} written={written} problem={change.problem} onChange={setWritten} />
      </Fields>
      {problem !== null && <ProblemView problem={problem} besideFields />}
      <FormActions>
        <Button
          type="primary"
          disabled={written.reason.trim().length < 2}
          loading={change.running}
          onClick={() => void change.run({ params, body: written })}
        >
          {text('save')}
        </Button>
        <Confirm
          title={text('liftAsk', { what })}
          act={text('lift')}
          running={lift.running}
          onConfirm={() => lift.run({ params })}
        >
          {(ask) => <Button onClick={ask}>{text('lift')}</Button>}
        </Confirm>
      </FormActions>
    </div>
  );
}

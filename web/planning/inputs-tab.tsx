import { Button } from 'antd';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { PageLink, useGo } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay, useSession } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { type Change, columnWords, keyWords, tableWords, valueWords } from './change-words.ts';
import { useChanges } from './changes-notice.tsx';
import { planName } from './plan-name.ts';
import { scenarioSentences } from './scenario-words.ts';
import { useLines } from './use-lines.ts';

const words = {
  changes: ['计划之后数据的变化', 'What changed in the data since'],
  unchanged: ['数据没有变化', 'The data did not change'],
  unchangedMore: ['现在重新计算，会得到同样的计划。', 'Computed again now, the plan would come out the same.'],
  superseded: [
    '这个计划已被取代，不再与现在的数据比较。',
    'This plan was replaced and is no longer compared with today’s data.',
  ],
  first: ['共 {count} 处，列出前 {shown} 处', '{count} changes, the first {shown} of them'],
  table: ['哪张表', 'Table'],
  row: ['哪一行', 'Row'],
  what: ['变化', 'Change'],
  before: ['原来', 'Before'],
  after: ['现在', 'Now'],
  added: ['新增', 'added'],
  removed: ['没有了', 'gone'],
  changed: ['改动', 'changed'],
  repeats: ['同样的数据再算一次', 'The same data computed again'],
  kept: [
    '计划保存了计算时的全部数据。任何时候用它再算一次，结果应完全一样。',
    'The plan keeps all the data it was computed from. Computed from it again at any time, it must come out exactly the same.',
  ],
  same: ['结果完全一样', 'exactly the same'],
  differs: ['结果不一样，请告诉系统管理员', 'not the same: tell your administrator'],
  none: ['还没有再算过。', 'It has not been computed again yet.'],
  again: ['用同样的数据再算一次', 'Compute it again from the same data'],
  assumed: ['设想', 'Assumptions'],
  nothing: ['没有另外的设想，按登记的需求标准和产能计算。', 'Nothing beyond the registered need and capacity.'],
  countTaken: [
    '库存盘点日为 {counted}，按 {taken} 日终的库存计算。',
    'The stock was counted on {counted} and is taken as that of the close of {taken}.',
  ],
  inputEnough: [
    '{enterprise} 没有“{input}”的库存数据，按足够生产{item}计算。',
    '{enterprise} has no data on {input} and is taken to have enough of it for {item}.',
  ],
} as const;

export function InputsTab({ plan }: { plan: PlanDetail }) {
  return (
    <>
      <Changes plan={plan} />
      <Repeats plan={plan} />
      <Assumed plan={plan} />
    </>
  );
}

function Changes({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const { city } = useSession();
  const changes = useChanges(plan);
  const makers = new Map(useLines().map(({ id, enterprise }) => [id, enterprise]));
  const rowWords = ({ file, key }: Change): string => {
    if (file === 'city.json') return localName(city, language);
    const maker = file === 'lines.csv' ? makers.get(key) : undefined;
    return maker === undefined ? keyWords(key, names, language) : `${names.place(maker)} ${key}`;
  };
  const columns: Column<Change>[] = [
    { key: 'table', title: text('table'), value: (row) => tableWords(row.file, language) },
    { key: 'row', title: text('row'), value: rowWords, phone: 'title', wrap: true },
    { key: 'what', title: text('what'), value: (row) => text(row.kind) },
    { key: 'before', title: text('before'), render: (row) => <Fields change={row} side="before" />, wrap: true },
    { key: 'after', title: text('after'), render: (row) => <Fields change={row} side="after" />, wrap: true },
  ];
  const { count = 0, rows } = changes.data ?? {};
  return (
    <Panel
      title={text('changes')}
      aside={rows !== undefined && rows.length < count ? text('first', { count, shown: rows.length }) : undefined}
    >
      {plan.state === 'superseded' ? (
        <p className="bg-muted">{text('superseded')}</p>
      ) : rows?.length === 0 ? (
        <p>
          {text('unchanged')}
          {language === 'zh' ? '。' : '. '}
          <span className="bg-muted">{text('unchangedMore')}</span>
        </p>
      ) : (
        <DataTable
          label={text('changes')}
          columns={columns}
          rows={rows}
          problem={changes.error}
          onRetry={() => void changes.refetch()}
          rowKey={(row) => `${row.file}|${row.key}`}
        />
      )}
    </Panel>
  );
}

function Fields({ change, side }: { change: Change; side: 'before' | 'after' }) {
  const { language } = useLanguage();
  const absent = change.kind === (side === 'before' ? 'added' : 'removed');
  if (absent) return <span className="bg-muted">—</span>;
  return (
    <ul>
      {change.fields.map((field) => (
        <li key={field.column}>
          <span className="bg-muted">{columnWords(change.file, field.column, language)}</span>{' '}
          {valueWords(change, field[side], language)}
        </li>
      ))}
    </ul>
  );
}

function Repeats({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const go = useGo();
  const repeats = useData(
    planningContracts.repeats,
    { params: { id: plan.id } },
    { topics: ['plans'], keepPrevious: true },
  );
  const again = useAct(planningContracts.request, { onDone: ({ id }) => go(`/plans/${id}`), renews: ['plans'] });
  return (
    <Panel title={text('repeats')}>
      <p className="bg-muted">{text('kept')}</p>
      {repeats.error && <ProblemView problem={repeats.error} onRetry={() => void repeats.refetch()} />}
      {repeats.data?.rows.length === 0 && <p>{text('none')}</p>}
      <ul className="planning-repeats">
        {repeats.data?.rows.map((twin) => (
          <li key={twin.id}>
            <PageLink to={`/plans/${twin.id}`}>{planName({ ...plan, ...twin }, language)}</PageLink>{' '}
            <Moment at={twin.createdAt} /> ·{' '}
            <strong className={twin.same ? undefined : 'bg-warning'}>{text(twin.same ? 'same' : 'differs')}</strong>
          </li>
        ))}
      </ul>
      {may('plan.run') && (
        <Button loading={again.running} onClick={() => void again.run({ body: { repeat: plan.id } })}>
          {text('again')}
        </Button>
      )}
      <ProblemView problem={again.problem} />
    </Panel>
  );
}

function Assumed({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const assumed = scenarioSentences(plan.scenario, names, language);
  const taken = plan.assumptions.map((each) =>
    each.code === 'count_taken_as_of'
      ? text('countTaken', each)
      : text('inputEnough', {
          enterprise: names.place(each.enterprise ?? ''),
          input: names.item(each.input ?? '').name,
          item: names.item(each.item ?? '').name,
        }),
  );
  return (
    <Panel title={text('assumed')}>
      {assumed.length === 0 && <p>{text('nothing')}</p>}
      <ul className="planning-list">
        {[...assumed, ...taken].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Panel>
  );
}

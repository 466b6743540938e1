import { Select, Switch } from 'antd';
import {
  type BoardRow,
  boardActorNames,
  boardActors,
  boardContracts,
  boardStageNames,
  boardStages,
  nextActs,
} from '#contracts/board.ts';
import { useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink, useAddressState, useGo } from '../../platform/navigation.tsx';
import { PageHeader, Panel } from '../../platform/page.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, listSource } from '../../platform/table/data-table.tsx';
import { ItemsWords } from '../orders/shared.tsx';
import { AlertsPanel } from '../trips/alerts-panel.tsx';
import { Answers } from './answers.tsx';
import { PlanAgainstActual } from './plan-against-actual.tsx';
import './board.css';

const words = {
  title: ['{open} 张在办，{late} 张超期', '{open} orders between plan and receipt, {late} late'],
  reading: ['调拨看板', 'The board of orders'],
  lead: [
    '每张调拨令现在等谁、等了多久；签收有差异的，结案后才离开看板。',
    'Whom each order waits for, and since when. One with claims leaves the board when they are settled.',
  ],
  stages: ['各环节', 'By stage'],
  late: ['超期', 'late'],
  onlyLate: ['只看超期', 'Late only'],
  allStages: ['全部环节', 'All stages'],
  allActors: ['全部责任方', 'Whoever acts'],
  label: ['调拨看板', 'Board of orders'],
  number: ['编号', 'Number'],
  stage: ['环节', 'Stage'],
  actor: ['下一步', 'Next'],
  since: ['等待自', 'Waits since'],
  from: ['发货', 'From'],
  to: ['收货', 'To'],
  items: ['物资', 'Items'],
  due: ['应到', 'Due'],
  allClaims: ['收货差异', 'Claims'],
  claims: ['{count} 项差异', 'claims: {count}'],
  empty: ['没有在办的调拨令', 'No order is under way'],
  emptyMore: ['下达后会出现在这里', 'Orders appear here when they are issued'],
} as const;

const topics = ['orders', 'receipts'];

/** The home of dispatch: every order from decision to settlement, and the three questions in figures. */
export default function BoardPage() {
  const text = useText(words);
  const go = useGo();
  const may = useMay();
  const { language } = useLanguage();
  const [stage, setStage] = useAddressState('stage');
  const [actor, setActor] = useAddressState('actor');
  const [late, setLate] = useAddressState('late');
  const columns = useColumns();
  const all = useData(boardContracts.board, { query: { limit: 1 } }, { topics });
  const counts = all.data?.counts ?? [];
  const sum = (rows: typeof counts, field: 'orders' | 'late') => rows.reduce((total, row) => total + row[field], 0);
  const given = { stage, actor, late };
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const stageOptions = boardStages.map((value) => ({ value, label: pick(boardStageNames[value], language) }));
  const actorOptions = boardActors.map((value) => ({ value, label: pick(boardActorNames[value], language) }));
  const filters = (
    <div className="board-filters">
      <Select
        aria-label={text('stage')}
        className="board-choice"
        value={stage}
        onChange={setStage}
        options={[{ value: '', label: text('allStages') }, ...stageOptions]}
      />
      <Select
        aria-label={text('actor')}
        className="board-choice"
        value={actor}
        onChange={setActor}
        options={[{ value: '', label: text('allActors') }, ...actorOptions]}
      />
      <span className="board-switch">
        <Switch
          aria-label={text('onlyLate')}
          checked={late === 'true'}
          onChange={(checked) => setLate(checked ? 'true' : '')}
        />{' '}
        {text('onlyLate')}
      </span>
    </div>
  );
  return (
    <>
      <PageHeader
        title={all.data ? text('title', { open: sum(counts, 'orders'), late: sum(counts, 'late') }) : text('reading')}
        lead={text('lead')}
        actions={
          may('receipt.read') && (
            <PageLink to="/dispatch/claims" className="bg-button">
              {text('allClaims')}
            </PageLink>
          )
        }
      />
      <AlertsPanel most={5} />
      <Panel title={text('stages')}>
        <ul className="board-stages">
          {boardStages.map((value) => {
            const rows = counts.filter((row) => row.stage === value);
            const overdue = sum(rows, 'late');
            return (
              <li key={value}>
                <button
                  type="button"
                  className="board-stage"
                  aria-pressed={stage === value}
                  onClick={() => setStage(stage === value ? '' : value)}
                >
                  <span>{pick(boardStageNames[value], language)}</span>
                  <strong className="bg-number">{sum(rows, 'orders')}</strong>
                  <span className={overdue > 0 ? 'bg-warning' : 'bg-muted'}>
                    {overdue} {text('late')}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </Panel>
      <div className="board-list">
        <DataTable
          label={text('label')}
          columns={columns}
          source={listSource(boardContracts.board, { query }, topics)}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.late ? 'warning' : undefined)}
          onRow={(row) => go(`/dispatch/orders/${row.id}`)}
          left={filters}
          empty={{ title: text('empty'), more: text('emptyMore') }}
        />
      </div>
      <Answers />
      <PlanAgainstActual />
    </>
  );
}

function useColumns(): Column<BoardRow>[] {
  const text = useText(words);
  const { language } = useLanguage();
  const fixed = { sortable: false } as const;
  return [
    { key: 'number', title: text('number'), value: (row) => row.number, phone: 'title', width: 150, ...fixed },
    {
      key: 'stage',
      title: text('stage'),
      render: (row) => (
        <span>
          {pick(boardStageNames[row.stage], language)}
          {row.late && <strong className="bg-warning"> · {text('late')}</strong>}
          {row.claims > 0 && <span className="bg-muted"> · {text('claims', { count: row.claims })}</span>}
        </span>
      ),
      width: 190,
    },
    {
      key: 'actor',
      title: text('actor'),
      render: (row) => (
        <span>
          {row.actorName ?? pick(boardActorNames[row.actor], language)} {pick(nextActs[row.stage].act, language)}
        </span>
      ),
      width: 220,
      wrap: true,
    },
    { key: 'since', title: text('since'), render: (row) => <Moment at={row.since} />, width: 130 },
    { key: 'from', title: text('from'), value: (row) => row.from.name, width: 170, ...fixed },
    { key: 'to', title: text('to'), value: (row) => row.to.name, width: 170, ...fixed },
    { key: 'items', title: text('items'), render: (row) => <ItemsWords items={row.items} />, width: 280, wrap: true },
    { key: 'due', title: text('due'), render: (row) => <Day day={row.dueDay} />, width: 90 },
  ];
}

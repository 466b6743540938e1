/** What an enterprise holds for the city (代储), and what it must do about it. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import { daysBetween, formatDay } from '#contracts/calendar.ts';
import { type OrderHead, orderContracts } from '#contracts/orders.ts';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { type ReplenishDuty, type Reserve, type ReserveHolding, reserveContracts } from '#contracts/reserves.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { EmptyState } from '../platform/empty-state.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import { HoldingDrawer } from './holding-drawer.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import './reserves.css';

const words = {
  title: ['代储：{count} 件要办', 'Held for the city: {count} to do'],
  none: ['代储：没有要办的', 'Held for the city: nothing to do'],
  reading: ['代储', 'Held for the city'],
  lead: [
    '这些物资由贵单位代市里储备：不经调拨令不得动用，出库按先到期先出拣货，入库后自动冲抵应补数量。',
    'You hold these goods for the city: they leave by an order only, lots that expire first go first, and what comes in pays off what is owed.',
  ],
  tasks: ['要办的', 'What is to be done'],
  nothing: ['现在没有要拣、要收、要补、要轮换的。', 'Nothing to pick, receive, replenish or rotate now.'],
  pick: ['拣货装车', 'Pick and load'],
  receive: ['签收入库', 'Receive'],
  refill: ['补库', 'Replenish'],
  refillBy: ['{day} 前补齐，责任人 {owner}', 'by {day}, seen to by {owner}'],
  overdue: ['已逾期', 'overdue'],
  rotate: ['临期', 'Near expiry'],
  rotateBy: [
    '批号 {lot}，还有 {days} 天到期，请与保管联系人商定轮换',
    'lot {lot}, {days} days left: agree its rotation with the keeper',
  ],
  held: ['代储的物资', 'What is held'],
  contact: ['{name}：保管联系人 {keeper} {telephone}', '{name}: keeper {keeper} {telephone}'],
  empty: ['贵单位没有代储', 'You hold no reserve for the city'],
  emptyMore: [
    '市里把储备交由贵单位代储后，物资、底线和要办的事会列在这里。',
    'Once the city has a reserve held at your place, its goods, floors and tasks stand here.',
  ],
  leaves: ['发出', 'leaves'],
  due: ['到货', 'due'],
} as const;

/** Lots that expire within so many days are told to their holder. */
const nearDays = 30;

interface Task {
  key: string;
  urgent: boolean;
  act: ReactNode;
  words: ReactNode;
}

export default function HeldPage() {
  const text = useText(words);
  const list = useData(reserveContracts.list, {}, { topics: ['reserves', 'stock', 'registry'] });
  const duties = useData(reserveContracts.duties, { query: { all: 'false' } }, { topics: ['reserves'] });
  const orders = useData(orderContracts.list, { query: { state: 'open', limit: 500 } }, { topics: ['orders'] });
  const [opened, setOpened] = useState<string | null>(null);
  const tasks = useTasks(list.data, duties.data?.rows, orders.data?.rows);
  if (list.data === undefined) return <ProblemView problem={list.error} onRetry={() => void list.refetch()} page />;
  const { reserves, holdings } = list.data;
  if (reserves.length === 0) {
    return (
      <>
        <PageHeader title={text('reading')} />
        <EmptyState title={text('empty')} more={text('emptyMore')} />
      </>
    );
  }
  const holding = holdings.find((row) => keyOf(row) === opened);
  return (
    <>
      <PageHeader
        title={tasks.length === 0 ? text('none') : text('title', { count: tasks.length })}
        lead={text('lead')}
      />
      <ProblemView problem={duties.error ?? orders.error} />
      <Panel title={text('tasks')}>
        {tasks.length === 0 ? <p className="bg-muted">{text('nothing')}</p> : <Tasks tasks={tasks} />}
      </Panel>
      <Panel title={text('held')}>
        {reserves.map((row) => (
          <Contact key={row.id} reserve={row} />
        ))}
        <HoldingsTable
          holdings={holdings}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onOpen={(row) => setOpened(keyOf(row))}
        />
      </Panel>
      {holding !== undefined && (
        <HoldingDrawer holding={holding} onClose={() => setOpened(null)} onAsk={() => setOpened(null)} />
      )}
    </>
  );
}

const keyOf = (row: ReserveHolding): string => `${row.reserve}/${row.item.code}`;

function Contact({ reserve }: { reserve: Reserve }) {
  const text = useText(words);
  const { name, keeper, telephone } = reserve;
  return <p className="bg-muted reserves-line">{text('contact', { name, keeper, telephone })}</p>;
}

function Tasks({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="reserves-tasks">
      {tasks.map((task) => (
        <li key={task.key} className={task.urgent ? 'bg-warning' : undefined}>
          <strong>{task.act}</strong>
          <span>{task.words}</span>
        </li>
      ))}
    </ul>
  );
}

type Listed = { reserves: readonly Reserve[]; holdings: readonly ReserveHolding[] };

/** What leaves first, then what arrives, what is owed, what expires. */
function useTasks(
  list: Listed | undefined,
  duties: readonly ReplenishDuty[] = [],
  orders: readonly OrderHead[] = [],
): Task[] {
  const places = new Set(list?.reserves.map((row) => `reserve:${row.id}`));
  const order = useOrderTask(list?.holdings ?? []);
  const duty = useDutyTask();
  const lot = useLotTask();
  return [
    ...orders
      .filter(({ from, state }) => places.has(from.place) && (state === 'issued' || state === 'picked'))
      .map((row) => order(row, 'pick')),
    ...orders
      .filter(({ to, state }) => places.has(to.place) && ['loaded', 'on_the_way', 'delivered'].includes(state))
      .map((row) => order(row, 'receive')),
    ...duties.map(duty),
    ...(list?.holdings ?? []).flatMap((row) => row.lots.flatMap((entry) => lot(row, entry))),
  ];
}

function useOrderTask(holdings: readonly ReserveHolding[]) {
  const text = useText(words);
  const { language } = useLanguage();
  return (row: OrderHead, act: 'pick' | 'receive'): Task => ({
    key: row.id,
    urgent: row.late || row.urgent,
    act: <PageLink to={`/m/${act}/${row.id}`}>{text(act)}</PageLink>,
    words: (
      <>
        {row.number} · {row.from.name} → {row.to.name} ·{' '}
        {row.items.map((line) => {
          const item = holdings.find((holding) => holding.item.code === line.item)?.item;
          return (
            <span key={line.item}>
              {item === undefined ? line.item : localName(item, language)}{' '}
              <Quantity value={line.quantity} unit={item?.unit ?? ''} exact />{' '}
            </span>
          );
        })}
        · {pick(orderStateNames[row.state], language)} · {text(act === 'pick' ? 'leaves' : 'due')}{' '}
        <Day day={act === 'pick' ? row.dispatchDay : row.dueDay} />
      </>
    ),
  });
}

function useDutyTask() {
  const text = useText(words);
  const { language } = useLanguage();
  return (row: ReplenishDuty): Task => ({
    key: `duty ${row.release}`,
    urgent: row.overdue,
    act: text('refill'),
    words: (
      <>
        {localName(row.item, language)}{' '}
        <Quantity
          value={String(Number((Number(row.quantity) - Number(row.replenished)).toFixed(6)))}
          unit={row.item.unit}
          exact
        />{' '}
        · {text('refillBy', { day: formatDay(row.due, language), owner: row.owner })} {row.overdue && text('overdue')}
      </>
    ),
  });
}

function useLotTask() {
  const text = useText(words);
  const { language } = useLanguage();
  const today = useToday();
  return (holding: ReserveHolding, lot: ReserveHolding['lots'][number]): Task[] => {
    if (lot.expires === null || lot.state !== 'free') return [];
    const days = daysBetween(today, lot.expires);
    if (days < 0 || days > nearDays) return [];
    return [
      {
        key: `lot ${holding.reserve} ${lot.lot}`,
        urgent: days <= 7,
        act: text('rotate'),
        words: (
          <>
            {localName(holding.item, language)} <Quantity value={lot.quantity} unit={holding.item.unit} exact /> ·{' '}
            {text('rotateBy', { lot: lot.lotNumber || `#${lot.lot}`, days })}
          </>
        ),
      },
    ];
  };
}

import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { type TripPlan, type TripRow, tripContracts } from '#contracts/trips.ts';
import { useAct, useData } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { useText } from '../../platform/language.ts';
import { PageLink, useAddressState } from '../../platform/navigation.tsx';
import { Quantity } from '../../platform/number.tsx';
import { PageHeader, Panel } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useMay, useToday } from '../../platform/session.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import { TripBoard } from './trip-board.tsx';
import { TripDrawer } from './trip-drawer.tsx';
import { TripsMap } from './trips-map.tsx';
import { TripsTimeline } from './trips-timeline.tsx';
import { unservedWords } from './words.ts';
import './trips.css';

const words = {
  title: ['派车', 'Trips'],
  answer: [
    '{trips} 趟车、{stops} 站，{waiting} 张调拨令还没有车；在途 {road} 趟',
    '{trips} trips, {stops} stops; {waiting} orders have no truck; {road} on the road',
  ],
  day: ['日期', 'Day'],
  plan: ['计算派车', 'Compute trips'],
  again: ['重新计算', 'Compute again'],
  stop: ['停止计算', 'Stop'],
  running: [
    '正在计算：{seconds} 秒，{cost} 公里，{unserved} 站没有车',
    'Computing: {seconds} s, {cost} km, {unserved} stops without a truck',
  ],
  queued: ['等待计算…', 'Waiting to compute…'],
  board: ['排车', 'Board'],
  map: ['地图', 'Map'],
  timeline: ['时间', 'Times'],
  empty: ['这一天还没有派车', 'No trips on this day'],
  emptyMore: ['有待运的调拨令时，点“计算派车”。', 'When orders wait, press “Compute trips”.'],
  waiting: ['还没有车的调拨令', 'Orders without a truck'],
  unserved: ['没有排上的：', 'Left out:'],
  distances: ['里程依据：{by}', 'Distances: {by}'],
  file: ['道路里程表，其余按直线 × 1.3', 'road file, elsewhere as the crow flies × 1.3'],
  osrm: ['OSRM 路网', 'OSRM road network'],
  great_circle: ['直线距离 × 1.3', 'as the crow flies × 1.3'],
  osrm_failed: [
    'OSRM 服务没有应答，改按直线 × 1.3；请系统管理员检查 OSRM_URL',
    'The OSRM server did not answer: as the crow flies × 1.3 instead; have the administrator check OSRM_URL',
  ],
  fleet: ['车辆与道路', 'Fleet and roads'],
} as const;
type View = 'board' | 'map' | 'timeline';

export default function TripsPage() {
  const text = useText(words);
  const may = useMay();
  const today = useToday();
  const [day, setDay] = useAddressState('day', today);
  const [view, setView] = useAddressState('view', 'board');
  const [opened, setOpened] = useState<string | null>(null);
  const board = useData(
    tripContracts.board,
    { query: { day } },
    { topics: ['trips', 'orders', 'passes'], keepPrevious: true },
  );
  const plan = useAct(tripContracts.plan);
  const cancel = useAct(tripContracts.cancelPlan);
  const data = board.data;
  const running = data?.plan?.state === 'queued' || data?.plan?.state === 'running';
  const manage = may('trip.manage');
  const trip = data?.trips.find(({ id }) => id === opened) ?? null;
  return (
    <>
      <PageHeader
        title={data === undefined ? text('title') : text('answer', countsOf(data.trips, data.waiting.length))}
        actions={
          <>
            <DayInput
              value={day}
              clearable={false}
              aria-label={text('day')}
              onChange={(next) => next !== null && setDay(next)}
            />
            <PageLink to="/dispatch/fleet">{text('fleet')}</PageLink>
            {manage && running && data?.plan && (
              <Button onClick={() => void cancel.run({ params: { id: data.plan?.id ?? '' } })}>{text('stop')}</Button>
            )}
            {manage && (
              <Button
                type="primary"
                loading={running || plan.running}
                onClick={() => void plan.run({ body: { day, seconds: 5 } })}
              >
                {text((data?.trips.length ?? 0) > 0 ? 'again' : 'plan')}
              </Button>
            )}
          </>
        }
      />
      {board.error !== null && <ProblemView problem={board.error} />}
      {plan.problem !== null && <ProblemView problem={plan.problem} />}
      <AlertsPanel />
      {data?.plan && <PlanStatus plan={data.plan} />}
      {data !== undefined && data.trips.length === 0 && data.waiting.length === 0 && (
        <EmptyState title={text('empty')} more={text('emptyMore')} />
      )}
      {data !== undefined && data.trips.length > 0 && (
        <Segmented
          className="trips-views"
          value={view}
          onChange={(next) => setView(String(next))}
          options={(['board', 'timeline', 'map'] as View[]).map((value) => ({ value, label: text(value) }))}
        />
      )}
      {data !== undefined && data.trips.length > 0 && view === 'board' && (
        <TripBoard trips={data.trips} vehicles={data.vehicles} manage={manage} onTrip={setOpened} />
      )}
      {data !== undefined && data.trips.length > 0 && view === 'timeline' && (
        <TripsTimeline day={day} trips={data.trips} />
      )}
      {data !== undefined && data.trips.length > 0 && view === 'map' && (
        <TripsMap trips={data.trips} onTrip={setOpened} />
      )}
      {data !== undefined && data.waiting.length > 0 && (
        <Panel title={text('waiting')}>
          <ul className="trips-waiting">
            {data.waiting.slice(0, 200).map((order) => (
              <li key={order.orderId}>
                <span className="bg-number">{order.number}</span> {order.from} → {order.to}
                <span className="bg-muted">
                  {' '}
                  <Quantity value={(Number(order.weightKg) / 1000).toFixed(2)} unit="吨" />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {trip !== null && (
        <TripDrawer
          trip={trip}
          usualDriver={data?.vehicles.find(({ id }) => id === trip.vehicle)?.driver ?? null}
          manage={manage}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

const countsOf = (trips: TripRow[], waiting: number) => ({
  trips: trips.length,
  stops: trips.reduce((sum, { stops }) => sum + stops.length, 0),
  waiting,
  road: trips.filter(({ state }) => state === 'departed').length,
});

function PlanStatus({ plan }: { plan: TripPlan }) {
  const text = useText(words);
  const reasons = useText(unservedWords);
  const failure = useText({ failed: plan.failure ?? ['', ''] });
  if (plan.state === 'queued' || (plan.state === 'running' && plan.progress === null))
    return <p role="status">{text('queued')}</p>;
  if (plan.state === 'running') return <p role="status">{text('running', plan.progress ?? {})}</p>;
  return (
    <div className="trips-plan" role="status">
      {plan.state === 'failed' && <p>{failure('failed')}</p>}
      {plan.distances !== null && <p className="bg-muted">{text('distances', { by: text(plan.distances) })}</p>}
      {plan.unserved.length > 0 && (
        <ul>
          {plan.unserved.slice(0, 100).map(({ order, part, reason }) => (
            <li key={`${order}/${part}`}>
              <Tag>{text('unserved')}</Tag> {order}{' '}
              {reason in unservedWords ? reasons(reason as keyof typeof unservedWords) : reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

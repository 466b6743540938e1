import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { type Reserve, type ReserveHolding, reserveContracts } from '#contracts/reserves.ts';
import { useData } from '../platform/data.ts';
import { useText } from '../platform/language.ts';
import { useAddressState, useGo } from '../platform/navigation.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { DutiesTable } from './duties-table.tsx';
import { HoldingDrawer } from './holding-drawer.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import { type AskStart, ReleaseForm } from './release-form.tsx';
import { ReleasesTable } from './releases-table.tsx';
import { ReserveForm } from './reserve-form.tsx';
import { RotationTable } from './rotation-table.tsx';
import { WarehousesTable } from './warehouses-table.tsx';
import './reserves.css';

const words = {
  title: ['储备', 'Reserves'],
  below: ['储备有 {count} 项不足目标', '{count} reserve lines are below their target'],
  belowOne: ['储备有 1 项不足目标', '1 reserve line is below its target'],
  enough: ['储备都在目标以上', 'Every reserve is at its target'],
  floor: ['其中 {count} 项低于底线。', '{count} of them below the floor.'],
  rule: [
    '动用后仍不低于目标由专班批，不低于底线由工作组批，低于底线须市领导批。',
    'The sub-group approves what leaves the target, the group what leaves the floor, the city lead what goes below it.',
  ],
  stock: ['存量', 'Stock'],
  releases: ['动用', 'Releases'],
  rotation: ['轮换', 'Rotation'],
  duties: ['补库责任', 'Duties'],
  warehouses: ['储备库', 'Warehouses'],
  ask: ['申请动用', 'Ask for a release'],
  open: ['新增储备库', 'Open a reserve'],
  view: ['看什么', 'View'],
} as const;

const views = ['stock', 'releases', 'rotation', 'duties', 'warehouses'] as const;
type View = (typeof views)[number];

export default function ReservesPage() {
  const text = useText(words);
  const may = useMay();
  const [shown, show] = useAddressState('view', 'stock');
  const [release] = useAddressState('release');
  const go = useGo();
  const [asking, setAsking] = useState<AskStart | null>(null);
  const [form, setForm] = useState<{ reserve: Reserve | null } | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const list = useData(reserveContracts.list, {}, { topics: ['reserves', 'stock', 'registry'] });
  const view: View = views.find((known) => known === shown) ?? 'stock';
  const holdings = list.data?.holdings;
  const holding = holdings?.find((row) => keyOf(row) === opened) ?? null;
  const start = asking ?? (release === '' ? null : startOfAddress(release));
  // the form's beginning leaves the address with it
  const leaveForm = (next: View) => {
    setAsking(null);
    go(next === 'stock' ? '/stock/reserves' : `/stock/reserves?view=${next}`, { replace: true });
  };
  return (
    <>
      <PageHeader
        title={useHeadline(holdings)}
        lead={<Lead holdings={holdings ?? []} />}
        actions={
          <>
            {may('request.decide') && (
              <Button type="primary" onClick={() => setAsking({})}>
                {text('ask')}
              </Button>
            )}
            {may('reserve.manage') && <Button onClick={() => setForm({ reserve: null })}>{text('open')}</Button>}
          </>
        }
      />
      <div className="reserves-views">
        <Segmented<View>
          aria-label={text('view')}
          value={view}
          options={views.map((value) => ({ value, label: text(value) }))}
          onChange={show}
        />
      </div>
      {view === 'stock' && (
        <HoldingsTable
          holdings={holdings}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onOpen={(row) => setOpened(keyOf(row))}
        />
      )}
      {view === 'releases' && <ReleasesTable />}
      {view === 'rotation' && <RotationTable onAsk={setAsking} />}
      {view === 'duties' && <DutiesTable />}
      {view === 'warehouses' && (
        <WarehousesTable
          reserves={list.data?.reserves}
          holdings={holdings ?? []}
          onOpen={(reserve) => setForm({ reserve })}
        />
      )}
      {holding !== null && (
        <HoldingDrawer holding={holding} onClose={() => setOpened(null)} onAsk={(asked) => setAsking(asked)} />
      )}
      {start !== null && list.data !== undefined && (
        <ReleaseForm
          start={start}
          list={list.data}
          onClose={() => leaveForm(view)}
          onAsked={() => leaveForm('releases')}
        />
      )}
      {form !== null && <ReserveForm reserve={form.reserve} onClose={() => setForm(null)} />}
    </>
  );
}

const keyOf = (row: ReserveHolding): string => `${row.reserve}/${row.item.code}`;

/** A request that was granted from a reserve opens the form filled: `?release=<request>&to=…&item=…`. */
function startOfAddress(request: string): AskStart {
  const query = new URLSearchParams(window.location.search);
  const part = (name: string) => query.get(name) ?? undefined;
  return {
    request,
    to: part('to'),
    item: part('item'),
    quantity: part('quantity'),
    by: part('by'),
    reason: part('why'),
    medical: part('grade') === 'medical',
  };
}

const lacking = (row: ReserveHolding): boolean => row.state === 'below_floor' || row.state === 'below_target';

function useHeadline(holdings: readonly ReserveHolding[] | undefined): string {
  const text = useText(words);
  const known = holdings?.filter((row) => row.state !== 'unset') ?? [];
  if (known.length === 0) return text('title');
  const count = known.filter(lacking).length;
  if (count === 0) return text('enough');
  return count === 1 ? text('belowOne') : text('below', { count });
}

function Lead({ holdings }: { holdings: readonly ReserveHolding[] }) {
  const text = useText(words);
  const count = holdings.filter((row) => row.state === 'below_floor').length;
  return (
    <>
      {count > 0 && <strong className="bg-warning">{text('floor', { count })} </strong>}
      {text('rule')}
    </>
  );
}

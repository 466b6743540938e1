import { Button } from 'antd';
import { useState } from 'react';
import type { ReserveHolding } from '#contracts/reserves.ts';
import { gradeNames, lotStateNames } from '#contracts/stock-terms.ts';
import { Day } from '../platform/day.tsx';
import { DetailDrawer } from '../platform/dialog.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { Panel, Particulars } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { LevelsForm } from './levels-form.tsx';
import { ReceiveForm } from './receive-form.tsx';
import type { AskStart } from './release-form.tsx';

const words = {
  ask: ['申请动用', 'Ask for a release'],
  receive: ['入库', 'Receive'],
  reserve: ['储备库', 'Reserve'],
  held: ['库存', 'In stock'],
  available: ['可动用', 'Available'],
  days: ['够用天数', 'Days of need'],
  day: ['{days} 天', '{days} days'],
  owed: ['已动用待补', 'Released, to be replenished'],
  lots: ['批次', 'Lots'],
  lot: ['批号', 'Lot'],
  none: ['无批号', 'no lot number'],
  grade: ['级别', 'Grade'],
  expires: ['有效期至', 'Expires'],
  quantity: ['数量', 'Quantity'],
  reserved: ['已预留', 'Promised'],
  state: ['状态', 'State'],
  levels: ['底线和目标', 'Floor and target'],
  floor: ['底线', 'Floor'],
  target: ['目标', 'Target'],
  replenish: ['动用后几天内补齐', 'Days to replenish'],
  empty: ['没有库存', 'Nothing in stock'],
} as const;

type Lot = ReserveHolding['lots'][number];

/** One item of one reserve: its lots, its floor and target, and what may be done. */
export function HoldingDrawer(props: {
  holding: ReserveHolding;
  onClose: () => void;
  onAsk: (start: AskStart) => void;
}) {
  const { holding } = props;
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const [receiving, setReceiving] = useState(false);
  const { item } = holding;
  return (
    <>
      <DetailDrawer
        open
        title={localName(item, language)}
        onClose={props.onClose}
        foot={
          <>
            {may('request.decide') && !holding.closed && Number(holding.available) > 0 && (
              <Button type="primary" onClick={() => props.onAsk({ reserve: holding.reserve, item: item.code })}>
                {text('ask')}
              </Button>
            )}
            {may('reserve.manage') && !holding.closed && (
              <Button onClick={() => setReceiving(true)}>{text('receive')}</Button>
            )}
          </>
        }
      >
        <Particulars
          rows={[
            [text('reserve'), holding.reserveName],
            [text('held'), <Quantity key="held" value={holding.held} unit={item.unit} exact />],
            [text('available'), <Quantity key="available" value={holding.available} unit={item.unit} exact />],
            [text('days'), holding.days === null ? '—' : text('day', { days: holding.days })],
            [text('owed'), <Quantity key="owed" value={holding.owed} unit={item.unit} exact />],
          ]}
        />
        <Panel title={text('lots')}>
          <Lots holding={holding} />
        </Panel>
        <Panel title={text('levels')}>
          <Levels key={holding.revision} holding={holding} />
        </Panel>
      </DetailDrawer>
      {receiving && <ReceiveForm reserve={holding.reserve} item={item.code} onClose={() => setReceiving(false)} />}
    </>
  );
}

function Lots({ holding }: { holding: ReserveHolding }) {
  const { language } = useLanguage();
  const text = useText(words);
  const { unit } = holding.item;
  const columns: Column<Lot>[] = [
    { key: 'lot', title: text('lot'), value: (row) => row.lotNumber || text('none'), phone: 'title' },
    {
      key: 'grade',
      title: text('grade'),
      value: (row) => (row.grade === null ? '—' : pick(gradeNames[row.grade], language)),
    },
    {
      key: 'expires',
      title: text('expires'),
      value: (row) => row.expires,
      render: (row) => <Day day={row.expires} year />,
    },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={unit} />,
    },
    {
      key: 'reserved',
      title: text('reserved'),
      align: 'right',
      render: (row) => (Number(row.reserved) === 0 ? '—' : <Quantity value={row.reserved} unit={unit} />),
    },
    { key: 'state', title: text('state'), value: (row) => pick(lotStateNames[row.state], language) },
  ];
  return (
    <DataTable
      label={text('lots')}
      rows={holding.lots}
      rowKey={(row) => String(row.lot)}
      columns={columns}
      empty={{ title: text('empty') }}
    />
  );
}

function Levels({ holding }: { holding: ReserveHolding }) {
  const text = useText(words);
  const may = useMay();
  const { unit } = holding.item;
  if (may('reserve.manage')) return <LevelsForm levels={holding} />;
  return (
    <Particulars
      rows={[
        [text('floor'), <Quantity key="floor" value={holding.floor} unit={unit} exact />],
        [text('target'), <Quantity key="target" value={holding.target} unit={unit} exact />],
        [text('replenish'), holding.replenishDays === null ? '—' : text('day', { days: holding.replenishDays })],
      ]}
    />
  );
}

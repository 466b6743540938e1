import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { addDays } from '#contracts/calendar.ts';
import { type RotationOffer, reserveContracts } from '#contracts/reserves.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { DetailDrawer } from '../platform/dialog.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { useMay, useToday } from '../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';
import type { AskStart } from './release-form.tsx';

const words = {
  title: ['临期轮换', 'What nears its expiry'],
  within: ['到期天数', 'Expires within'],
  days: ['{days} 天内', '{days} days'],
  item: ['物资', 'Item'],
  reserve: ['储备库', 'Reserve'],
  lot: ['批号', 'Lot'],
  noLot: ['无批号', 'no lot number'],
  expires: ['有效期至', 'Expires'],
  left: ['还剩天数', 'Days left'],
  quantity: ['数量', 'Quantity'],
  unused: ['到期用不完', 'Unused by then'],
  who: ['{count} 处用得上', '{count} places can use it'],
  point: ['需求点', 'Place'],
  tier: ['级', 'Tier'],
  usable: ['到期前用得完', 'Can use in time'],
  offered: ['建议给', 'Offer'],
  rotate: ['轮换给它', 'Rotate'],
  act: ['操作', 'Act'],
  why: ['临期轮换，{day} 到期', 'Rotation before it expires on {day}'],
  none: ['没有临期物资', 'Nothing nears its expiry'],
  noneMore: ['换一个期限看看。', 'Look further ahead.'],
  nobody: ['到期前没有需求点用得上', 'No place can use it before it expires'],
} as const;

type Candidate = RotationOffer['candidates'][number];
const choices = ['30', '90', '180', '365'] as const;

/** Lots that expire soon, and who uses them in time. */
export function RotationTable({ onAsk }: { onAsk: (start: AskStart) => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const [within, setWithin] = useAddressState('within', '90');
  const [opened, setOpened] = useState<number | null>(null);
  const days = choices.find((known) => known === within) ?? '90';
  const list = useData(
    reserveContracts.rotation,
    { query: { within: Number(days) } },
    { topics: ['reserves', 'stock'], keepPrevious: true },
  );
  const offer = list.data?.rows.find((row) => row.lot === opened);
  const columns: Column<RotationOffer>[] = [
    { key: 'item', title: text('item'), value: (row) => localName(row.item, language), phone: 'title', width: 170 },
    { key: 'reserve', title: text('reserve'), value: (row) => row.reserveName, width: 180 },
    { key: 'lot', title: text('lot'), value: (row) => row.lotNumber || text('noLot'), width: 130 },
    {
      key: 'expires',
      title: text('expires'),
      value: (row) => row.expires,
      render: (row) => <Day day={row.expires} year />,
      width: 150,
    },
    { key: 'left', title: text('left'), align: 'right', value: (row) => row.daysLeft, width: 90 },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} />,
      width: 110,
    },
    {
      key: 'unused',
      title: text('unused'),
      align: 'right',
      value: (row) => row.unused,
      render: (row) => (Number(row.unused) === 0 ? '—' : <Quantity value={row.unused} unit={row.item.unit} />),
      width: 130,
    },
  ];
  return (
    <>
      <DataTable
        label={text('title')}
        {...heldRows(list)}
        rowKey={(row) => `${row.reserve}/${row.lot}`}
        columns={columns}
        onRow={(row) => setOpened(row.lot)}
        left={
          <Segmented
            aria-label={text('within')}
            value={days}
            options={choices.map((value) => ({ value, label: text('days', { days: value }) }))}
            onChange={setWithin}
          />
        }
        empty={{ title: text('none'), more: text('noneMore') }}
      />
      {offer !== undefined && <OfferDrawer offer={offer} onClose={() => setOpened(null)} onAsk={onAsk} />}
    </>
  );
}

function OfferDrawer(props: { offer: RotationOffer; onClose: () => void; onAsk: (start: AskStart) => void }) {
  const { offer } = props;
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const today = useToday();
  const { unit } = offer.item;
  const ask = (row: Candidate) => {
    props.onClose();
    props.onAsk({
      reserve: offer.reserve,
      item: offer.item.code,
      lot: offer.lot,
      to: row.point,
      quantity: row.offered,
      by: offer.daysLeft > 0 ? addDays(today, 1) : today,
      reason: text('why', { day: offer.expires }),
    });
  };
  const columns: Column<Candidate>[] = [
    { key: 'point', title: text('point'), value: (row) => row.name, phone: 'title' },
    { key: 'tier', title: text('tier'), align: 'right', value: (row) => row.tier },
    {
      key: 'usable',
      title: text('usable'),
      align: 'right',
      value: (row) => row.usable,
      render: (row) => <Quantity value={row.usable} unit={unit} />,
    },
    {
      key: 'offered',
      title: text('offered'),
      align: 'right',
      value: (row) => row.offered,
      render: (row) => <Quantity value={row.offered} unit={unit} />,
    },
    ...(may('request.decide')
      ? [
          {
            key: 'act',
            title: text('act'),
            render: (row: Candidate) =>
              Number(row.offered) > 0 ? <Button onClick={() => ask(row)}>{text('rotate')}</Button> : '—',
          },
        ]
      : []),
  ];
  return (
    <DetailDrawer open title={localName(offer.item, language)} onClose={props.onClose}>
      <p>{text('who', { count: offer.candidates.length })}</p>
      <DataTable
        label={text('point')}
        rows={offer.candidates}
        rowKey={(row) => row.point}
        columns={columns}
        empty={{ title: text('nobody') }}
      />
    </DetailDrawer>
  );
}

import { useState } from 'react';
import { type Balance, stockContracts } from '#contracts/stock.ts';
import {
  gradeNames,
  grades,
  lotStateNames,
  lotStates,
  placeKindNames,
  realPlaceKinds,
} from '#contracts/stock-terms.ts';
import { DetailDrawer } from '../platform/dialog.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink, useAddressState } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { PageHeader } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { CategoryChoice, ItemChoice } from './choices.tsx';
import { LotDetail } from './lot-detail.tsx';
import { DayChoice, Expiry, LotWords, useDayShown, usePlaceName } from './shared.tsx';
import './stock.css';

const words = {
  title: ['库存在哪里、哪一批、何时到期', 'Where stock is, in which lots, until when'],
  label: ['库存明细', 'Stock by lot'],
  item: ['物资', 'Item'],
  place: ['地点', 'Place'],
  kind: ['地点类别', 'Kind of place'],
  lot: ['批次', 'Lot'],
  grade: ['等级', 'Grade'],
  state: ['状态', 'State'],
  expires: ['最后可发日期', 'Issue until'],
  quantity: ['数量', 'Quantity'],
  reserved: ['已预留', 'Reserved'],
  count: ['登记盘点', 'Count stock'],
  xlsx: ['Excel 工作簿', 'Excel workbook'],
  csv: ['CSV 文件', 'CSV file'],
  empty: ['这一天没有库存', 'No stock on this day'],
  emptyMore: ['换一天，或先导入库存数据', 'Choose another day, or import stock first'],
} as const;

export default function BalancesPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const placeName = usePlaceName();
  const may = useMay();
  const { day, chosen, choose } = useDayShown();
  const [item, chooseItem] = useAddressState('item');
  const [category, chooseCategory] = useAddressState('category');
  const [opened, setOpened] = useState<Balance | null>(null);
  const columns: Column<Balance>[] = [
    {
      key: 'item',
      title: text('item'),
      value: (row) => localName(row.item, language),
      phone: 'title',
      width: 220,
    },
    { key: 'place', title: text('place'), value: (row) => placeName(row.place), width: 220 },
    {
      key: 'kind',
      title: text('kind'),
      render: (row) => pick(placeKindNames[row.place.kind], language),
      filter: { options: realPlaceKinds.map((kind) => ({ value: kind, label: pick(placeKindNames[kind], language) })) },
      width: 110,
      phone: 'hidden',
    },
    {
      key: 'lot',
      title: text('lot'),
      render: (row) => <LotWords lotNumber={row.lotNumber} grade={row.grade} state={row.state} />,
      width: 130,
    },
    {
      key: 'grade',
      title: text('grade'),
      render: (row) => (row.grade === null ? '—' : pick(gradeNames[row.grade], language)),
      filter: { options: grades.map((grade) => ({ value: grade, label: pick(gradeNames[grade], language) })) },
      width: 80,
      phone: 'hidden',
    },
    {
      key: 'state',
      title: text('state'),
      render: (row) => (
        <span className={row.state === 'free' ? undefined : 'bg-warning'}>
          {pick(lotStateNames[row.state], language)}
        </span>
      ),
      filter: { options: lotStates.map((state) => ({ value: state, label: pick(lotStateNames[state], language) })) },
      width: 80,
      phone: 'hidden',
    },
    {
      key: 'expires',
      title: text('expires'),
      value: (row) => row.expires,
      render: (row) => <Expiry day={row.expires} on={day} />,
      width: 140,
    },
    {
      key: 'quantity',
      title: text('quantity'),
      align: 'right',
      value: (row) => row.quantity,
      render: (row) => <Quantity value={row.quantity} unit={row.item.unit} exact />,
      width: 130,
    },
    {
      key: 'reserved',
      title: text('reserved'),
      align: 'right',
      render: (row) =>
        Number(row.reserved) === 0 ? '—' : <Quantity value={row.reserved} unit={row.item.unit} exact />,
      width: 110,
      phone: 'hidden',
    },
  ];
  const query = {
    ...(chosen === undefined ? {} : { day: chosen }),
    ...(item === '' ? {} : { item }),
    ...(category === '' ? {} : { category }),
  };
  return (
    <>
      <PageHeader
        title={text('title')}
        actions={
          may('stock.post') && (
            <PageLink to="/stock/stocktakes/new" className="bg-button">
              {text('count')}
            </PageLink>
          )
        }
      />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(stockContracts.balances, { query }, ['stock', 'registry'])}
        rowKey={(row) => `${row.place.place} ${row.lot}`}
        onRow={setOpened}
        left={
          <>
            <DayChoice day={day} choose={choose} />
            <CategoryChoice value={category} onChange={chooseCategory} />
            <ItemChoice value={item} onChange={chooseItem} />
          </>
        }
        exports={[
          {
            label: text('xlsx'),
            contract: stockContracts.balancesFile,
            query: { ...query, format: 'xlsx', lang: language },
          },
          {
            label: text('csv'),
            contract: stockContracts.balancesFile,
            query: { ...query, format: 'csv', lang: language },
          },
        ]}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer
        open={opened !== null}
        title={opened === null ? '' : localName(opened.item, language)}
        onClose={() => setOpened(null)}
      >
        {opened !== null && <LotDetail lot={opened.lot} />}
      </DetailDrawer>
    </>
  );
}

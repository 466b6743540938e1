import {
  type ClaimHead,
  claimContracts,
  claimKindNames,
  claimKinds,
  claimOwnerNames,
  claimOwners,
  claimStateNames,
  claimStates,
} from '#contracts/claims.ts';
import { useData } from '../../platform/data.ts';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { Quantity } from '../../platform/number.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { type Column, DataTable, listSource } from '../../platform/table/data-table.tsx';
import { useItemOptions, useItemWords } from '../orders/shared.tsx';
import { ClaimDetail } from './claim-detail.tsx';
import { Due, NextAct, useAge } from './claim-words.tsx';
import './receipts.css';

const words = {
  title: ['{unsettled} 项差异未结案，{late} 项超期', '{unsettled} claims not settled, {late} late'],
  reading: ['收货差异', 'Claims'],
  lead: [
    '收货与发出不符的，每项有责任方和期限；补收、退回或核销后结案，货款只按完好签收的数量支付。',
    'What a receipt found missing or damaged, with who answers and until when. It ends when all of it came, went back or was written off; only what came in good condition is paid.',
  ],
  label: ['收货差异', 'Claims'],
  one: ['差异 {id}', 'Claim {id}'],
  id: ['编号', 'Number'],
  kind: ['类别', 'Kind'],
  goods: ['物资', 'Goods'],
  quantity: ['数量', 'Quantity'],
  way: ['发货 → 收货', 'From → to'],
  state: ['状态', 'State'],
  owner: ['责任方与下一步', 'Owner and next act'],
  age: ['已历', 'Age'],
  late: ['期限', 'Deadline'],
  lateOnly: ['已超期', 'Passed'],
  inTime: ['未超期', 'Not passed'],
  unsettled: ['未结案', 'Not settled'],
  xlsx: ['Excel 工作簿', 'Excel workbook'],
  csv: ['CSV 文件', 'CSV file'],
  empty: ['没有收货差异', 'No claims'],
  emptyMore: [
    '收货时清点与发出不符的，会出现在这里',
    'What a receiver counts differently from what was sent appears here',
  ],
} as const;
const topics = ['receipts', 'orders'];

/** Every claim that the reader sees: whose it is, how old, what comes next. */
export default function ClaimsPage() {
  const text = useText(words);
  const [open, setOpen] = useAddressState('claim');
  const columns = useColumns();
  const all = useData(claimContracts.list, { query: { limit: 1 } }, { topics });
  const exports = (['xlsx', 'csv'] as const).map((format) => ({
    label: text(format),
    contract: claimContracts.file,
    query: { format },
  }));
  return (
    <>
      <PageHeader
        title={all.data ? text('title', { unsettled: all.data.unsettled, late: all.data.late }) : text('reading')}
        lead={text('lead')}
      />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(claimContracts.list, {}, topics)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.late ? 'warning' : undefined)}
        onRow={(row) => setOpen(row.id)}
        exports={exports}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer open={open !== ''} title={text('one', { id: open })} onClose={() => setOpen('')}>
        {open !== '' && <ClaimDetail id={open} />}
      </DetailDrawer>
    </>
  );
}

function useColumns(): Column<ClaimHead>[] {
  const text = useText(words);
  const { language } = useLanguage();
  const items = useItemOptions();
  const itemWords = useItemWords();
  const age = useAge();
  const options = <T extends string>(values: readonly T[], names: Record<T, readonly [string, string]>) =>
    values.map((value) => ({ value, label: pick(names[value], language) }));
  const states = [{ value: 'unsettled', label: text('unsettled') }, ...options(claimStates, claimStateNames)];
  const deadlines = [
    { value: 'true', label: text('lateOnly') },
    { value: 'false', label: text('inTime') },
  ];
  return [
    { key: 'id', title: text('id'), value: (row) => row.id, sortable: false, phone: 'title', width: 170 },
    {
      key: 'kind',
      title: text('kind'),
      render: (row) => pick(claimKindNames[row.kind], language),
      filter: { options: options(claimKinds, claimKindNames) },
      width: 80,
    },
    {
      key: 'item',
      title: text('goods'),
      render: (row) => `${itemWords(row.item).name} ${row.lotNumber}`,
      filter: { options: items },
      width: 190,
    },
    {
      key: 'quantity',
      title: text('quantity'),
      render: (row) => <Quantity value={row.quantity} unit={itemWords(row.item).unit} exact />,
      align: 'right',
      width: 110,
    },
    {
      key: 'way',
      title: text('way'),
      render: (row) => `${row.from.name} → ${row.to.name}`,
      width: 260,
      wrap: true,
    },
    {
      key: 'state',
      title: text('state'),
      render: (row) => pick(claimStateNames[row.state], language),
      filter: { options: states },
      width: 110,
    },
    {
      key: 'owner',
      title: text('owner'),
      render: (row) => (row.state === 'settled' ? pick(claimOwnerNames[row.owner], language) : <NextAct claim={row} />),
      filter: { options: options(claimOwners, claimOwnerNames) },
      width: 220,
      wrap: true,
    },
    {
      key: 'late',
      title: text('late'),
      render: (row) => <Due claim={row} />,
      filter: { options: deadlines },
      width: 150,
    },
    { key: 'age', title: text('age'), render: (row) => age(row.ageHours), width: 110 },
  ];
}

import { Button } from 'antd';
import { useState } from 'react';
import { type RecallHead, recallContracts, recallKindNames, recallStateNames } from '#contracts/recalls.ts';
import { useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable } from '../../platform/table/data-table.tsx';
import { RecallDetail } from './recall-detail.tsx';
import { RecallForm } from './recall-form.tsx';
import { useItemWords, useLotName } from './shared.tsx';

const words = {
  none: ['没有进行中的封存和召回', 'Nothing is held or recalled'],
  open: ['{open} 批在封存或召回，{late} 批超期未办结', '{open} lots held or recalled, {late} overdue'],
  reading: ['封存和召回', 'Quarantines and recalls'],
  lead: [
    '停用的批次不能再锁定、拣货和发出；每一处的去向都有人负责。',
    'A stopped lot can be promised, picked and issued no more; each piece has someone who answers for it.',
  ],
  start: ['封存或召回', 'Hold or recall'],
  label: ['封存和召回', 'Quarantines and recalls'],
  kind: ['种类', 'Kind'],
  lot: ['批次', 'Lot'],
  item: ['物资', 'Item'],
  why: ['原因', 'Why'],
  owner: ['责任人', 'Owner'],
  due: ['期限', 'Due'],
  state: ['状态', 'State'],
  since: ['开始', 'Since'],
  opened: ['{kind} {id}', '{kind} {id}'],
  empty: ['没有封存和召回', 'No quarantines or recalls'],
} as const;

export default function RecallsPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const [form, setForm] = useState(false);
  const [opened, setOpened] = useAddressState('recall');
  const columns = useColumns();
  const read = useData(recallContracts.list, { query: { limit: 500 } }, { topics: ['recalls'] });
  const rows = read.data?.rows;
  const open = (rows ?? []).filter((row) => row.state === 'open');
  const late = open.filter((row) => row.overdue).length;
  const shown = rows?.find((row) => row.id === opened);
  const answer = open.length === 0 ? text('none') : text('open', { open: open.length, late });
  return (
    <>
      <PageHeader
        title={rows === undefined ? text('reading') : answer}
        lead={text('lead')}
        actions={
          may('order.approve') && (
            <Button type="primary" onClick={() => setForm(true)}>
              {text('start')}
            </Button>
          )
        }
      />
      <DataTable
        label={text('label')}
        columns={columns}
        rows={rows}
        problem={read.error}
        onRetry={() => void read.refetch()}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.overdue ? 'warning' : undefined)}
        onRow={(row) => setOpened(row.id)}
        empty={{ title: text('empty') }}
      />
      <DetailDrawer open={form} title={text('start')} onClose={() => setForm(false)}>
        {form && (
          <RecallForm
            onDone={(id) => {
              setForm(false);
              setOpened(id);
            }}
          />
        )}
      </DetailDrawer>
      <DetailDrawer
        open={opened !== ''}
        title={
          shown === undefined
            ? opened
            : text('opened', { kind: pick(recallKindNames[shown.kind], language), id: shown.id })
        }
        onClose={() => setOpened('')}
      >
        {opened !== '' && <RecallDetail id={opened} />}
      </DetailDrawer>
    </>
  );
}

function useColumns(): Column<RecallHead>[] {
  const text = useText(words);
  const { language } = useLanguage();
  const itemWords = useItemWords();
  const lotName = useLotName();
  return [
    { key: 'kind', title: text('kind'), value: (row) => pick(recallKindNames[row.kind], language), width: 90 },
    { key: 'item', title: text('item'), value: (row) => itemWords(row.item).name, width: 180, phone: 'title' },
    { key: 'lot', title: text('lot'), value: (row) => lotName(row), width: 180 },
    { key: 'why', title: text('why'), value: (row) => row.reason, width: 240, wrap: true },
    { key: 'owner', title: text('owner'), value: (row) => row.owner, width: 120 },
    {
      key: 'due',
      title: text('due'),
      value: (row) => row.dueDay,
      render: (row) => <Day day={row.dueDay} />,
      width: 100,
    },
    { key: 'state', title: text('state'), value: (row) => pick(recallStateNames[row.state], language), width: 100 },
    {
      key: 'since',
      title: text('since'),
      value: (row) => row.startedAt,
      render: (row) => <Moment at={row.startedAt} />,
      width: 130,
      phone: 'hidden',
    },
  ];
}

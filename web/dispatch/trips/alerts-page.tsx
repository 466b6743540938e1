import { alertContracts, alertKinds, type DispatchAlert } from '#contracts/dispatch-alerts.ts';
import { useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { History } from '../../platform/history.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageHeader, Panel, Particulars } from '../../platform/page.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { AlertsPanel, useAlertWords } from './alerts-panel.tsx';

const words = {
  title: ['{open} 条警报待处理', '{open} alerts to be dealt with'],
  reading: ['运输和卡口警报', 'Alerts of trips and checkpoints'],
  lead: [
    '晚点、偏航、故障、司机报告的问题，以及卡口发现的情况；每条有负责人和下一步。',
    'Late, off the way, broken down, told by a driver, found at a checkpoint: each with an owner and a next act.',
  ],
  none: ['没有待处理的警报', 'No alert is open'],
  closed: ['已处理', 'Dealt with'],
  kind: ['什么事', 'What'],
  detail: ['情况', 'About'],
  at: ['发生', 'Raised'],
  takenBy: ['接手', 'Taken by'],
  closedBy: ['处理', 'Closed by'],
  closedAt: ['处理时间', 'Closed'],
  outcome: ['结果', 'How it ended'],
  noneClosed: ['还没有处理过的警报', 'None has been dealt with yet'],
  history: ['历史', 'History'],
  'dispatch.alert': ['报警', 'raised it'],
  'dispatch.take-alert': ['接手', 'took it'],
  'dispatch.close-alert': ['处理完毕', 'closed it'],
  state: ['状态', 'State'],
} as const;

/** Every alert: open ones to act on, closed ones with who dealt with them and how. */
export default function AlertsPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const { detailOf, ownerOf } = useAlertWords();
  const open = useData(alertContracts.list, { query: { state: 'open', limit: 200 } }, { topics: ['alerts'] });
  const closed = useData(alertContracts.list, { query: { state: 'closed', limit: 200 } }, { topics: ['alerts'] });
  const columns: Column<DispatchAlert>[] = [
    { key: 'kind', title: text('kind'), value: (row) => pick(alertKinds[row.kind].name, language), phone: 'title' },
    { key: 'detail', title: text('detail'), value: detailOf, wrap: true },
    { key: 'at', title: text('at'), value: (row) => row.at, render: (row) => <Moment at={row.at} /> },
    { key: 'takenBy', title: text('takenBy'), value: (row) => row.takenBy },
    { key: 'closedBy', title: text('closedBy'), value: (row) => row.closedBy },
    {
      key: 'closedAt',
      title: text('closedAt'),
      value: (row) => row.closedAt,
      render: (row) => <Moment at={row.closedAt} />,
    },
    { key: 'outcome', title: text('outcome'), value: (row) => row.outcome, wrap: true },
  ];
  return (
    <>
      <PageHeader
        title={open.data === undefined ? text('reading') : text('title', { open: open.data.open })}
        lead={text('lead')}
      />
      {open.data?.rows.length === 0 && <EmptyState title={text('none')} />}
      <AlertsPanel full />
      <Panel title={text('closed')} className="alerts-closed">
        <DataTable
          label={text('closed')}
          {...heldRows(closed)}
          rowKey={(row) => row.id}
          columns={columns}
          detail={(row) => ({
            title: pick(alertKinds[row.kind].name, language),
            content: (
              <>
                <Particulars
                  rows={[
                    [text('detail'), detailOf(row)],
                    [text('closedBy'), `${row.closedBy ?? ''} · ${ownerOf(row)}`],
                    [text('outcome'), row.outcome],
                  ]}
                />
                <h3>{text('history')}</h3>
                <History subject="dispatch-alert" id={row.id} names={words} topics={['alerts']} />
              </>
            ),
          })}
          empty={{ title: text('noneClosed') }}
        />
      </Panel>
    </>
  );
}

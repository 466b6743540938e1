import { Button } from 'antd';
import { orderContracts } from '#contracts/orders.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Day } from '../../platform/day.tsx';
import { Confirm } from '../../platform/dialog.tsx';
import { useText } from '../../platform/language.ts';
import { useGo } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { Panel } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useItemWords } from './shared.tsx';

const words = {
  title: ['{count} 件已批准、还没有调拨令', '{count} approved and without an order'],
  request: ['申请 {number}：', 'Request {number}:'],
  release: ['动用 {number}：', 'Release {number}:'],
  by: ['要求到货', 'Needed by'],
  fill: ['填入下面', 'Fill in below'],
  issue: ['下达', 'Issue'],
  ask: ['按动用 {number} 下达？', 'Issue the order of release {number}?'],
} as const;

export interface NeedChosen {
  requestId: string;
  toPlace: string;
  item: string;
  grade: 'medical' | 'general' | null;
  quantity: string;
}

/** Requests and releases that are approved and that no order carries yet; nothing when there are none. */
export function NeedsPanel({ onRequest }: { onRequest: (need: NeedChosen) => void }) {
  const text = useText(words);
  const go = useGo();
  const itemWords = useItemWords();
  const read = useData(orderContracts.needs, {}, { topics: ['orders', 'requests', 'reserves'] });
  const issue = useAct(orderContracts.issueRelease, {
    onDone: ({ id, number }) => {
      notify([`已下达 ${number}`, `${number} issued`]);
      go(`/dispatch/orders/${id}`);
    },
    renews: ['orders', 'stock', 'reserves'],
  });
  const { requests = [], releases = [] } = read.data ?? {};
  const count = requests.length + releases.length;
  if (count === 0) return null;
  const what = (row: { item: string; quantity: string; by: string }) => (
    <span className="orders-where-dealt">
      {itemWords(row.item).name} <Quantity value={row.quantity} unit={itemWords(row.item).unit} />
      <span className="bg-muted">
        {' '}
        · {text('by')} <Day day={row.by} />
      </span>
    </span>
  );
  return (
    <Panel title={text('title', { count })}>
      <ProblemView problem={issue.problem} />
      <ul className="orders-events">
        {releases.map((row) => (
          <li key={row.id} className="orders-where">
            <span>
              {text('release', { number: row.number })} {row.from.name} → {row.to.name}
              {what(row)}
            </span>
            <Confirm
              title={text('ask', { number: row.number })}
              act={text('issue')}
              running={issue.running}
              onConfirm={() => issue.run({ body: { release: row.id } })}
            >
              {(ask) => <Button onClick={ask}>{text('issue')}</Button>}
            </Confirm>
          </li>
        ))}
        {requests.map((row) => (
          <li key={row.id} className="orders-where">
            <span>
              {text('request', { number: row.number })} {row.to.name}
              {what(row)}
            </span>
            <Button
              onClick={() =>
                onRequest({
                  requestId: row.id,
                  toPlace: row.to.place,
                  item: row.item,
                  grade: row.grade,
                  quantity: row.quantity,
                })
              }
            >
              {text('fill')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

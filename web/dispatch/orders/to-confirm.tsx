import { Button } from 'antd';
import { orderContracts } from '#contracts/orders.ts';
import { orderLevelNames, orderLevels } from '#contracts/orders-terms.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { Confirm } from '../../platform/dialog.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Panel } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useUser } from '../../platform/session.tsx';
import { ItemsWords } from './shared.tsx';

const words = {
  title: ['{count} 张紧急调拨待补批', 'Urgent orders to confirm: {count}'],
  who: ['由{level}补批', 'For the {level}'],
  by: ['期限', 'By'],
  overdue: ['已超时，升级至{level}', 'overdue, passed to the {level}'],
  confirm: ['补批', 'Confirm'],
  ask: ['补批 {number}？', 'Confirm {number}?'],
  done: ['已补批', 'Confirmed'],
} as const;

const levelOf: Record<string, (typeof orderLevels)[number]> = {
  city_lead: 'city',
  group_officer: 'group',
  sub_group_officer: 'sub_group',
};

/** Urgent orders that ran at once and that somebody must still confirm, the nearest deadline first; nothing when there are none. */
export function ToConfirm() {
  const text = useText(words);
  const { language } = useLanguage();
  const user = useUser();
  const listed = useData(orderContracts.toConfirm, {}, { topics: ['orders'], every: 60_000 });
  const confirm = useAct(orderContracts.confirm, {
    onDone: () => notify(words.done),
    renews: ['orders'],
  });
  const rows = listed.data?.rows ?? [];
  if (rows.length === 0) return null;
  const own = levelOf[user.role];
  const mayConfirm = (level: (typeof orderLevels)[number]) =>
    own !== undefined && own !== 'sub_group' && orderLevels.indexOf(own) >= orderLevels.indexOf(level);
  return (
    <Panel title={text('title', { count: rows.length })}>
      <ProblemView problem={confirm.problem} />
      <ul className="orders-events">
        {rows.map((row) => (
          <li key={row.id} className="orders-confirm">
            <span>
              <PageLink to={`/dispatch/orders/${row.id}`}>{row.number}</PageLink> {row.from.name} → {row.to.name}
              <span className="orders-where-dealt">
                <ItemsWords items={row.items} />
              </span>
              <span className="orders-where-dealt bg-muted">
                {row.reason} · {row.createdBy}
              </span>
            </span>
            <span>
              {row.overdue ? (
                <strong className="bg-warning">
                  {text('overdue', { level: pick(orderLevelNames[row.level], language) })}
                </strong>
              ) : (
                text('who', { level: pick(orderLevelNames[row.level], language) })
              )}
              <span className="orders-where-dealt bg-muted">
                {text('by')} <Moment at={row.confirmBy} />
              </span>
            </span>
            {mayConfirm(row.level) && (
              <Confirm
                title={text('ask', { number: row.number })}
                act={text('confirm')}
                running={confirm.running}
                onConfirm={() => confirm.run({ params: { id: row.id }, body: { revision: row.revision } })}
              >
                {(ask) => <Button onClick={ask}>{text('confirm')}</Button>}
              </Confirm>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

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
  title: ['{count} 张紧急调拨待补批', '{count} urgent orders to confirm'],
  order: ['调拨令', 'Order'],
  why: ['原因', 'Why'],
  who: ['由谁补批', 'Who confirms'],
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
      <div className="orders-scroll">
        <table className="orders-table">
          <thead>
            <tr>
              {(['order', 'why', 'who', 'by'] as const).map((word) => (
                <th key={word}>{text(word)}</th>
              ))}
              <th>
                <span className="bg-hidden">{text('confirm')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <PageLink to={`/dispatch/orders/${row.id}`}>{row.number}</PageLink> {row.from.name} → {row.to.name}
                  <br />
                  <ItemsWords items={row.items} />
                </td>
                <td>
                  {row.reason} <span className="bg-muted">{row.createdBy}</span>
                </td>
                <td>
                  {row.overdue ? (
                    <strong className="bg-warning">
                      {text('overdue', { level: pick(orderLevelNames[row.level], language) })}
                    </strong>
                  ) : (
                    pick(orderLevelNames[row.level], language)
                  )}
                </td>
                <td>
                  <Moment at={row.confirmBy} />
                </td>
                <td>
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
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

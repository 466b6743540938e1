import { orderContracts } from '#contracts/orders.ts';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { PhonePage } from '../../phone/phone-page.tsx';
import { Day } from '../../platform/day.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { ItemsWords } from './shared.tsx';

const words = {
  title: ['拣货和装车', 'Pick and load'],
  count: ['{count} 张待办', '{count} to do'],
  empty: ['没有要拣的调拨令', 'No orders to pick'],
  emptyMore: ['下达后会出现在这里', 'They appear here when they are issued'],
} as const;

/** What one's own place has to pick and load, the earliest day first. */
export default function PickPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const issued = useOfflineData(
    orderContracts.list,
    { query: { state: 'issued', sending: 'own', limit: 500 } },
    { topics: ['orders'] },
  );
  const picked = useOfflineData(
    orderContracts.list,
    { query: { state: 'picked', sending: 'own', limit: 500 } },
    { topics: ['orders'] },
  );
  const rows = [...(picked.data?.rows ?? []), ...(issued.data?.rows ?? [])].sort(
    (a, b) => a.dispatchDay.localeCompare(b.dispatchDay) || a.number.localeCompare(b.number),
  );
  const known = issued.data !== undefined && picked.data !== undefined;
  return (
    <PhonePage staleAt={issued.stale ? issued.at : null}>
      <h1>{text('title')}</h1>
      {!known && <ProblemView problem={issued.error ?? picked.error} />}
      {known && rows.length === 0 && <EmptyState title={text('empty')} more={text('emptyMore')} />}
      {rows.length > 0 && <p className="bg-muted">{text('count', { count: rows.length })}</p>}
      <ul className="orders-pick-list">
        {rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/m/pick/${row.id}`} className="orders-pick">
              <strong>
                {row.number} · {pick(orderStateNames[row.state], language)}
              </strong>
              <span>
                {row.from.name} → {row.to.name}
              </span>
              <span>
                <Day day={row.dispatchDay} /> <ItemsWords items={row.items} />
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
    </PhonePage>
  );
}

import { useState } from 'react';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { readOwnLabel } from '#contracts/scan.ts';
import { useForgottenDrafts } from '../../phone/draft.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { useOutbox } from '../../phone/outbox.ts';
import { PhonePage } from '../../phone/phone-page.tsx';
import { Day } from '../../platform/day.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink, useGo } from '../../platform/navigation.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { LotScanner } from '../orders/scanner.tsx';
import '../orders/orders.css';
import './receipts.css';

const words = {
  title: ['签收', 'Receipt'],
  count: ['{count} 车待签收', '{count} to receive'],
  empty: ['没有在途的货物', 'Nothing is on the way'],
  emptyMore: ['发货方装车后会出现在这里', 'It appears here when the sender has loaded it'],
  due: ['应到', 'Due'],
  waits: ['已在本机签收，待发送', 'Received on this telephone, to be sent'],
  more: ['只显示最早的 {count} 车', 'The first {count} are shown'],
  unknown: ['“{code}”不在待签收的调拨令里', '“{code}” is not among the orders to be received'],
} as const;

/** What is on the way to one's place, the first due first; a scan of the order or of any of its lots opens it. */
export default function ReceivePage() {
  const text = useText(words);
  const go = useGo();
  const { language } = useLanguage();
  const [strange, setStrange] = useState('');
  const read = useOfflineData(receiptContracts.arriving, {}, { topics: ['orders', 'receipts'] });
  const waiting = new Set(useOutbox().map((act) => act.subject));
  const rows = read.data?.rows ?? [];
  // what someone else has received meanwhile needs no draft; only the server's own full answer says so
  const still = read.stale || read.data?.more !== false ? undefined : rows.map((row) => row.id);
  useForgottenDrafts('receive/', still);
  useForgottenDrafts('receive-photos/', still);
  const scanned = (code: string): void => {
    const label = readOwnLabel(code);
    const found = rows.find(
      (row) =>
        row.number === code.trim() ||
        (label?.kind === 'order' && row.number === label.order) ||
        row.lots.some((lot) => (label?.kind === 'lot' && lot.lot === label.lot) || lot.lotNumber === code.trim()),
    );
    setStrange(found ? '' : code.trim());
    if (found) go(`/m/receive/${found.id}`);
  };
  return (
    <PhonePage staleAt={read.stale ? read.at : null}>
      <h1>{text('title')}</h1>
      {read.data === undefined && <ProblemView problem={read.error} />}
      {read.data !== undefined && rows.length === 0 && <EmptyState title={text('empty')} more={text('emptyMore')} />}
      {rows.length > 0 && (
        <>
          <LotScanner onCode={scanned} />
          {strange !== '' && (
            <p role="alert" className="orders-scanned orders-scanned-wrong">
              {text('unknown', { code: strange })}
            </p>
          )}
          <p className="bg-muted">{text('count', { count: rows.length })}</p>
        </>
      )}
      <ul className="orders-pick-list">
        {rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/m/receive/${row.id}`} className="orders-pick">
              <strong>
                {row.number} · {pick(orderStateNames[row.state], language)}
              </strong>
              <span>{row.from.name}</span>
              <span className="bg-muted">
                {text('due')} <Day day={row.dueDay} />
              </span>
              {waiting.has(`order:${row.id}`) && <span className="bg-warning">{text('waits')}</span>}
            </PageLink>
          </li>
        ))}
      </ul>
      {read.data?.more === true && <p className="bg-muted">{text('more', { count: rows.length })}</p>}
    </PhonePage>
  );
}

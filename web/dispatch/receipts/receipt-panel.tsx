import { useState } from 'react';
import { type ClaimHead, claimKindNames, claimStateNames } from '#contracts/claims.ts';
import type { OrderDetail } from '#contracts/orders.ts';
import { receiptContracts } from '#contracts/receipts.ts';
import { useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { Panel, Panels, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { useItemWords } from '../orders/shared.tsx';
import { ClaimDetail } from './claim-detail.tsx';
import { Due, NextAct } from './claim-words.tsx';
import { ReceiptPhotos } from './receipt-photos.tsx';
import { SignatureView } from './signature-pad.tsx';
import './receipts.css';

const words = {
  title: ['签收', 'Receipt'],
  by: ['签收人', 'Received by'],
  phoneAt: ['手机记录时间', 'Counted on the telephone at'],
  temperature: ['到货温度', 'Temperature'],
  degrees: ['{value} ℃', '{value} ℃'],
  note: ['备注', 'Note'],
  signature: ['签名', 'Signature'],
  claims: ['差异', 'Claims'],
  noClaims: ['全数完好', 'All in good condition'],
  bases: ['支付依据（数量）', 'What payment rests on (quantity)'],
  basesMeaning: [
    '完好签收的数量，按行和批次；单价由财务另定。',
    'What was received in good condition, by line and lot; prices are finance’s.',
  ],
  item: ['物资', 'Item'],
  line: ['行', 'Line'],
  quantity: ['数量', 'Quantity'],
  day: ['日期', 'Day'],
  document: ['凭证', 'Document'],
  claim: ['差异 {id}', 'Claim {id}'],
  until: ['限', 'until'],
} as const;

/** How the order was received: who, what differs, what a payment rests on. */
export function ReceiptPanel({ order }: { order: OrderDetail }) {
  const may = useMay();
  return may('receipt.read') && order.state === 'received' ? <Receipt id={order.id} /> : null;
}

function Receipt({ id }: { id: string }) {
  const text = useText(words);
  const itemWords = useItemWords();
  const read = useData(receiptContracts.read, { params: { id } }, { topics: ['receipts'], keepPrevious: true });
  const receipt = read.data;
  if (receipt === undefined) return read.error ? <ProblemView problem={read.error} /> : null;
  return (
    <>
      <Panels>
        <Panel title={text('title')}>
          <Particulars
            rows={[
              [
                text('by'),
                <span key="by">
                  {receipt.by} <Moment at={receipt.receivedAt} year />
                </span>,
              ],
              [text('phoneAt'), <Moment key="phone" at={receipt.phoneAt} year />],
              [
                text('temperature'),
                receipt.temperature === null ? '—' : text('degrees', { value: receipt.temperature }),
              ],
              [text('note'), receipt.note || '—'],
              [text('signature'), <SignatureView key="sign" path={receipt.signature} label={text('signature')} />],
            ]}
          />
          <ReceiptPhotos order={id} numbers={receipt.photos.map(({ number }) => number)} />
        </Panel>
        <Panel title={text('claims')}>
          <Claims claims={receipt.claims} />
        </Panel>
      </Panels>
      <Panel title={text('bases')}>
        <p className="bg-muted">{text('basesMeaning')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls with the keyboard too */}
        <section className="orders-scroll" aria-label={text('bases')} tabIndex={0}>
          <table className="orders-table">
            <thead>
              <tr>
                <th scope="col">{text('line')}</th>
                <th scope="col">{text('item')}</th>
                <th scope="col" className="orders-right">
                  {text('quantity')}
                </th>
                <th scope="col">{text('day')}</th>
                <th scope="col">{text('document')}</th>
              </tr>
            </thead>
            <tbody>
              {receipt.bases.map((basis) => (
                <tr key={basis.id}>
                  <td>{basis.line}</td>
                  <td>{itemWords(basis.item).name}</td>
                  <td className="orders-right">
                    <Quantity value={basis.quantity} unit={itemWords(basis.item).unit} exact />
                  </td>
                  <td>
                    <Day day={basis.day} />
                  </td>
                  <td>{basis.document.id}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Panel>
    </>
  );
}

function Claims({ claims }: { claims: readonly ClaimHead[] }) {
  const text = useText(words);
  const { language } = useLanguage();
  const itemWords = useItemWords();
  const [open, setOpen] = useState<string | null>(null);
  if (claims.length === 0) return <p>{text('noClaims')}</p>;
  return (
    <>
      <ul className="receipts-list">
        {claims.map((claim) => (
          <li key={claim.id}>
            <button type="button" className="orders-pick" aria-haspopup="dialog" onClick={() => setOpen(claim.id)}>
              <strong>
                {pick(claimKindNames[claim.kind], language)}{' '}
                <Quantity value={claim.quantity} unit={itemWords(claim.item).unit} exact />
              </strong>
              <span>
                {itemWords(claim.item).name} {claim.lotNumber}
              </span>
              <span>
                {pick(claimStateNames[claim.state], language)}
                {claim.state !== 'settled' && (
                  <>
                    {' · '}
                    <NextAct claim={claim} />
                    {' · '}
                    {text('until')} <Due claim={claim} />
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <DetailDrawer open={open !== null} title={text('claim', { id: open ?? '' })} onClose={() => setOpen(null)}>
        {open !== null && <ClaimDetail id={open} />}
      </DetailDrawer>
    </>
  );
}

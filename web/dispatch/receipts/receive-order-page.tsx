import { useState } from 'react';
import { type ArrivingOrder, receiptContracts } from '#contracts/receipts.ts';
import { type PhoneDraft, usePhoneDraft } from '../../phone/draft.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { useOutbox } from '../../phone/outbox.ts';
import { usePhoneAct } from '../../phone/phone-act.ts';
import { BigButton, PhonePage } from '../../phone/phone-page.tsx';
import { Moment } from '../../platform/day.tsx';
import { EmptyState } from '../../platform/empty-state.tsx';
import { useText } from '../../platform/language.ts';
import { PageLink, useGo, usePageParams } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import { matchScan, type ScanResult } from '../orders/scan-match.ts';
import { LotScanner } from '../orders/scanner.tsx';
import { CountLots, emptyCount, keyOf, type LotCount, readCount } from './count-lots.tsx';
import { type Photo, PhotoField } from './photo-field.tsx';
import { SignaturePad } from './signature-pad.tsx';
import '../orders/orders.css';
import './receipts.css';

const words = {
  all: ['全部待签收', 'All to receive'],
  title: ['签收 {number}', 'Receive {number}'],
  from: ['{from} 发来', 'From {from}'],
  gone: ['这张调拨令不在待签收之列', 'This order is not to be received'],
  goneMore: ['可能已经签收，或尚未装车', 'It may be received already, or is not loaded yet'],
  waits: ['已在本机签收，待发送', 'Received on this telephone, to be sent'],
  waitsMore: [
    '有网后自动发送；清点、照片和签名都已保存',
    'It is sent when there is a network; count, photographs and signature are kept',
  ],
  refused: ['签收被退回', 'The receipt was refused'],
  refusedMore: ['请先看原因；删除后可重新清点', 'See why; drop it to count again'],
  outbox: ['待发送 ›', 'What waits ›'],
  restored: ['接着上次的清点，保存于', 'Goes on with the count kept at'],
  temperature: ['到货温度 ℃（需冷藏的货物填写）', 'Temperature on arrival, ℃ (for goods kept cold)'],
  note: ['备注', 'Note'],
  sign: ['签收', 'Receive'],
  missing: ['还有 {count} 个批次没有清点', '{count} lots are not counted yet'],
  over: ['完好与破损之和超过发出的数量，请核对', 'Good and damaged together are more than was sent: count again'],
  unsigned: ['请签名', 'Sign with a finger'],
  cold: ['温度应为 -100 到 100 之间的数，如 4.5', 'A temperature is a number from -100 to 100, such as 4.5'],
  right: ['对：{lot}', 'Right: {lot}'],
  wrong: ['扫到的不是这张调拨令的批次，请勿签收，先核对', 'This is no lot of this order: check before you receive it'],
  kept: ['已保存在本机，有网后发送', 'Kept on this telephone: it is sent when there is a network'],
  done: ['已签收', 'Received'],
  differs: [
    '已签收；{count} 项差异已转交责任方答复',
    'Received; {count} differences went to those who answer for them',
  ],
} as const;

interface Draft {
  counts: Record<string, LotCount>;
  temperature: string;
  note: string;
  signature: string;
}

export default function ReceiveOrderPage() {
  const text = useText(words);
  const { id = '' } = usePageParams();
  const read = useOfflineData(receiptContracts.arriving, {}, { topics: ['orders', 'receipts'] });
  const order = read.data?.rows.find((row) => row.id === id);
  if (order !== undefined) return <WithDraft order={order} staleAt={read.stale ? read.at : null} />;
  return (
    <PhonePage>
      <PageLink to="/m/receive">‹ {text('all')}</PageLink>
      {read.data === undefined ? (
        <ProblemView problem={read.error} />
      ) : (
        <EmptyState title={text('gone')} more={text('goneMore')} />
      )}
    </PhonePage>
  );
}

const temperatureOf = (typed: string): number | null | undefined => {
  if (typed.trim() === '') return null;
  const value = Number(typed.trim().replace('，', '.').replace(',', '.'));
  return Number.isFinite(value) && Math.abs(value) <= 100 ? Math.round(value * 10) / 10 : undefined;
};

const nothing: Draft = { counts: {}, temperature: '', note: '', signature: '' };
const noPhotos: Photo[] = [];

/** Counts, photographs and signature are kept on the telephone at every step; photographs apart, so that a letter does not write them anew. */
function WithDraft({ order, staleAt }: { order: ArrivingOrder; staleAt: string | null }) {
  const draft = usePhoneDraft<Draft>(`receive/${order.id}`, nothing);
  const photos = usePhoneDraft<Photo[]>(`receive-photos/${order.id}`, noPhotos);
  if (draft.value === undefined || photos.value === undefined) return <PhonePage>{null}</PhonePage>;
  return (
    <Receive
      order={order}
      staleAt={staleAt}
      draft={{ ...draft, value: draft.value }}
      photos={{ ...photos, value: photos.value }}
    />
  );
}

type Ready<T> = PhoneDraft<T> & { value: T };
interface ReceiveProps {
  order: ArrivingOrder;
  staleAt: string | null;
  draft: Ready<Draft>;
  photos: Ready<Photo[]>;
}

function Receive({ order, staleAt, draft, photos }: ReceiveProps) {
  const text = useText(words);
  const [problem, setProblem] = useState('');
  const { counts, temperature, note, signature } = draft.value;
  const change = (part: Partial<Draft>) => draft.change((before) => ({ ...before, ...part }));
  const count = (key: string, part: Partial<LotCount>) =>
    draft.change((before) => ({
      ...before,
      counts: { ...before.counts, [key]: { ...(before.counts[key] ?? emptyCount), ...part } },
    }));
  const act = useReceive(order, () => {
    draft.discard();
    photos.discard();
  });
  const kept = useOutbox().find((one) => one.subject === `order:${order.id}`);
  const send = (): void => {
    const read = order.lots.map((lot) => ({ lot, read: readCount(lot, counts[keyOf(lot)] ?? emptyCount) }));
    const missing = read.filter((entry) => entry.read === null).length;
    const degrees = temperatureOf(temperature);
    const wrong =
      missing > 0
        ? text('missing', { count: missing })
        : read.some((entry) => entry.read?.missing.isNegative())
          ? text('over')
          : degrees === undefined
            ? text('cold')
            : signature === ''
              ? text('unsigned')
              : '';
    setProblem(wrong);
    if (wrong !== '') return;
    const lots = read.map(({ lot, read: counted }) => ({
      line: lot.line,
      lot: lot.lot,
      received: counted?.received.toFixed() ?? '0',
      damaged: counted?.damaged.toFixed() ?? '0',
      packingWhole: counts[keyOf(lot)]?.packingWhole ?? true,
    }));
    const taken = photos.value.map(({ of, jpeg }) => {
      const lot = order.lots.find((one) => keyOf(one) === of);
      return lot === undefined ? { jpeg } : { jpeg, line: lot.line, lot: lot.lot };
    });
    const phoneAt = new Date().toISOString();
    const body = { lots, temperature: degrees ?? null, note, signature, photos: taken, phoneAt };
    void act.run({ params: { id: order.id }, body }, { number: order.number });
  };
  // signed already on this telephone: nobody signs twice without knowing
  if (kept !== undefined && !act.running) return <Signed refused={kept.refused !== null} />;
  return (
    <PhonePage
      staleAt={staleAt}
      foot={
        <>
          {problem !== '' && <p role="alert">{problem}</p>}
          <ProblemView problem={act.problem} />
          <BigButton loading={act.running} onClick={send}>
            {text('sign')}
          </BigButton>
        </>
      }
    >
      <PageLink to="/m/receive">‹ {text('all')}</PageLink>
      <h1>{text('title', { number: order.number })}</h1>
      <p>{text('from', { from: order.from.name })}</p>
      {draft.restoredFrom !== null && (
        <p className="bg-muted">
          {text('restored')} <Moment at={draft.restoredFrom} />
        </p>
      )}
      <Scan order={order} />
      <CountLots lots={order.lots} counts={counts} change={count} photos={photos.value} changePhotos={photos.change} />
      <label className="receipts-field">
        {text('temperature')}
        <input
          className="bg-input orders-pick-number"
          inputMode="decimal"
          value={temperature}
          onChange={(event) => change({ temperature: event.target.value })}
        />
      </label>
      <PhotoField photos={photos.value} of={null} onChange={photos.change} />
      <label className="receipts-field">
        {text('note')}
        <input
          className="bg-input orders-pick-number"
          maxLength={500}
          value={note}
          onChange={(event) => change({ note: event.target.value })}
        />
      </label>
      <SignaturePad value={signature} onChange={(path) => change({ signature: path })} />
    </PhonePage>
  );
}

function Signed({ refused }: { refused: boolean }) {
  const text = useText(words);
  return (
    <PhonePage>
      <PageLink to="/m/receive">‹ {text('all')}</PageLink>
      <EmptyState
        title={text(refused ? 'refused' : 'waits')}
        more={text(refused ? 'refusedMore' : 'waitsMore')}
        act={<PageLink to="/m/outbox">{text('outbox')}</PageLink>}
      />
    </PhonePage>
  );
}

function useReceive(order: ArrivingOrder, discard: () => void) {
  const go = useGo();
  return usePhoneAct(receiptContracts.file, {
    subject: `order:${order.id}`,
    words: ['签收 {number}', 'Receipt of {number}'],
    onDone: ({ kept, answer }) => {
      discard();
      const count = answer?.differences.length ?? 0;
      if (kept) notify(words.kept);
      else if (count === 0) notify(words.done);
      else
        notify([
          words.differs[0].replace('{count}', String(count)),
          words.differs[1].replace('{count}', String(count)),
        ]);
      go('/m/receive');
    },
  });
}

/** Says whether a scanned label is of this load. */
function Scan({ order }: { order: ArrivingOrder }) {
  const text = useText(words);
  const today = useToday();
  const [result, setResult] = useState<ScanResult | null>(null);
  const lines = Map.groupBy(order.lots, (lot) => lot.line);
  const known = {
    number: order.number,
    lines: [...lines].map(([line, lots]) => ({
      line,
      item: lots[0]?.item ?? '',
      grade: null,
      quantity: '0',
      planned: '0',
      shortReason: '',
      lots: lots.map((lot) => ({ ...lot, quantity: lot.sent, picked: lot.sent, received: null, damaged: null })),
    })),
  };
  return (
    <>
      <LotScanner onCode={(code) => setResult(matchScan(code, known, today))} />
      {result !== null && (
        <p role="alert" className={result.kind === 'found' ? 'orders-scanned' : 'orders-scanned orders-scanned-wrong'}>
          {result.kind === 'found'
            ? text('right', { lot: result.lot.lotNumber || `#${result.lot.lot}` })
            : text('wrong')}
        </p>
      )}
    </>
  );
}

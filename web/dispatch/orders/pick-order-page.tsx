import { useEffect, useState } from 'react';
import { type OrderDetail, orderContracts } from '#contracts/orders.ts';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { parseQuantity } from '#contracts/units.ts';
import { useOfflineData } from '../../phone/offline-data.ts';
import { useOutbox } from '../../phone/outbox.ts';
import { usePhoneAct } from '../../phone/phone-act.ts';
import { BigButton, PhonePage, Steps } from '../../phone/phone-page.tsx';
import { useDraft } from '../../platform/draft.ts';
import { pick, useLanguage, useListed, useText } from '../../platform/language.ts';
import { PageLink, useGo, usePageParams } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import { PickLots } from './pick-lots.tsx';
import { matchScan, type ScanResult } from './scan-match.ts';
import { LotScanner } from './scanner.tsx';
import { useLotName } from './shared.tsx';

const words = {
  all: ['全部调拨令', 'All orders'],
  title: ['拣货 {number}', 'Pick {number}'],
  to: ['送 {to}', 'To {to}'],
  found: ['对：{lot}', 'Right: {lot}'],
  wrong: [
    '扫到“{scanned}”，不在这张调拨令里。应拣：{expected}',
    'This is “{scanned}”, which is not in this order. Pick: {expected}',
  ],
  expiry: [
    '标签效期 {scanned} 与系统的 {expected} 不符，不要装车，请报告',
    'The label says {scanned}, the books say {expected}: do not load it, report it',
  ],
  unreadable: ['读不出：{why}', 'Cannot be read: {why}'],
  otherOrder: ['这是调拨令 {order} 的码，请扫批次码', 'This is order {order}: scan a lot'],
  shortWhy: ['少拣的原因', 'Why less was picked'],
  pick: ['拣货完成', 'Picked'],
  load: ['已装车，货物出库', 'Loaded: the goods leave stock'],
  missing: ['还有 {count} 个批次没有登记', '{count} lots are not recorded yet'],
  reasonMissing: ['请写明少拣的原因', 'Say why less was picked'],
  kept: ['已保存在本机，有网后发送', 'Kept on this telephone: it is sent when there is a network'],
  refused: ['这次拣货没有被接受，看原因', 'This picking was refused: see why'],
  done: ['这张调拨令现为“{state}”', 'This order is now “{state}”'],
} as const;

interface Draft {
  /** by 'line|lot', as typed */
  picked: Record<string, string>;
  shortReason: string;
}

export default function PickOrderPage() {
  const text = useText(words);
  const { id = '' } = usePageParams();
  const read = useOfflineData(orderContracts.read, { params: { id } }, { topics: ['orders'] });
  return (
    <>
      {read.data === undefined ? (
        <PhonePage>
          <PageLink to="/m/pick">‹ {text('all')}</PageLink>
          <ProblemView problem={read.error} />
        </PhonePage>
      ) : (
        <PickOrder key={read.data.revision} order={read.data} staleAt={read.stale ? read.at : null} />
      )}
    </>
  );
}

function PickOrder({ order, staleAt }: { order: OrderDetail; staleAt: string | null }) {
  const text = useText(words);
  const { language } = useLanguage();
  const state = pick(orderStateNames[order.state], language);
  const foot = order.state === 'picked' ? <LoadButton order={order} revision={order.revision} /> : undefined;
  if (order.state === 'issued') return <Picking order={order} staleAt={staleAt} />;
  return (
    <PhonePage staleAt={staleAt} foot={foot}>
      <PageLink to="/m/pick">‹ {text('all')}</PageLink>
      <Steps now={order.state === 'picked' ? 1 : 2} all={2} />
      <h1>{text('title', { number: order.number })}</h1>
      <p>{text('to', { to: order.to.name })}</p>
      <p role="status">{text('done', { state })}</p>
      <PickLots lines={order.lines} />
    </PhonePage>
  );
}

function LoadButton({ order, revision }: { order: OrderDetail; revision: number }) {
  const text = useText(words);
  const go = useGo();
  const load = usePhoneAct(orderContracts.load, {
    subject: `order:${order.id}`,
    words: ['装车 {number}', 'Loading of {number}'],
    onDone: ({ kept }) => {
      if (kept) notify(words.kept);
      go('/m/pick');
    },
  });
  const settled = useSettled();
  return (
    <>
      <ProblemView problem={load.problem} />
      <BigButton
        loading={load.running}
        disabled={!settled}
        onClick={() => void load.run({ params: { id: order.id }, body: { revision } }, { number: order.number })}
      >
        {text('load')}
      </BigButton>
    </>
  );
}

function Picking({ order, staleAt }: { order: OrderDetail; staleAt: string | null }) {
  const text = useText(words);
  const today = useToday();
  const draft = useDraft<Draft>(`orders-pick-${order.id}-${order.revision}`, { picked: {}, shortReason: '' });
  const [scan, setScan] = useState<ScanResult | null>(null);
  const [problem, setProblem] = useState('');
  const lots = order.lines.flatMap((line) => line.lots.map((lot) => ({ line: line.line, lot })));
  const { picked, shortReason } = draft.value;
  const change = (part: Partial<Draft>) => draft.change((before) => ({ ...before, ...part }));
  const note = (key: string, quantity: string) =>
    draft.change((before) => ({ ...before, picked: { ...before.picked, [key]: quantity } }));
  const read = lots.map(({ line, lot }) => {
    const quantity = parseQuantity(picked[`${line}|${lot.lot}`] ?? '');
    return { line, lot, quantity: quantity.ok ? quantity.value : null };
  });
  const short = read.some(({ lot, quantity }) => quantity?.lt(lot.quantity));
  const act = usePicked(order, draft.discard);
  const send = (): void => {
    const missing = read.filter(({ quantity }) => quantity === null).length;
    const wrong =
      missing > 0
        ? text('missing', { count: missing })
        : short && shortReason.trim() === ''
          ? text('reasonMissing')
          : '';
    setProblem(wrong);
    if (wrong !== '') return;
    const rows = read.map(({ line, lot, quantity }) => ({ line, lot: lot.lot, picked: quantity?.toFixed() ?? '0' }));
    void act.run(
      { params: { id: order.id }, body: { revision: order.revision, lots: rows, shortReason } },
      { number: order.number },
    );
  };
  const scanned = (code: string): void => {
    const result = matchScan(code, order, today);
    setScan(result);
    if (result.kind !== 'found') return;
    const key = `${result.line}|${result.lot.lot}`;
    if (picked[key] === undefined) note(key, result.lot.quantity);
  };
  const kept = useKept(order);
  if (kept !== null && !act.running) return <KeptPicking order={order} staleAt={staleAt} kept={kept} />;
  return (
    <PhonePage
      staleAt={staleAt}
      foot={
        <>
          {problem !== '' && <p role="alert">{problem}</p>}
          <ProblemView problem={act.problem} />
          <BigButton loading={act.running} onClick={send}>
            {text('pick')}
          </BigButton>
        </>
      }
    >
      <PageLink to="/m/pick">‹ {text('all')}</PageLink>
      <Steps now={0} all={2} />
      <h1>{text('title', { number: order.number })}</h1>
      <p>{text('to', { to: order.to.name })}</p>
      <LotScanner onCode={scanned} />
      <Scanned result={scan} order={order} />
      <PickLots lines={order.lines} picked={picked} change={note} />
      {short && (
        <label>
          {text('shortWhy')}
          <input
            className="bg-input orders-pick-number"
            value={shortReason}
            maxLength={500}
            onChange={(event) => change({ shortReason: event.target.value })}
          />
        </label>
      )}
    </PhonePage>
  );
}

/** A button that takes another's place waits a moment, so that a double tap on that one does not press it too. */
function useSettled(milliseconds = 700): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const wait = setTimeout(() => setSettled(true), milliseconds);
    return () => clearTimeout(wait);
  }, [milliseconds]);
  return settled;
}

interface Kept {
  /** of the order once the picking that waits is taken */
  revision: number;
  loaded: boolean;
  refused: boolean;
}

/** The picking that waits on this telephone to be sent, and whether its loading waits behind it; null when none does. */
function useKept(order: OrderDetail): Kept | null {
  const acts = useOutbox().filter((act) => act.subject === `order:${order.id}`);
  const picking = acts.find((act) => act.path === orderContracts.pick.path);
  if (picking === undefined) return null;
  const { lots = [] } = (picking.input.body ?? {}) as { lots?: ReadonlyArray<{ lot: number; picked: string }> };
  const ordered = new Map(order.lines.flatMap((line) => line.lots.map((lot) => [lot.lot, lot.quantity])));
  const short = lots.some(({ lot, picked }) => Number(picked) < Number(ordered.get(lot) ?? picked));
  return {
    // as the server counts: one change for the picking, one more for lines that it lowers
    revision: order.revision + (short ? 2 : 1),
    loaded: acts.some((act) => act.path === orderContracts.load.path),
    refused: picking.refused !== null,
  };
}

/** Picked without a network: it can be loaded as well, and both are sent in this order. */
function KeptPicking({ order, staleAt, kept }: { order: OrderDetail; staleAt: string | null; kept: Kept }) {
  const text = useText(words);
  const mayLoad = !kept.loaded && !kept.refused;
  return (
    <PhonePage staleAt={staleAt} foot={mayLoad ? <LoadButton order={order} revision={kept.revision} /> : undefined}>
      <PageLink to="/m/pick">‹ {text('all')}</PageLink>
      <Steps now={kept.loaded ? 2 : 1} all={2} />
      <h1>{text('title', { number: order.number })}</h1>
      <p>{text('to', { to: order.to.name })}</p>
      <p role="status">{kept.refused ? <PageLink to="/m/outbox">{text('refused')}</PageLink> : text('kept')}</p>
      <PickLots lines={order.lines} />
    </PhonePage>
  );
}

function usePicked(order: OrderDetail, discard: () => void) {
  return usePhoneAct(orderContracts.pick, {
    subject: `order:${order.id}`,
    words: ['拣货 {number}', 'Picking of {number}'],
    onDone: ({ kept }) => {
      discard();
      if (kept) notify(words.kept);
    },
  });
}

/** What the last scan was: right, or which lot is expected instead. */
function Scanned({ result, order }: { result: ScanResult | null; order: OrderDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const lotName = useLotName();
  const listed = useListed();
  if (result === null) return null;
  const expected = () => listed(order.lines.flatMap((line) => line.lots).map(lotName));
  const said = {
    found: () => (result.kind === 'found' ? text('found', { lot: lotName(result.lot) }) : ''),
    wrong: () => (result.kind === 'wrong' ? text('wrong', { scanned: result.scanned, expected: expected() }) : ''),
    expiry: () => (result.kind === 'expiry' ? text('expiry', result) : ''),
    'other-order': () => (result.kind === 'other-order' ? text('otherOrder', { order: result.order }) : ''),
    unreadable: () => (result.kind === 'unreadable' ? text('unreadable', { why: pick(result.why, language) }) : ''),
  }[result.kind]();
  return (
    <p role="alert" className={result.kind === 'found' ? 'orders-scanned' : 'orders-scanned orders-scanned-wrong'}>
      {said}
    </p>
  );
}

import { Button, Input } from 'antd';
import { useState } from 'react';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { recallContracts, recallStateNames } from '#contracts/recalls.ts';
import { placeKindNames } from '#contracts/stock-terms.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { Panel, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { FollowUpForm } from './follow-up-form.tsx';
import { useItemWords, useLotName } from './shared.tsx';

const words = {
  lot: ['批次', 'Lot'],
  why: ['原因', 'Why'],
  owner: ['责任人', 'Owner'],
  due: ['期限', 'Due'],
  state: ['状态', 'State'],
  outcome: ['结论', 'Outcome'],
  where: ['现在在哪里', 'Where it is now'],
  place: ['地点', 'Place'],
  there: ['现存', 'There'],
  dealt: ['已处理', 'Dealt with'],
  destroyed: ['销毁 {quantity}', 'destroyed {quantity}'],
  returned: ['退回 {quantity}', 'returned {quantity}'],
  used: ['已用 {quantity}', 'used {quantity}'],
  act: ['登记处理', 'Record'],
  orders: ['经手的调拨令', 'Orders that carried it'],
  order: ['调拨令', 'Order'],
  quantity: ['数量', 'Quantity'],
  received: ['签收', 'Received'],
  sums: ['去向合计', 'In all'],
  made: ['生产入库', 'Made'],
  present: ['现存', 'Present'],
  consumed: ['已消耗', 'Used'],
  writtenOff: ['已报损', 'Written off'],
  adjusted: ['期初和盘点', 'Opening and counts'],
  nobody: ['没有地点存有这一批', 'No place holds any of it'],
} as const;

export function RecallDetail({ id }: { id: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const itemWords = useItemWords();
  const lotName = useLotName();
  const read = useData(
    recallContracts.read,
    { params: { id } },
    { topics: ['recalls', 'stock', 'orders'], keepPrevious: true },
  );
  const [acting, setActing] = useState<string | null>(null);
  if (read.data === undefined) return <ProblemView problem={read.error} onRetry={() => void read.refetch()} />;
  const { where, ...recall } = read.data;
  const { name, unit } = itemWords(recall.item);
  const mayAct = recall.state === 'open' && (may('stock.post') || may('receipt.file'));
  const acted = where.places.find((row) => row.place === acting);
  return (
    <>
      <Particulars
        rows={[
          [text('lot'), `${name} · ${lotName(recall)}`],
          [text('state'), pick(recallStateNames[recall.state], language)],
          [text('why'), recall.reason],
          [text('owner'), recall.owner],
          [text('due'), <Day key="due" day={recall.dueDay} year />],
          ...(recall.outcome === '' ? [] : [[text('outcome'), recall.outcome] as const]),
        ]}
      />
      <Panel title={text('where')}>
        {where.places.length === 0 && <p className="bg-muted">{text('nobody')}</p>}
        <ul className="orders-events">
          {where.places.map((row) => (
            <li key={row.place} className="orders-where">
              <span>
                {row.name} <span className="bg-muted">{pick(placeKindNames[row.kind], language)}</span>
                <span className="orders-where-dealt bg-muted">
                  {(['destroyed', 'returned', 'used'] as const)
                    .filter((key) => row[key] !== '0')
                    .map((key) => text(key, { quantity: row[key] }))
                    .concat(row.note === '' ? [] : [row.note])
                    .join('，')}
                </span>
              </span>
              <Quantity value={row.quantity} unit={unit} exact />
              {mayAct && row.quantity !== '0' && <Button onClick={() => setActing(row.place)}>{text('act')}</Button>}
            </li>
          ))}
        </ul>
      </Panel>
      {acted !== undefined && (
        <FollowUpForm
          recall={recall.id}
          place={acted}
          unit={unit}
          maker={where.madeBy === null ? null : `producer:${where.madeBy}`}
          onDone={() => setActing(null)}
        />
      )}
      <Panel title={text('orders')}>
        <ul className="orders-events">
          {where.orders.map((row) => (
            <li key={row.id} className="orders-where">
              <span>
                <PageLink to={`/dispatch/orders/${row.id}`}>{row.number}</PageLink> {row.from} → {row.to}
                <span className="orders-where-dealt bg-muted">
                  {pick(orderStateNames[row.state], language)}
                  {row.receivedAt !== null && (
                    <>
                      {' '}
                      <Moment at={row.receivedAt} /> {row.receivedBy}
                    </>
                  )}
                </span>
              </span>
              <Quantity value={row.received ?? row.quantity} unit={unit} exact />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={text('sums')}>
        <Particulars
          rows={(
            [
              ['made', where.sums.made],
              ['present', where.sums.present],
              ['consumed', where.sums.used],
              ['writtenOff', where.sums.writtenOff],
              ['adjusted', where.sums.adjusted],
            ] as const
          ).map(([key, value]) => [text(key), <Quantity key={key} value={value} unit={unit} exact />] as const)}
        />
      </Panel>
      {recall.state === 'open' && may('order.approve') && <EndForm id={recall.id} />}
    </>
  );
}

const endWords = {
  title: ['结束', 'End it'],
  outcome: ['查明的结果', 'What was found'],
  missing: ['请填写结果', 'Say what was found'],
  lift: ['解除，恢复可用', 'Lift: it is free again'],
  close: ['办结', 'Close'],
  done: ['已结束', 'Ended'],
} as const;

function EndForm({ id }: { id: string }) {
  const text = useText(endWords);
  const [outcome, setOutcome] = useState('');
  const [tried, setTried] = useState(false);
  const end = useAct(recallContracts.end, {
    onDone: () => notify(endWords.done),
    renews: ['recalls', 'stock'],
  });
  const send = (as: 'lifted' | 'closed') => {
    setTried(true);
    if (outcome.trim() !== '') void end.run({ params: { id }, body: { as, outcome } });
  };
  return (
    <Panel title={text('title')}>
      <FormField label={text('outcome')} problem={tried && outcome.trim() === '' ? text('missing') : null}>
        {(field) => (
          <Input.TextArea
            {...field}
            rows={2}
            maxLength={500}
            value={outcome}
            onChange={(event) => setOutcome(event.target.value)}
          />
        )}
      </FormField>
      <ProblemView problem={end.problem} />
      <FormActions>
        <Button loading={end.running} onClick={() => send('closed')}>
          {text('close')}
        </Button>
        <Button loading={end.running} onClick={() => send('lifted')}>
          {text('lift')}
        </Button>
      </FormActions>
    </Panel>
  );
}

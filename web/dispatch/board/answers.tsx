import { Decimal } from 'decimal.js';
import type { ReactNode } from 'react';
import { boardContracts } from '#contracts/board.ts';
import { useData } from '../../platform/data.ts';
import { useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { Panel, Panels, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { BoardDays, useBoardDays } from './days.tsx';

const words = {
  title: ['三问', 'Three questions'],
  produced: ['拿得出吗', 'Is it produced?'],
  made: ['实际生产 / 计划生产', 'Made / planned to be made'],
  ordered: ['已下达 / 计划调拨', 'Ordered / planned to be sent'],
  producedMeaning: [
    '所选各日合计重量。计划取现行计划；实际取台账中由生产入库的数量。',
    'Weight over the days chosen. Planned: the plan in force. Made: what the ledger has from production.',
  ],
  fast: ['调得快吗', 'Does it move fast?'],
  tier: ['保障级别 {tier}', 'Tier {tier}'],
  noTier: ['未定级别', 'No tier'],
  hours: [
    '中位 {median} 小时，九成在 {ninetieth} 小时内（{orders} 张）',
    'median {median} h, nine in ten within {ninetieth} h ({orders} orders)',
  ],
  fastMeaning: [
    '从下达到签收的小时数，按所选各日签收的调拨令。',
    'Hours from issue to receipt, of the orders received on the days chosen.',
  ],
  fit: ['用得上吗', 'Is it fit on arrival?'],
  damage: ['破损率', 'Damaged'],
  shelf: ['签收时剩余效期', 'Days of use left at receipt'],
  days: ['中位 {median} 天，最短 {least} 天（{lots} 批）', 'median {median}, least {least} ({lots} lots)'],
  fitMeaning: [
    '破损率＝破损重量 ÷（完好＋破损）；剩余效期只计有效期的批次。',
    'Damaged weight over all that arrived; days left over lots that have a last day.',
  ],
  none: ['所选各日没有签收', 'Nothing was received on these days'],
  noPlan: ['所选各日没有计划', 'No plan covers these days'],
} as const;

const percent = (part: string, whole: string): string | null =>
  new Decimal(whole).isZero() ? null : `${new Decimal(part).div(whole).mul(100).toDecimalPlaces(1).toFixed()}%`;
const oneDecimal = (value: number): string => new Decimal(value).toDecimalPlaces(1).toFixed();

/** Produced, moved fast, fit on arrival: each figure with what it means. */
export function Answers() {
  const text = useText(words);
  const { from, to } = useBoardDays();
  const input = { query: { from, to } };
  const read = useData(boardContracts.answers, input, {
    topics: ['orders', 'receipts', 'stock', 'plans'],
    keepPrevious: true,
  });
  const answers = read.data;
  return (
    <Panel title={text('title')}>
      <BoardDays />
      <ProblemView problem={read.error} />
      {answers !== undefined && (
        <Panels>
          <Panel title={text('produced')}>
            <Particulars
              rows={[
                [text('made'), ratio(answers.produced.made, answers.produced.planned)],
                [text('ordered'), ratio(answers.produced.shipmentsOrdered, answers.produced.shipmentsPlanned)],
              ]}
            />
            <p className="bg-muted">{text('producedMeaning')}</p>
          </Panel>
          <Panel title={text('fast')}>
            {answers.fast.length === 0 ? (
              <p>{text('none')}</p>
            ) : (
              <Particulars
                rows={answers.fast.map(({ tier, orders, median, ninetieth }) => [
                  tier === 99 ? text('noTier') : text('tier', { tier }),
                  text('hours', { orders, median: oneDecimal(median), ninetieth: oneDecimal(ninetieth) }),
                ])}
              />
            )}
            <p className="bg-muted">{text('fastMeaning')}</p>
          </Panel>
          <Panel title={text('fit')}>
            <Particulars rows={fitRows(answers.fit)} />
            <p className="bg-muted">{text('fitMeaning')}</p>
          </Panel>
        </Panels>
      )}
    </Panel>
  );

  function ratio(part: string, whole: string): ReactNode {
    return (
      <span>
        <Quantity value={part} unit="kg" /> / <Quantity value={whole} unit="kg" />{' '}
        <strong>{percent(part, whole) ?? text('noPlan')}</strong>
      </span>
    );
  }

  function fitRows(fit: {
    received: string;
    damaged: string;
    shelfMedian: number | null;
    shelfLeast: number | null;
    lots: number;
  }) {
    const arrived = new Decimal(fit.received).add(fit.damaged).toFixed();
    const { shelfMedian, shelfLeast, lots } = fit;
    const rows: Array<readonly [string, ReactNode]> = [
      [text('damage'), percent(fit.damaged, arrived) ?? text('none')],
      [
        text('shelf'),
        shelfMedian === null || shelfLeast === null
          ? '—'
          : text('days', { median: oneDecimal(shelfMedian), least: oneDecimal(shelfLeast), lots }),
      ],
    ];
    return rows;
  }
}

import { Decimal } from 'decimal.js';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { boardContracts } from '#contracts/board.ts';
import { useData } from '../../platform/data.ts';
import { Figure } from '../../platform/figure.tsx';
import { useText } from '../../platform/language.ts';
import { Panel, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { BoardDays, useBoardDays } from './days.tsx';
import { FigureEntries, type FigureOf } from './figure-entries.tsx';
import { weightsLike } from './weight.ts';

type Fitness = z.output<typeof boardContracts.answers.response>['fit'];

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
    'median {median} h, nine in ten within {ninetieth} h (orders: {orders})',
  ],
  fastMeaning: [
    '从下达到签收的小时数，按所选各日签收的调拨令。',
    'Hours from issue to receipt, of the orders received on the days chosen.',
  ],
  fit: ['用得上吗', 'Is it fit on arrival?'],
  damage: ['破损率', 'Damaged'],
  shelf: ['签收时剩余效期', 'Days of use left at receipt'],
  days: ['中位 {median} 天，最短 {least} 天（{lots} 批）', 'median {median}, least {least} (lots: {lots})'],
  fitMeaning: [
    '破损率＝破损重量 ÷（完好＋破损）；剩余效期只计有效期的批次。',
    'Damaged weight over all that arrived; days left over lots that have a last day.',
  ],
  madeOnly: ['实际生产', 'Made'],
  productionPlanned: ['计划生产', 'Planned to be made'],
  orderedOnly: ['计划调拨中已下达的', 'Of the plan’s shipments, ordered'],
  shipmentsPlanned: ['计划调拨', 'Planned to be sent'],
  damagedOnly: ['到货破损', 'Damaged on arrival'],
  arrivedOnly: ['到货总量', 'All that arrived'],
  none: ['所选各日没有签收', 'Nothing was received on these days'],
  noPlan: ['所选各日没有计划', 'nothing planned on these days'],
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
        <div className="board-answers">
          <Panel title={text('produced')}>
            <Particulars
              rows={[
                [
                  text('made'),
                  <Ratio
                    key="made"
                    part={{ figure: 'made', title: text('madeOnly'), kilograms: answers.produced.made }}
                    whole={{
                      figure: 'production',
                      title: text('productionPlanned'),
                      kilograms: answers.produced.planned,
                    }}
                  />,
                ],
                [
                  text('ordered'),
                  <Ratio
                    key="ordered"
                    part={{
                      figure: 'answered',
                      title: text('orderedOnly'),
                      kilograms: answers.produced.shipmentsOrdered,
                    }}
                    whole={{
                      figure: 'planned',
                      title: text('shipmentsPlanned'),
                      kilograms: answers.produced.shipmentsPlanned,
                    }}
                  />,
                ],
              ]}
            />
            <p className="bg-muted">{text('producedMeaning')}</p>
          </Panel>
          <Panel title={text('fast')}>
            {answers.fast.length === 0 ? (
              <p>{text('none')}</p>
            ) : (
              <Particulars
                rows={answers.fast.map(({ tier, orders, median, ninetieth }) => {
                  const name = tier === 99 ? text('noTier') : text('tier', { tier });
                  return [
                    name,
                    <Opens key={tier} of={{ figure: 'hours', tier }} title={`${text('fast')} · ${name}`}>
                      {text('hours', { orders, median: oneDecimal(median), ninetieth: oneDecimal(ninetieth) })}
                    </Opens>,
                  ];
                })}
              />
            )}
            <p className="bg-muted">{text('fastMeaning')}</p>
          </Panel>
          <Panel title={text('fit')}>
            <Fit fit={answers.fit} />
            <p className="bg-muted">{text('fitMeaning')}</p>
          </Panel>
        </div>
      )}
    </Panel>
  );
}

interface Part extends FigureOf {
  title: string;
  kilograms: string;
}

/** A weight of a weight, each opening into what it sums, and the share. */
function Ratio({ part, whole }: { part: Part; whole: Part }) {
  const text = useText(words);
  const share = percent(part.kilograms, whole.kilograms);
  const weigh = weightsLike(part.kilograms, whole.kilograms);
  const figure = ({ title, kilograms, figure: name }: Part) => (
    <Figure {...weigh(kilograms)} title={title} entries={() => <FigureEntries of={{ figure: name }} />} />
  );
  return (
    <span>
      {figure(part)} / {figure(whole)}{' '}
      {share === null ? <span className="bg-muted">{text('noPlan')}</span> : <strong>{share}</strong>}
    </span>
  );
}

function Opens({ of, title, children }: { of: FigureOf; title: string; children: ReactNode }) {
  return (
    <Figure value={null} title={title} entries={() => <FigureEntries of={of} />}>
      {children}
    </Figure>
  );
}

/** Damage and the days left, of what was received. */
function Fit({ fit }: { fit: Fitness }) {
  const text = useText(words);
  const { arrived, damaged, shelfMedian, shelfLeast, lots } = fit;
  const share = percent(damaged, arrived);
  const weigh = weightsLike(damaged, arrived);
  const rows: Array<readonly [string, ReactNode]> = [
    [
      text('damage'),
      share === null ? (
        text('none')
      ) : (
        <span key="damage">
          <Figure
            {...weigh(damaged)}
            title={text('damagedOnly')}
            entries={() => <FigureEntries of={{ figure: 'broken' }} />}
          />{' '}
          /{' '}
          <Figure
            {...weigh(arrived)}
            title={text('arrivedOnly')}
            entries={() => <FigureEntries of={{ figure: 'arrived' }} />}
          />{' '}
          <strong>{share}</strong>
        </span>
      ),
    ],
    [
      text('shelf'),
      shelfMedian === null || shelfLeast === null ? (
        '—'
      ) : (
        <Opens key="shelf" of={{ figure: 'shelf' }} title={text('shelf')}>
          {text('days', { median: oneDecimal(shelfMedian), least: oneDecimal(shelfLeast), lots })}
        </Opens>
      ),
    ],
  ];
  return <Particulars rows={rows} />;
}

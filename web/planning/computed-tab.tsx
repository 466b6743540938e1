import type { PlanDetail } from '#contracts/planning.ts';
import { formatNumber, groupDigits } from '#contracts/units.ts';
import { Moment } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { Panel, Panels, Particulars } from '../platform/page.tsx';
import { solverWord } from './words.ts';

const words = {
  order: [
    '先后次序：排在前面的先做到最好，后面的不能损害前面的',
    'In this order: what stands first is made as good as it can be, and nothing later may harm it',
  ],
  goal: ['目标', 'Aim'],
  best: ['最优值', 'Best possible'],
  plan: ['本计划', 'This plan'],
  floor: [
    '第 {tier} 级需求，先公平：各物资中领到最少的点所占份额，相加',
    'Tier {tier}, fairness first: the share that the worst-off point gets of each item, summed',
  ],
  total: ['第 {tier} 级需求，再总量：缺口，折合一天的用量', 'Tier {tier}, then the total: unmet need, in days of need'],
  reserve: [
    '期末储备比 {days} 天用量少多少，折合一天的用量',
    'What the reserve at the end falls short of {days} days, in days of need',
  ],
  waste: ['到期核销，折合一天的用量', 'Written off as expired, in days of need'],
  transport: ['运输，吨公里', 'Transport, tonne-kilometres'],
  packs: [
    '最优值是取整之前算出并证明的；本计划只发整件，所以略有出入。排在后面的目标可能因零头反而更小。',
    'The best is proved before rounding; the plan sends whole packs only and differs a little. A later aim may even be lower for it.',
  ],
  solver: ['求解', 'The computation'],
  status: ['结果', 'Outcome'],
  gap: ['与最优的差距上限', 'Proven gap'],
  size: ['模型规模', 'Size of the model'],
  sizeOf: [
    '{rows} 个约束，{columns} 个变量，{nonzeros} 个非零系数',
    '{rows} constraints, {columns} variables, {nonzeros} non-zero coefficients',
  ],
  seconds: ['用时', 'Time'],
  secondsOf: ['{seconds} 秒', '{seconds} s'],
  finished: ['算完', 'Finished'],
  number: ['计划编号', 'Number of the plan'],
  checked: [
    '算出后由独立的程序逐条核对产能、许可、库存、效期、需求、原料、封控和整件的约束，通过后才显示。',
    'An independent program then checked capacity, licences, stock, expiry, need, inputs, sealed roads and whole packs; only a plan that passes is shown.',
  ],
} as const;

/** The aims in their order, the solver's honest word, and how large it was. */
export function ComputedTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { optimum, objectives } = plan;
  const number = (value: unknown): string => formatNumber(String(Number(Number(value).toPrecision(7))), language);
  const whole = (value: number | undefined): string => groupDigits(Math.round(value ?? 0));
  const tiers = (optimum?.O1 ?? []).flatMap(({ tier, floor, total }, at) => [
    [text('floor', { tier }), number(floor), number(objectives?.O1[at]?.floor ?? 0)] as const,
    [text('total', { tier }), number(total), number(objectives?.O1[at]?.total ?? 0)] as const,
  ]);
  const rows = [
    ...tiers,
    [text('reserve', { days: plan.reserveDays }), number(optimum?.O2 ?? 0), number(objectives?.O2 ?? 0)] as const,
    [text('waste'), number(optimum?.O3 ?? 0), number(objectives?.O3 ?? 0)] as const,
    [text('transport'), whole(optimum?.O4), whole(objectives?.O4)] as const,
  ];
  const solver = plan.solver ?? {};
  return (
    <Panels wide>
      <Panel title={text('order')}>
        <div className="bg-table-scroll">
          <table className="bg-table planning-aims">
            <caption className="bg-hidden">{text('order')}</caption>
            <thead>
              <tr>
                <th scope="col">{text('goal')}</th>
                <th scope="col" className="bg-right">
                  {text('best')}
                </th>
                <th scope="col" className="bg-right">
                  {text('plan')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([goal, best, own], at) => (
                <tr key={goal}>
                  <th scope="row">
                    {at + 1}. {goal}
                  </th>
                  <td className="bg-right bg-number">{best}</td>
                  <td className="bg-right bg-number">{own}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="bg-muted planning-foot">{text('packs')}</p>
      </Panel>
      <Panel title={text('solver')}>
        <Particulars
          rows={[
            [text('status'), solverWord(plan.solverStatus, language)],
            [text('gap'), solver.gap === undefined ? '—' : `${number(Number(solver.gap) * 100)}%`],
            [
              text('size'),
              text('sizeOf', {
                rows: groupDigits(Number(solver.rows ?? 0)),
                columns: groupDigits(Number(solver.columns ?? 0)),
                nonzeros: groupDigits(Number(solver.nonzeros ?? 0)),
              }),
            ],
            [text('seconds'), text('secondsOf', { seconds: Number(solver.seconds ?? 0).toFixed(1) })],
            [text('finished'), <Moment key="at" at={plan.finishedAt} />],
            [
              text('number'),
              <code key="id" className="planning-code">
                {plan.id}
              </code>,
            ],
          ]}
        />
        <p className="bg-muted">{text('checked')}</p>
      </Panel>
    </Panels>
  );
}

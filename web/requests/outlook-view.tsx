import { formatDay } from '#contracts/calendar.ts';
import { orderStateNames } from '#contracts/orders-terms.ts';
import { type RequestOutlook, requestContracts, requestStateNames } from '#contracts/requests.ts';
import { formatQuantity } from '#contracts/units.ts';
import { useData } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { OrderLinks } from '../platform/order-links.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useQuantityWords } from './shared.tsx';

const words = {
  none: ['还没有计划或预测，暂时说不出将得到多少。', 'There is no plan or forecast yet that says what will come.'],
  met: [
    '已能满足：现有 {stock}，到 {by} 还将运到 {coming}，而到那天要用 {need}。',
    'Met already: {stock} in stock and {coming} arriving by {by}, where {need} is used until then.',
  ],
  notMet: [
    '还差 {lack}：现有 {stock}，到 {by} 将运到 {coming}，而到那天要用 {need}。',
    '{lack} is lacking: {stock} in stock and {coming} arriving by {by}, where {need} is used until then.',
  ],
  onlyStock: ['现有 {stock}，到 {by} 要用 {need}。', '{stock} in stock, where {need} is used until {by}.'],
  onlyStockNoNeed: ['现有 {stock}。', '{stock} in stock.'],
  noNeed: [
    '现有 {stock}，到 {by} 将运到 {coming}；本市没有为这里设定这种物资的用量。',
    '{stock} in stock and {coming} arriving by {by}; the city sets no rate of this item for this place.',
  ],
  byPlan: ['按已批准的计划《{title}》', 'By the approved plan “{title}”'],
  byForecast: ['按最新预测（尚未批准）', 'By the newest forecast, which nobody has approved yet'],
  rule: [
    '规则：第 {tier} 级{before}；同级之内先保证各处最低满足率一样高，再补缺口。',
    'Rule: tier {tier}{before}. Within a tier the smallest share that any place gets is raised first, then the total.',
  ],
  first: ['，最先保障', ', served first'],
  before: ['，这种物资有 {count} 级排在前面', ', with {count} tiers before it for this item'],
  beforeOne: ['，这种物资有 1 级排在前面', ', with one tier before it for this item'],
  share: ['计划期内满足这里需要的 {share}%。', '{share}% of what is needed here is met over the plan’s days.'],
  shortFrom: ['从 {day} 起缺，共缺 {quantity}。', 'Short from {day}, {quantity} in all.'],
  coming: ['将运来', 'What comes'],
  line: ['{from} 发出 {quantity}，到达', '{quantity} from {from}, arriving'],
  planned: ['计划，未下达', 'planned, not ordered yet'],
  more: ['还有 {count} 批', '{count} more'],
  raise: ['怎样才能更多', 'What would raise it'],
  capacity: ['增加产能', 'more line capacity'],
  input: ['增加原料', 'more of an input'],
  inputOf: ['增加原料 {input}：每多 {one} 可多 {gain}', 'more {input}: each {one} brings {gain} more'],
  inputTogether: ['增加原料 {input}', 'more {input}'],
  licence: ['办好卫生许可', 'a valid hygiene licence'],
  sealed_road: ['打通封闭道路', 'an open road'],
  stock: ['从外地调入（本市没有产线）', 'goods from elsewhere: no line makes it here'],
  packs: ['只能整件发出，差的是不足一件的零头', 'only whole packs are sent: what lacks is less than one'],
  until: ['（{day} 前到位才有用）', ' (of use until {day})'],
  together: ['，须与其他几项一起解决', ', together with the others'],
  others: ['已有的申请', 'Requests already there'],
  other: ['{number}：{quantity}，{day} 前，{state}', '{number}: {quantity} by {day}, {state}'],
} as const;

interface Props {
  point: string;
  item: string;
  grade: 'medical' | 'general' | null;
  by: string;
  except?: string;
}

/** What the place will get, when, by which rule, and what would raise it. */
export function OutlookView({ point, item, grade, by, except }: Props) {
  const query = {
    point,
    item,
    by,
    ...(grade === null ? {} : { grade }),
    ...(except === undefined ? {} : { except }),
  };
  const { data, error, refetch } = useData(
    requestContracts.outlook,
    { query },
    { topics: ['plans', 'stock', 'requests', 'orders'], keepPrevious: true },
  );
  if (error) return <ProblemView problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <div className="requests-outlook" aria-busy="true" />;
  return (
    <div className="requests-outlook">
      <Answer outlook={data} item={item} by={by} />
      <Rule outlook={data} item={item} />
      <Coming outlook={data} item={item} />
      <Raise outlook={data} item={item} />
      <Others outlook={data} item={item} />
    </div>
  );
}

interface PartProps {
  outlook: RequestOutlook;
  item: string;
}

function Answer({ outlook, item, by }: PartProps & { by: string }) {
  const { language } = useLanguage();
  const text = useText(words);
  const quantity = useQuantityWords();
  const has = Number(outlook.inStock) + Number(outlook.comingInTime);
  const lack = outlook.need === null ? 0 : Math.max(0, Number(outlook.need) - has);
  const params = {
    stock: quantity(outlook.inStock, item),
    coming: quantity(outlook.comingInTime, item),
    need: outlook.need === null ? '' : quantity(outlook.need, item),
    lack: quantity(String(Number(lack.toFixed(6))), item),
    by: formatDay(by, language),
  };
  return (
    <p className="requests-answer">
      <strong>{text(answerOf(outlook), params)}</strong>
    </p>
  );
}

/** Without a plan or an order nothing can be said of what comes. */
function answerOf({ plan, coming, need, met }: RequestOutlook) {
  if (plan === null && coming.length === 0) return need === null ? 'onlyStockNoNeed' : 'onlyStock';
  if (need === null) return 'noNeed';
  return met ? 'met' : 'notMet';
}

function Rule({ outlook, item }: PartProps) {
  const { language } = useLanguage();
  const text = useText(words);
  const quantity = useQuantityWords();
  const { plan, tier, servedBefore, share, short } = outlook;
  if (plan === null) return <p>{text('none')}</p>;
  const before =
    servedBefore === 0
      ? text('first')
      : servedBefore === 1
        ? text('beforeOne')
        : text('before', { count: servedBefore });
  const total = short.reduce((sum, row) => sum + Number(row.quantity), 0);
  return (
    <>
      {tier !== null && <p>{text('rule', { tier, before })}</p>}
      <p>
        {share !== null && text('share', { share: Math.floor(share * 1000) / 10 })}{' '}
        {short[0] !== undefined && (
          <span className="bg-danger">
            {text('shortFrom', {
              day: formatDay(short[0].day, language),
              quantity: quantity(String(Number(total.toFixed(6))), item),
            })}
          </span>
        )}
      </p>
      <p className="bg-muted">{plan.approved ? text('byPlan', { title: plan.title }) : text('byForecast')}</p>
    </>
  );
}

const shownLines = 6;

function Coming({ outlook, item }: PartProps) {
  const { language } = useLanguage();
  const text = useText(words);
  const quantity = useQuantityWords();
  if (outlook.coming.length === 0) return null;
  const left = outlook.coming.length - shownLines;
  return (
    <>
      <h3>{text('coming')}</h3>
      <ul>
        {outlook.coming.slice(0, shownLines).map((row) => (
          <li key={`${row.order ?? row.day} ${row.fromName} ${row.grade ?? ''}`}>
            {text('line', { from: row.fromName, quantity: quantity(row.quantity, item) })} <Day day={row.arrives} />
            {' · '}
            {row.order === null || row.state === null ? (
              <span className="bg-muted">{text('planned')}</span>
            ) : (
              <>
                <OrderLinks numbers={[row.order]} /> {pick(orderStateNames[row.state], language)}
              </>
            )}
          </li>
        ))}
        {left > 0 && <li className="bg-muted">{text('more', { count: left })}</li>}
      </ul>
    </>
  );
}

type Cause = RequestOutlook['raisedBy'][number];

/** What binds, once for each kind and each input: the latest day on which more of it still helps, and what that brings. */
function Raise({ outlook, item }: PartProps) {
  const { language } = useLanguage();
  const text = useText(words);
  const quantity = useQuantityWords();
  const names = useNames();
  const seen = new Map<string, Cause>();
  for (const cause of outlook.raisedBy) {
    const key = `${cause.constraint} ${cause.input ?? ''}`;
    if (!seen.has(key)) seen.set(key, cause);
  }
  if (seen.size === 0) return null;
  const named = (cause: Cause): string => {
    if (cause.constraint !== 'input' || cause.input === null) return text(cause.constraint);
    const input = names.item(cause.input);
    if (cause.together || cause.marginal <= 0) return text('inputTogether', { input: input.name });
    const one = formatQuantity(1, input.unit, language);
    return text('inputOf', {
      input: input.name,
      one,
      gain: quantity(String(Number(cause.marginal.toPrecision(7))), item),
    });
  };
  return (
    <>
      <h3>{text('raise')}</h3>
      <ul>
        {[...seen.values()].map((cause) => (
          <li key={`${cause.constraint} ${cause.input ?? ''}`}>
            {named(cause)}
            {cause.on !== null && text('until', { day: formatDay(cause.on, language) })}
            {cause.together && text('together')}
          </li>
        ))}
      </ul>
    </>
  );
}

function Others({ outlook, item }: PartProps) {
  const { language } = useLanguage();
  const text = useText(words);
  const quantity = useQuantityWords();
  if (outlook.others.length === 0) return null;
  return (
    <>
      <h3>{text('others')}</h3>
      <ul>
        {outlook.others.map((row) => (
          <li key={row.number}>
            {text('other', {
              number: row.number,
              quantity: quantity(row.quantity, item),
              day: formatDay(row.by, language),
              state: pick(requestStateNames[row.state], language),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}

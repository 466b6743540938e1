import { useCallback, useMemo } from 'react';
import { daysBetween, formatDay } from '#contracts/calendar.ts';
import { type ItemPosition, type Position, position } from '#contracts/stock-position.ts';
import { gradeNames } from '#contracts/stock-terms.ts';
import { unitName } from '#contracts/units.ts';
import { Chart, type LineChart, lineOption, lineTable } from '../platform/chart/chart.tsx';
import { useData } from '../platform/data.ts';
import { EmptyState } from '../platform/empty-state.tsx';
import { localName, pick, type Text, useLanguage, useText } from '../platform/language.ts';
import { PageLink, usePageParams } from '../platform/navigation.tsx';
import { PageHeader, Panel, Panels, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { DataTable } from '../platform/table/data-table.tsx';
import { shortDays } from './cover-bar.tsx';
import { type PositionFigure, PositionFigures } from './figures.tsx';
import { DayChoice, useCategoryName, useDayShown } from './shared.tsx';
import './stock.css';

const words = {
  back: ['能用几天', 'Days of cover'],
  loading: ['物资', 'Item'],
  unknown: ['没有这种物资', 'There is no such item'],
  short: ['{name}：满产也只够到{day}之前', '{name}: short from {day} on, even with every line at capacity'],
  stockOnly: ['{name}：库存可用 {days} 天，靠生产接续', '{name}: stock lasts {days} days, production carries on'],
  long: ['{name}：库存可用 {days} 天', '{name}: stock lasts {days} days'],
  noNeed: ['{name}：没有登记需求', '{name}: no need recorded'],
  lead: ['{category}，以{unit}计', '{category}, counted in {unit}'],
  leadPlain: ['{category}', '{category}'],
  curve: ['库存与需求', 'Stock against need'],
  stock: ['不投产的库存', 'Stock without production'],
  stockMade: ['满产的库存', 'Stock with every line at capacity'],
  need: ['每日需求', 'Need a day'],
  day: ['日期', 'Day'],
  runsOut: ['库存用完 {day}', 'stock runs out {day}'],
  runsOutMade: ['满产断供 {day}', 'short despite production {day}'],
  figures: ['数字', 'Figures'],
  producers: ['企业数', 'Producers'],
  capacity: ['日产能', 'Capacity a day'],
  allowed: ['许可有效可产', 'Allowed by licence'],
  atProducers: ['企业库存', 'Stock at producers'],
  licensedStock: ['持证企业库存', 'Stock of licence holders'],
  expiring: ['60 天内到期', 'Expires within 60 days'],
  expired: ['已过期', 'Past its last day'],
  reserve: ['储备库', 'In reserves'],
  inTransit: ['在途', 'On the road'],
  demandPoint: ['需求点', 'At demand points'],
  held: ['封存或召回', 'Quarantined or recalled'],
  tier: ['需求：{tier} 级', 'Need of tier {tier}'],
  gradeStock: ['{grade}级库存', '{grade} stock'],
  gradeNeed: ['{grade}级需求', '{grade} need'],
  counties: ['各县区', 'By county'],
  county: ['县区', 'County'],
  countyStock: ['本地库存', 'Stock there'],
  countyDays: ['本地库存可供', 'Lasts'],
  days: ['{days} 天', '{days} days'],
  lots: ['逐批查看', 'Lot by lot'],
  moves: ['出入库记录', 'Movements'],
} as const;
type T = Text<keyof typeof words>;

const curveDays = 30;

export default function ItemPage() {
  const text = useText(words);
  const { item: code = '' } = usePageParams();
  const { day, chosen, choose } = useDayShown();
  const read = useData(
    position,
    { query: { item: code, day: chosen, curves: 'true', horizonDays: curveDays, producers: 'false' } },
    { topics: ['stock', 'registry'], keepPrevious: true },
  );
  const back = { to: `/stock${chosen === undefined ? '' : `?day=${chosen}`}`, label: text('back') };
  const item = read.data?.items[0];
  if (read.error && read.data === undefined)
    return <ProblemView problem={read.error} onRetry={() => void read.refetch()} page />;
  if (read.data === undefined) return <PageHeader title={text('loading')} back={back} />;
  if (item === undefined) {
    return (
      <>
        <PageHeader title={text('loading')} back={back} />
        <EmptyState title={text('unknown')} />
      </>
    );
  }
  return <Shown answer={read.data} item={item} back={back} day={day} chosen={chosen} choose={choose} />;
}

interface ShownProps {
  answer: Position;
  item: ItemPosition;
  back: { to: string; label: string };
  day: string;
  chosen: string | undefined;
  choose: (day: string | null) => void;
}

function Shown({ answer, item, back, day, chosen, choose }: ShownProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const categoryName = useCategoryName();
  const name = localName(item, language);
  const unit = unitName(item.unit, language);
  return (
    <>
      <PageHeader
        title={headline(item, answer.day, name, text, language)}
        lead={text(unit === '' ? 'leadPlain' : 'lead', { category: categoryName(item.category), unit })}
        back={back}
        actions={<DayChoice day={day} choose={choose} />}
      />
      {item.cover.days !== null && (
        <Panel title={text('curve')}>
          <Curve item={item} name={name} />
        </Panel>
      )}
      <div className="stock-gap">
        <Panels wide>
          <Panel title={text('counties')}>
            <Counties answer={answer} item={item} name={name} day={chosen} />
          </Panel>
          <Panel title={text('figures')} aside={<Links item={item} day={chosen} />}>
            <Figures item={item} name={name} day={chosen} />
          </Panel>
        </Panels>
      </div>
    </>
  );
}

function headline(item: ItemPosition, day: string, name: string, text: T, language: 'zh' | 'en'): string {
  if (item.cover.days === null) return text('noNeed', { name });
  const days = shortDays(item.cover.days);
  const { runsOut } = item.coverWithProduction;
  if (runsOut !== null) return text('short', { name, day: formatDay(runsOut, language) });
  const near = item.cover.runsOut !== null && daysBetween(day, item.cover.runsOut) <= 14;
  return text(near ? 'stockOnly' : 'long', { name, days });
}

function Links({ item, day }: { item: ItemPosition; day: string | undefined }) {
  const text = useText(words);
  const asked = `item=${encodeURIComponent(item.item)}`;
  return (
    <>
      <PageLink to={`/stock/balances?${asked}${day === undefined ? '' : `&day=${day}`}`}>{text('lots')}</PageLink>
      {' · '}
      <PageLink to={`/stock/movements?${asked}`}>{text('moves')}</PageLink>
    </>
  );
}

function Curve({ item, name }: { item: ItemPosition; name: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const chart = useMemo<LineChart>(() => curveOf(item, text, language), [item, text, language]);
  const option = useCallback((look: Parameters<typeof lineOption>[0]) => lineOption(look, chart), [chart]);
  return (
    <Chart
      ariaLabel={`${name} · ${text('curve')}`}
      option={option}
      table={lineTable(chart, language, text('day'))}
      height={300}
    />
  );
}

function curveOf(item: ItemPosition, text: T, language: 'zh' | 'en'): LineChart {
  const days = item.curve.map((point) => point.day);
  const within = (day: string | null): day is string => day !== null && days.includes(day);
  const { runsOut } = item.cover;
  const made = item.coverWithProduction.runsOut;
  return {
    days,
    unit: item.unit,
    lines: [
      { name: text('stock'), values: item.curve.map((point) => point.stock), tone: 'neutral' },
      { name: text('stockMade'), values: item.curve.map((point) => point.stockWithProduction), tone: 'accent' },
      { name: text('need'), values: item.curve.map((point) => point.need), tone: 'text', dashed: true },
    ],
    marks: [
      ...(within(runsOut)
        ? [{ day: runsOut, label: text('runsOut', { day: formatDay(runsOut, language) }), tone: 'neutral' as const }]
        : []),
      ...(within(made)
        ? [{ day: made, label: text('runsOutMade', { day: formatDay(made, language) }), tone: 'danger' as const }]
        : []),
    ],
  };
}

function Figures({ item, name, day }: { item: ItemPosition; name: string; day: string | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  type Shown = Parameters<typeof PositionFigure>[0]['figure'];
  const row = (label: string, figures: readonly Shown[], tone?: 'warning') =>
    [
      label,
      <PositionFigures key={label} figures={figures} title={`${name} · ${label}`} day={day} tone={tone} quiet />,
    ] as const;
  const some = (figures: readonly Shown[]) => figures.some((figure) => Number(figure.value) > 0);
  const optional = (label: string, figures: readonly Shown[], tone?: 'warning') =>
    some(figures) ? [row(label, figures, tone)] : [];
  return (
    <Particulars
      rows={[
        row(text('producers'), [item.producers]),
        row(text('capacity'), item.capacity),
        row(text('allowed'), item.allowedCapacity),
        row(text('atProducers'), item.stock),
        ...optional(text('licensedStock'), item.licensed.stock),
        ...item.grades.flatMap(({ grade, stock, needPerDay }) => [
          row(text('gradeStock', { grade: pick(gradeNames[grade], language) }), [stock]),
          row(text('gradeNeed', { grade: pick(gradeNames[grade], language) }), [needPerDay]),
        ]),
        ...optional(text('reserve'), [item.elsewhere.reserve]),
        ...optional(text('inTransit'), [item.elsewhere.inTransit]),
        ...optional(text('demandPoint'), [item.elsewhere.demandPoint]),
        ...optional(text('held'), [item.elsewhere.held], 'warning'),
        ...optional(text('expiring'), item.expiring, 'warning'),
        ...optional(text('expired'), item.expired, 'warning'),
        row(text('need'), [item.needPerDay]),
        ...item.needByTier.map(({ tier, need }) => row(text('tier', { tier }), [need])),
      ]}
    />
  );
}

function Counties({
  answer,
  item,
  name,
  day,
}: {
  answer: Position;
  item: ItemPosition;
  name: string;
  day: string | undefined;
}) {
  const text = useText(words);
  const { language } = useLanguage();
  const rows = answer.counties.flatMap((county) =>
    county.items
      .filter((placed) => placed.item === item.item)
      .map((placed) => ({ county: localName(county, language), placed })),
  );
  type Row = (typeof rows)[number];
  const title = (row: Row, label: string) => `${row.county} · ${name} · ${label}`;
  return (
    <DataTable
      label={text('counties')}
      rows={rows}
      rowKey={(row) => row.county}
      search={false}
      columns={[
        { key: 'county', title: text('county'), value: (row) => row.county, phone: 'title' },
        {
          key: 'stock',
          title: text('countyStock'),
          align: 'right',
          value: (row) => row.placed.stock.value,
          render: (row) => (
            <PositionFigures figures={[row.placed.stock]} title={title(row, text('countyStock'))} day={day} quiet />
          ),
        },
        {
          key: 'capacity',
          title: text('capacity'),
          align: 'right',
          render: (row) => (
            <PositionFigures figures={row.placed.capacity} title={title(row, text('capacity'))} day={day} quiet />
          ),
        },
        {
          key: 'need',
          title: text('need'),
          align: 'right',
          value: (row) => row.placed.needPerDay.value,
          render: (row) => (
            <PositionFigures figures={[row.placed.needPerDay]} title={title(row, text('need'))} day={day} quiet />
          ),
        },
        {
          key: 'days',
          title: text('countyDays'),
          align: 'right',
          value: (row) => row.placed.days,
          render: (row) => (row.placed.days === null ? '—' : text('days', { days: shortDays(row.placed.days) })),
        },
      ]}
    />
  );
}

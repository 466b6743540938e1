/** Figures of the position, and the entries behind each. */
import { type Figure as FigureData, type PositionEntry, positionEntries } from '#contracts/stock-position.ts';
import { Day } from '../platform/day.tsx';
import { Figure } from '../platform/figure.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { useItemNames } from './item-names.ts';
import { LotWords } from './shared.tsx';

const words = {
  sum: ['合计', 'Sum'],
  label: ['相加的条目', 'Entries summed'],
  producer: ['企业', 'Producer'],
  owner: ['地点', 'Place'],
  line: ['产线', 'Line'],
  items: ['物资', 'Items'],
  lot: ['批次', 'Lot'],
  expires: ['最后可发日期', 'Issue until'],
  licence: ['卫生许可至', 'Hygiene licence until'],
  quantity: ['数量', 'Quantity'],
  capacity: ['日产能', 'Capacity a day'],
  need: ['每日需求', 'Need a day'],
  tier: ['保障级别', 'Tier'],
  shared: ['共用产线只计一次', 'A shared line counts once'],
} as const;

/** One or several figures (one a unit); nothing stands for none. */
export function PositionFigures(props: {
  figures: readonly FigureData[];
  title: string;
  day: string | undefined;
  tone?: 'danger' | 'warning' | undefined;
  /** zero is shown as a dash */
  quiet?: boolean;
}) {
  const shown = props.quiet === true ? props.figures.filter((figure) => Number(figure.value) !== 0) : props.figures;
  if (shown.length === 0) return <span className="bg-muted">—</span>;
  return (
    <span className="stock-figures">
      {shown.map((figure) => (
        <PositionFigure key={figure.ref} figure={figure} title={props.title} day={props.day} tone={props.tone} />
      ))}
    </span>
  );
}

export function PositionFigure(props: {
  figure: FigureData;
  title: string;
  day: string | undefined;
  tone?: 'danger' | 'warning' | undefined;
}) {
  const { figure, title, day, tone } = props;
  return (
    <Figure
      value={figure.value}
      unit={figure.unit === '' ? undefined : figure.unit}
      title={title}
      tone={tone}
      entries={() => <Entries figure={figure} day={day} />}
    />
  );
}

function Entries({ figure, day }: { figure: FigureData; day: string | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useItemNames();
  const itemWords = (entry: PositionEntry) => entry.items.map((code) => localName(names(code), language)).join('、');
  const columns = columnsFor(figure, text, itemWords);
  return (
    <>
      <p className="stock-sum">
        {text('sum')}{' '}
        <strong>
          <Quantity value={figure.value} unit={figure.unit === '' ? undefined : figure.unit} exact />
        </strong>
        {figure.kind === 'line' && figure.unit !== '' && <span className="bg-muted"> · {text('shared')}</span>}
      </p>
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(positionEntries, { query: { ref: figure.ref, day } }, ['stock', 'registry'])}
        search={figure.count > 10}
        rowKey={(entry) => entry.id}
        expected={Math.min(figure.count, 12)}
      />
    </>
  );
}

function columnsFor(
  figure: FigureData,
  text: (name: keyof typeof words) => string,
  itemWords: (entry: PositionEntry) => string,
): Column<PositionEntry>[] {
  const quantity = (title: string): Column<PositionEntry> => ({
    key: 'quantity',
    title,
    align: 'right',
    value: (entry) => entry.quantity,
    render: (entry) => <Quantity value={entry.quantity} unit={entry.unit} />,
  });
  const items: Column<PositionEntry> = { key: 'items', title: text('items'), value: itemWords };
  const owner: Column<PositionEntry> = {
    key: 'owner',
    title: text(figure.kind === 'need' ? 'owner' : 'producer'),
    value: (entry) => entry.ownerName,
    phone: 'title',
  };
  switch (figure.kind) {
    case 'line':
      return [
        owner,
        { key: 'line', title: text('line'), value: (entry) => entry.id },
        items,
        quantity(text('capacity')),
      ];
    case 'enterprise':
      return [
        owner,
        items,
        {
          key: 'licence',
          title: text('licence'),
          value: (entry) => entry.expires,
          render: (entry) => <Day day={entry.expires} year />,
        },
      ];
    case 'need':
      return [owner, items, { key: 'tier', title: text('tier'), value: (entry) => entry.tier }, quantity(text('need'))];
    default:
      return [
        { ...owner, title: text('owner') },
        items,
        {
          key: 'lot',
          title: text('lot'),
          render: (entry) => <LotWords lotNumber={entry.lotNumber ?? ''} grade={entry.grade} />,
        },
        {
          key: 'expires',
          title: text('expires'),
          value: (entry) => entry.expires,
          render: (entry) => <Day day={entry.expires} year />,
        },
        quantity(text('quantity')),
      ];
  }
}

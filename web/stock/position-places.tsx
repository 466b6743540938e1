/** The position by category, county and producer. */
import type { CategoryPosition, CountyPosition, EnterprisePosition, Position } from '#contracts/stock-position.ts';
import { Day } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { Quantity } from '../platform/number.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { shortDays } from './cover-bar.tsx';
import { PositionFigure, PositionFigures } from './figures.tsx';
import { useItemNames } from './item-names.ts';
import { useCategoryName } from './shared.tsx';

const words = {
  categories: ['各类别', 'Categories'],
  counties: ['各县区', 'Counties'],
  enterprises: ['各企业', 'Producers'],
  category: ['类别', 'Category'],
  county: ['县区', 'County'],
  enterprise: ['企业', 'Producer'],
  producers: ['企业数', 'Producers'],
  lines: ['产线', 'Lines'],
  capacity: ['日产能', 'Capacity a day'],
  allowed: ['其中许可有效可产', 'Of it allowed by licence'],
  stock: ['库存', 'Stock'],
  licensed: ['持证企业', 'Licensed producers'],
  licensedCapacity: ['持证产能', 'Licensed capacity'],
  licensedStock: ['持证企业库存', 'Stock of licence holders'],
  licence: ['卫生许可', 'Hygiene licence'],
  valid: ['有效', 'valid'],
  'lapses-soon': ['{days} 天后到期', 'lapses in {days} days'],
  lapsed: ['已到期', 'lapsed'],
  none: ['未持有', 'none held'],
  items: ['各物资', 'Items'],
  item: ['物资', 'Item'],
  need: ['每日需求', 'Need a day'],
  days: ['自有库存可供', 'Own stock lasts'],
  nDays: ['{days} 天', '{days} days'],
} as const;

interface Props {
  answer: Position | undefined;
  day: string | undefined;
}
type AnyTotals = CategoryPosition | CountyPosition | EnterprisePosition;

/** Columns that every kind of total has. */
function useTotals<Row extends AnyTotals>(
  day: string | undefined,
  nameOf: (row: Row) => string,
): Record<'producers' | 'capacity' | 'allowed' | 'stock', Column<Row>> {
  const text = useText(words);
  return {
    producers: {
      key: 'producers',
      title: text('producers'),
      align: 'right',
      value: (row) => row.producers.value,
      render: (row) => (
        <PositionFigure figure={row.producers} title={`${nameOf(row)} · ${text('producers')}`} day={day} />
      ),
    },
    capacity: {
      key: 'capacity',
      title: text('capacity'),
      align: 'right',
      render: (row) => (
        <PositionFigures figures={row.capacity} title={`${nameOf(row)} · ${text('capacity')}`} day={day} quiet />
      ),
    },
    allowed: {
      key: 'allowed',
      title: text('allowed'),
      align: 'right',
      render: (row) => (
        <PositionFigures figures={row.allowedCapacity} title={`${nameOf(row)} · ${text('allowed')}`} day={day} quiet />
      ),
    },
    stock: {
      key: 'stock',
      title: text('stock'),
      align: 'right',
      render: (row) => (
        <PositionFigures figures={row.stock} title={`${nameOf(row)} · ${text('stock')}`} day={day} quiet />
      ),
    },
  };
}

export function CategoryTable({ answer, day }: Props) {
  const text = useText(words);
  const categoryName = useCategoryName();
  const nameOf = (row: CategoryPosition) => categoryName(row.category);
  const { producers, capacity, allowed, stock } = useTotals<CategoryPosition>(day, nameOf);
  const columns: Column<CategoryPosition>[] = [
    { key: 'category', title: text('category'), value: nameOf, phone: 'title' },
    producers,
    capacity,
    allowed,
    stock,
    {
      key: 'licensed',
      title: text('licensed'),
      align: 'right',
      render: (row) => (
        <PositionFigure figure={row.licensed.producers} title={`${nameOf(row)} · ${text('licensed')}`} day={day} />
      ),
    },
    {
      key: 'licensedCapacity',
      title: text('licensedCapacity'),
      align: 'right',
      render: (row) => (
        <PositionFigures
          figures={row.licensed.capacity}
          title={`${nameOf(row)} · ${text('licensedCapacity')}`}
          day={day}
          quiet
        />
      ),
    },
    {
      key: 'licensedStock',
      title: text('licensedStock'),
      align: 'right',
      render: (row) => (
        <PositionFigures
          figures={row.licensed.stock}
          title={`${nameOf(row)} · ${text('licensedStock')}`}
          day={day}
          quiet
        />
      ),
    },
  ];
  return (
    <DataTable label={text('categories')} columns={columns} rows={answer?.categories} rowKey={(row) => row.category} />
  );
}

export function CountyTable({ answer, day }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const nameOf = (row: CountyPosition) => localName(row, language);
  const { producers, capacity, stock } = useTotals<CountyPosition>(day, nameOf);
  const columns: Column<CountyPosition>[] = [
    { key: 'county', title: text('county'), value: nameOf, phone: 'title' },
    producers,
    capacity,
    stock,
  ];
  return (
    <DataTable
      label={text('counties')}
      columns={columns}
      rows={answer?.counties}
      rowKey={(row) => row.county}
      detail={(row) => ({ title: nameOf(row), content: <PlacedItems row={row} name={nameOf(row)} day={day} /> })}
    />
  );
}

export function EnterpriseTable({ answer, day }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const nameOf = (row: EnterprisePosition) => row.name;
  const { capacity, allowed, stock } = useTotals<EnterprisePosition>(day, nameOf);
  const county = new Map((answer?.counties ?? []).map((row) => [row.county, localName(row, language)]));
  const columns: Column<EnterprisePosition>[] = [
    { key: 'enterprise', title: text('enterprise'), value: nameOf, phone: 'title' },
    { key: 'county', title: text('county'), value: (row) => county.get(row.county) ?? row.county },
    {
      key: 'licence',
      title: text('licence'),
      value: (row) => row.licence.until,
      render: (row) => <Licence row={row} />,
    },
    capacity,
    allowed,
    stock,
  ];
  return (
    <DataTable
      label={text('enterprises')}
      columns={columns}
      rows={answer?.enterprises}
      rowKey={(row) => row.enterprise}
      detail={(row) => ({ title: row.name, content: <PlacedItems row={row} name={row.name} day={day} /> })}
    />
  );
}

/** A licence that lapses soon asks for an act. */
function Licence({ row }: { row: EnterprisePosition }) {
  const text = useText(words);
  const { state, until, daysLeft } = row.licence;
  if (state === 'none') return <span className="bg-muted">{text('none')}</span>;
  const soon = state === 'lapses-soon' || state === 'lapsed';
  return (
    <span>
      <Day day={until} year /> {soon && <span className="bg-warning">{text(state, { days: daysLeft })}</span>}
    </span>
  );
}

function PlacedItems({
  row,
  name,
  day,
}: {
  row: CountyPosition | EnterprisePosition;
  name: string;
  day: string | undefined;
}) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useItemNames();
  type Placed = (typeof row.items)[number];
  const itemName = (item: Placed) => localName(names(item.item), language);
  const withNeed = row.items.some((item) => Number(item.needPerDay.value) > 0);
  const columns: Column<Placed>[] = [
    { key: 'item', title: text('item'), value: itemName, phone: 'title' },
    {
      key: 'stock',
      title: text('stock'),
      align: 'right',
      value: (item) => item.stock.value,
      render: (item) => (
        <PositionFigure figure={item.stock} title={`${name} · ${itemName(item)} · ${text('stock')}`} day={day} />
      ),
    },
    {
      key: 'capacity',
      title: text('capacity'),
      align: 'right',
      render: (item) => (
        <PositionFigures
          figures={item.capacity}
          title={`${name} · ${itemName(item)} · ${text('capacity')}`}
          day={day}
          quiet
        />
      ),
    },
  ];
  if (withNeed) {
    columns.push(
      {
        key: 'need',
        title: text('need'),
        align: 'right',
        value: (item) => item.needPerDay.value,
        render: (item) => (
          <PositionFigure figure={item.needPerDay} title={`${name} · ${itemName(item)} · ${text('need')}`} day={day} />
        ),
      },
      {
        key: 'days',
        title: text('days'),
        align: 'right',
        value: (item) => item.days,
        render: (item) =>
          item.days === null ? <Quantity value={null} /> : text('nDays', { days: shortDays(item.days) }),
      },
    );
  }
  return (
    <DataTable label={`${name} · ${text('items')}`} columns={columns} rows={row.items} rowKey={(item) => item.item} />
  );
}

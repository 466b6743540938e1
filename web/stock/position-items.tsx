import type { ItemPosition, Position } from '#contracts/stock-position.ts';
import { Day } from '../platform/day.tsx';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { useGo } from '../platform/navigation.tsx';
import { type Column, DataTable } from '../platform/table/data-table.tsx';
import { CoverBar } from './cover-bar.tsx';
import { PositionFigure, PositionFigures } from './figures.tsx';
import { coverTone } from './shared.tsx';

const words = {
  label: ['各物资能用几天', 'How long each item lasts'],
  item: ['物资', 'Item'],
  cover: ['可用天数', 'Days of cover'],
  runsOut: ['库存用完', 'Stock runs out'],
  runsOutMade: ['满产仍断供', 'Short despite production'],
  stock: ['企业库存', 'Stock at producers'],
  elsewhere: ['储备、在途、需求点', 'Elsewhere'],
  capacity: ['日产能', 'Capacity a day'],
  need: ['每日需求', 'Need a day'],
  expiring: ['60 天内到期', 'Expires in 60 days'],
  legendStock: ['现有库存', 'stock'],
  legendMade: ['加上满产', 'with production'],
  legendShort: ['14 天内会断供', 'short within 14 days'],
  legendLength: ['满格 30 天', 'full length 30 days'],
  empty: ['还没有物资', 'No items yet'],
  emptyMore: ['先在数据导入中导入城市数据', 'Import the city data first'],
} as const;

/** One table tells how long everything lasts, what runs out first at the top. */
export function ItemTable({ answer, day }: { answer: Position | undefined; day: string | undefined }) {
  const text = useText(words);
  const { language } = useLanguage();
  const go = useGo();
  if (answer === undefined)
    return (
      <DataTable
        label={text('label')}
        columns={[{ key: 'item', title: text('item') }]}
        rows={undefined}
        rowKey={() => ''}
      />
    );
  const rows = answer.items.toSorted((one, other) => urgency(one) - urgency(other));
  const name = (item: ItemPosition) => localName(item, language);
  const columns: Column<ItemPosition>[] = [
    { key: 'item', title: text('item'), value: name, phone: 'title', wrap: true, width: 220 },
    {
      key: 'cover',
      title: text('cover'),
      value: (item) => item.cover.days,
      width: 220,
      render: (item) => (
        <CoverBar
          cover={item.cover}
          withProduction={item.coverWithProduction}
          day={answer.day}
          horizonDays={answer.horizonDays}
          tone={coverTone(item.coverWithProduction, answer.day)}
        />
      ),
    },
    {
      key: 'runsOut',
      title: text('runsOut'),
      value: (item) => item.cover.runsOut,
      render: (item) => <Day day={item.cover.runsOut} />,
    },
    {
      key: 'runsOutMade',
      title: text('runsOutMade'),
      value: (item) => item.coverWithProduction.runsOut,
      render: (item) => (
        <span className={coverTone(item.coverWithProduction, answer.day) === 'danger' ? 'bg-danger' : undefined}>
          <Day day={item.coverWithProduction.runsOut} />
        </span>
      ),
    },
    {
      key: 'stock',
      title: text('stock'),
      align: 'right',
      value: (item) => item.stock[0]?.value,
      render: (item) => <PositionFigures figures={item.stock} title={`${name(item)} · ${text('stock')}`} day={day} />,
    },
    {
      key: 'elsewhere',
      title: text('elsewhere'),
      align: 'right',
      render: (item) => (
        <PositionFigures
          figures={[item.elsewhere.reserve, item.elsewhere.inTransit, item.elsewhere.demandPoint]}
          title={`${name(item)} · ${text('elsewhere')}`}
          day={day}
          quiet
        />
      ),
    },
    {
      key: 'capacity',
      title: text('capacity'),
      align: 'right',
      render: (item) => (
        <PositionFigures figures={item.capacity} title={`${name(item)} · ${text('capacity')}`} day={day} />
      ),
    },
    {
      key: 'need',
      title: text('need'),
      align: 'right',
      value: (item) => item.needPerDay.value,
      render: (item) => <PositionFigure figure={item.needPerDay} title={`${name(item)} · ${text('need')}`} day={day} />,
    },
    {
      key: 'expiring',
      title: text('expiring'),
      align: 'right',
      render: (item) => (
        <PositionFigures
          figures={item.expiring}
          title={`${name(item)} · ${text('expiring')}`}
          day={day}
          tone="warning"
          quiet
        />
      ),
    },
  ];
  return (
    <>
      <DataTable
        label={text('label')}
        columns={columns
          .filter((column) => column.key !== 'elsewhere' || rows.some(hasElsewhere))
          .filter((column) => column.key !== 'expiring' || rows.some(hasExpiring))}
        rows={rows}
        rowKey={(item) => item.item}
        onRow={(item) => go(`/stock/items/${encodeURIComponent(item.item)}${day === undefined ? '' : `?day=${day}`}`)}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <p className="stock-legend">
        <span>
          <i className="stock-cover-stock-key" />
          {text('legendStock')}
        </span>
        <span>
          <i className="stock-cover-made-key" />
          {text('legendMade')}
        </span>
        <span>
          <i className="stock-cover-danger" />
          {text('legendShort')}
        </span>
        <span>{text('legendLength')}</span>
      </p>
    </>
  );
}

const hasElsewhere = ({ elsewhere }: ItemPosition): boolean =>
  [elsewhere.reserve, elsewhere.inTransit, elsewhere.demandPoint].some((figure) => Number(figure.value) > 0);
const hasExpiring = (item: ItemPosition): boolean => item.expiring.some((figure) => Number(figure.value) > 0);

/** What people will go without first, then what the stock alone bears the shortest. */
function urgency(item: ItemPosition): number {
  const made = item.coverWithProduction.runsOut;
  const days = item.cover.days === null ? 1e9 : Number(item.cover.days);
  return made === null ? 1e6 + days : Date.parse(made) / 86_400_000;
}

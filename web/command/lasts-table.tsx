import { formatDay } from '#contracts/calendar.ts';
import type { PlanDetail } from '#contracts/planning.ts';
import type { ItemPosition, Position } from '#contracts/stock-position.ts';
import { localName, useLanguage, useText } from '../platform/language.ts';
import { PositionFigure, PositionFigures } from '../stock/figures.tsx';
import '../platform/table/table.css';
import '../planning/supply.css';

const words = {
  item: ['物资', 'Item'],
  stock: ['库存', 'Stock'],
  capacity: ['日产能', 'Capacity a day'],
  need: ['日需求', 'Need a day'],
  cover: ['可用至', 'Lasts until'],
  over: ['{days} 天以上', '{days}+ days'],
  noNeed: ['无需求', 'no need'],
  chosen: ['在地图和曲线上看 {item}', 'Show {item} on the map and the curve'],
  caption: ['各物资能用到哪一天', 'How long each item lasts'],
} as const;

interface Props {
  answer: Position;
  plan: PlanDetail;
  chosen: string;
  choose: (item: string) => void;
}

/** One table tells how long everything lasts under the plan: what runs out first stands first, and only that is red. */
export function LastsTable({ answer, plan, chosen, choose }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const cover = new Map(plan.cover.map((row) => [row.item, row]));
  const daysOf = (item: ItemPosition) => cover.get(item.item)?.days ?? Number.POSITIVE_INFINITY;
  const rows = answer.items.toSorted((one, other) => daysOf(one) - daysOf(other));
  return (
    <div className="bg-table-scroll">
      <table className="bg-table planning-lasts">
        <caption className="bg-hidden">{text('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('item')}</th>
            <th scope="col" className="bg-right">
              {text('stock')}
            </th>
            <th scope="col" className="bg-right command-wide">
              {text('capacity')}
            </th>
            <th scope="col" className="bg-right">
              {text('need')}
            </th>
            <th scope="col">{text('cover')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => {
            const row = cover.get(item.item);
            const short = row?.firstShort ?? null;
            const name = localName(item, language);
            const title = (what: string) => `${name} · ${what}`;
            return (
              <tr key={item.item} className={item.item === chosen ? 'planning-chosen' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={short === null ? 'planning-pick' : 'planning-pick bg-danger'}
                    aria-pressed={item.item === chosen}
                    title={text('chosen', { item: name })}
                    onClick={() => choose(item.item)}
                  >
                    {name}
                  </button>
                </th>
                <td className="bg-right" data-what={text('stock')}>
                  <PositionFigures figures={item.stock} title={title(text('stock'))} day={undefined} />
                </td>
                <td className="bg-right command-wide">
                  <PositionFigures figures={item.capacity} title={title(text('capacity'))} day={undefined} />
                </td>
                <td className="bg-right" data-what={text('need')}>
                  <PositionFigure figure={item.needPerDay} title={title(text('need'))} day={undefined} />
                </td>
                <td>
                  {row === undefined || row.days === null ? (
                    <span className="bg-muted">{text('noNeed')}</span>
                  ) : (
                    <Until days={Math.min(row.days, plan.days)} of={plan.days} short={short !== null}>
                      {short === null ? text('over', { days: plan.days }) : formatDay(short, language)}
                    </Until>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Until(props: { days: number; of: number; short: boolean; children: string }) {
  const width = `${Math.max(4, (props.days / props.of) * 100)}%`;
  return (
    <span className="command-until">
      <span className="command-track" aria-hidden="true">
        <span className={props.short ? 'command-fill command-fill-short' : 'command-fill'} style={{ width }} />
      </span>
      <span className={props.short ? 'bg-number bg-danger' : 'bg-number bg-muted'}>{props.children}</span>
    </span>
  );
}

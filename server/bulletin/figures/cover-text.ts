/** The bulletin on how long stock lasts, what falls short, and what needs an act. */
import { coverDaysTold } from '#contracts/stock-position.ts';
import { formatQuantity } from '#contracts/units.ts';
import type { BusinessDay } from '#server/registry/dataset/index.ts';
import { groupBy, type ItemPosition } from '#server/stock/position/index.ts';
import { compose, derived, joinSegments, type Paragraph, pointer, type Segment } from './segments.ts';
import { amounts, body, dayLink, entry, itemName, type Writing } from './writing.ts';

/** Cover below this asks for a word even when production keeps up. */
const SHORT_COVER_DAYS = 7;

export function coverText(writing: Writing): Paragraph[] {
  const needed = writing.position.items.filter((item) => item.cover.days !== null);
  if (needed.length === 0) return [];
  const short = needed.filter((item) => item.coverWithProduction.runsOut !== null);
  const thin = needed.filter(
    (item) => !short.includes(item) && item.cover.runsOut !== null && item.cover.days!.lt(SHORT_COVER_DAYS),
  );
  const rest = needed.filter((item) => !short.includes(item) && !thin.includes(item));
  short.sort((one, other) => one.coverWithProduction.runsOut!.localeCompare(other.coverWithProduction.runsOut!));
  thin.sort((one, other) => one.cover.days!.cmp(other.cover.days!));
  return [
    body('cover/opening', opening(writing, short)),
    ...short.map((item) => shortageEntry(writing, item)),
    ...thin.map((item) => thinEntry(writing, item)),
    ...(rest.length === 0 ? [] : [restText(writing, rest)]),
  ];
}

function opening({ position, language }: Writing, short: ItemPosition[]): Segment[] {
  const days = position.horizonDays;
  const ids = short.flatMap((item) => item.needPerDay.ids);
  const count = derived(pointer('position', 'items_short'), short.length, String(short.length), { kind: 'need', ids });
  if (language === 'zh') {
    return short.length > 0
      ? compose(
          `按现行需求标准，即使全部产线满负荷生产（不计原料限制），今后 ${days} 天内仍有 `,
          count,
          ' 种物资将出现缺口。',
        )
      : compose(`按现行需求标准，全部产线满负荷生产（不计原料限制）时，今后 ${days} 天内没有缺口。`);
  }
  const opens = 'By the present rates of need, with every line at capacity (inputs not considered), ';
  return short.length > 0
    ? compose(opens, count, ` item${short.length === 1 ? ' falls' : 's fall'} short within ${days} days.`)
    : compose(opens, `nothing falls short within ${days} days.`);
}

function daysText(writing: Writing, item: ItemPosition): Segment {
  const days = coverDaysTold(item.cover.days!.toNumber());
  const text = writing.language === 'zh' ? `${days} 天` : `${days} day${days === 1 ? '' : 's'}`;
  return derived(pointer('position', item.item, 'days'), days, text, item.stock[0] ?? item.needPerDay);
}

const needText = (writing: Writing, item: ItemPosition): Segment[] =>
  amounts(writing, ['position', item.item, 'need_per_day'], [item.needPerDay]);

function shortageEntry(writing: Writing, item: ItemPosition): Paragraph {
  const { runsOut, lacking } = item.coverWithProduction;
  const name = itemName(writing, item.item);
  const day = dayLink(writing, [item.item, 'runs_out'], runsOut!, item.needPerDay);
  const amount = formatQuantity(lacking!, item.unit, writing.language, { exact: true });
  const gap = {
    ...derived(pointer('position', item.item, 'lacking'), lacking!, amount, item.needPerDay),
    unit: item.unit,
  };
  const need = needText(writing, item);
  const days = daysText(writing, item);
  const key = `cover/${item.item}`;
  return writing.language === 'zh'
    ? entry(key, `${name}：每日需 `, need, '，库存可用 ', days, '；满产也将于', day, '出现缺口，当日缺 ', gap, '。')
    : entry(
        key,
        `${name}: `,
        need,
        ' needed a day, stock lasts ',
        days,
        '; even at capacity it falls short on ',
        day,
        ', by ',
        gap,
        ' that day.',
      );
}

function thinEntry(writing: Writing, item: ItemPosition): Paragraph {
  const name = itemName(writing, item.item);
  const day = dayLink(writing, [item.item, 'runs_out_without_production'], item.cover.runsOut!, item.needPerDay);
  const need = needText(writing, item);
  const days = daysText(writing, item);
  const key = `cover/${item.item}`;
  return writing.language === 'zh'
    ? entry(key, `${name}：每日需 `, need, '，库存可用 ', days, '；如停产，', day, '即出现缺口，须保持生产。')
    : entry(
        key,
        `${name}: `,
        need,
        ' needed a day, stock lasts ',
        days,
        '; without production it falls short on ',
        day,
        ': keep its lines running.',
      );
}

function restText(writing: Writing, items: ItemPosition[]): Paragraph {
  const zh = writing.language === 'zh';
  const told = items.map((item) => compose(`${itemName(writing, item.item)} `, daysText(writing, item)));
  return body(
    'cover/rest',
    zh ? '其余品种库存可用：' : 'Stock of the others lasts: ',
    joinSegments(told, zh ? '，' : '; '),
    zh ? '。' : '.',
  );
}

export function noticesText(writing: Writing): Paragraph[] {
  return [...licencesText(writing), ...expiringText(writing)];
}

/** One entry for each last day. */
function licencesText(writing: Writing): Paragraph[] {
  const zh = writing.language === 'zh';
  const { position } = writing;
  const names = new Map(writing.dataset.enterprises.map((enterprise) => [enterprise.id, enterprise.name]));
  return [...groupBy(position.notices.lapsingLicences, (notice) => [notice.until])].map(([until, lapsing]) => {
    const origin = { kind: 'enterprise' as const, ids: lapsing.map((notice) => notice.enterprise) };
    const day = dayLink(writing, ['licences', until], until as BusinessDay, origin, true);
    const told = lapsing.map((notice) => names.get(notice.enterprise) ?? notice.enterprise).join(zh ? '、' : ', ');
    const daysLeft = lapsing[0]!.daysLeft;
    const left = derived(pointer('position', 'licences', until, 'days_left'), daysLeft, String(daysLeft), origin);
    const key = `notices/licences/${until}`;
    return zh
      ? entry(key, `${told}的卫生许可`, day, '到期，还有 ', left, ' 天，须尽快换证。')
      : entry(key, 'Hygiene licences end on ', day, ', in ', left, ` days: ${told}. Renew them.`);
  });
}

function expiringText(writing: Writing): Paragraph[] {
  const zh = writing.language === 'zh';
  return writing.position.items
    .filter((item) => item.expiring.length > 0)
    .map((item) => {
      const held = amounts(writing, ['position', item.item, 'expiring'], item.expiring);
      const days = writing.position.soonDays;
      const name = itemName(writing, item.item);
      const key = `notices/expiring/${item.item}`;
      return zh
        ? entry(key, `${name} `, held, ` 将在 ${days} 天内到期，应先调出使用。`)
        : entry(key, held, ` of ${name} expire within ${days} days: issue them first.`);
    });
}

/** A plan as text for a terminal: shortages, their causes, cover, objectives. */
import { type BusinessDay, daysBetween, formatDay } from '#contracts/calendar.ts';
import { coverDaysTold } from '#contracts/stock-position.ts';
import { formatNumber, formatQuantity, type Language, unitName } from '#contracts/units.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import type { Cause, Plan, UnmetRow } from './model/index.ts';
import { type Column, layTable } from './plan-layout.ts';
import { PLAN_WORDS, type PlanWords } from './plan-words.ts';

interface Context {
  plan: Plan;
  language: Language;
  words: PlanWords;
  itemName: Map<string, string>;
  unit: Map<string, string>;
  lineUnit: Map<string, string>;
  firstShort: Map<string, BusinessDay | null>;
}

export function planTable(plan: Plan, data: CityDataset, language: Language): string {
  const things = [...data.items, ...data.inputs];
  const context: Context = {
    plan,
    language,
    words: PLAN_WORDS[language],
    itemName: new Map(things.map((thing) => [thing.code, language === 'zh' ? thing.name : thing.nameEn || thing.name])),
    unit: new Map(things.map((thing) => [thing.code, thing.unit])),
    lineUnit: new Map(data.lines.map((line) => [line.id, line.unit])),
    firstShort: new Map(plan.cover.map((each) => [each.item, each.first_short])),
  };
  return [
    heading(context),
    shortages(context),
    causes(context),
    cover(context),
    objectives(context),
    assumptions(context, data),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function heading(context: Context): string {
  const { plan, language, words } = context;
  const last = plan.cover.length === 0 ? plan.from : lastDay(plan);
  const span = `${formatDay(plan.from, language, { year: true })} – ${formatDay(last, language, { year: true })}`;
  const seconds = plan.solver.seconds.toFixed(2);
  return `${words.title} ${span} · ${words.days(plan.days)} · ${words.reserve(plan.reserve_days)} · ${statusWords(context)} (${words.seconds(seconds)})\n`;
}

function statusWords({ plan: { solver }, words }: Context): string {
  return solver.gap === 0 && solver.status !== 'optimal' ? words.unexplained : words.status[solver.status];
}

function lastDay(plan: Plan): BusinessDay {
  const start = Date.parse(`${plan.from}T00:00:00Z`);
  return new Date(start + (plan.days - 1) * 86_400_000).toISOString().slice(0, 10);
}

const amount = (context: Context, item: string, quantity: number): string =>
  formatQuantity(quantity, context.unit.get(item) ?? '', context.language);

/** From the item's first short day on, as the pages count it; what is missing before are the parts of packs that rounding leaves. */
function isShortage(context: Context, row: UnmetRow): boolean {
  const first = context.firstShort.get(row.item) ?? null;
  return first !== null && row.date >= first;
}

function shortages(context: Context): string {
  const { plan, words, language } = context;
  const groups = new Map<string, UnmetRow[]>();
  for (const row of plan.unmet.filter((each) => isShortage(context, each))) {
    const key = `${row.tier}|${row.item}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const rows = [...groups.values()].map((unmet) => {
    const { tier, item } = unmet[0]!;
    const byDay = new Map<BusinessDay, number>();
    for (const { date, quantity } of unmet) byDay.set(date, (byDay.get(date) ?? 0) + quantity);
    const days = [...byDay.keys()].sort();
    const [worst, most] = [...byDay].reduce((a, b) => (b[1] > a[1] ? b : a));
    return [
      String(tier),
      context.itemName.get(item)!,
      formatDay(days[0]!, language),
      words.days(days.length),
      String(new Set(unmet.map((row) => row.to)).size),
      amount(
        context,
        item,
        unmet.reduce((sum, row) => sum + row.quantity, 0),
      ),
      `${amount(context, item, most)} (${formatDay(worst, language)})`,
    ];
  });
  const table = rows.length === 0 ? `${words.noShortage}\n` : layTable(columns(words.shortageColumns, [5, 6]), rows);
  return `${words.shortages}\n${table}${residue(context)}`;
}

function residue(context: Context): string {
  const parts = context.plan.unmet.filter((row) => !isShortage(context, row));
  if (parts.length === 0) return '';
  const items = [...new Set(parts.map((row) => context.itemName.get(row.item)!))].join(context.words.comma);
  return `${context.words.residue(items)}\n`;
}

const columns = (titles: readonly string[], right: number[]): Column[] =>
  titles.map((title, index) => ({ title, right: right.includes(index) }));

/** What binds, over which days, at whom, and what one more unit of it is worth. */
function causes(context: Context): string {
  const { plan, words, language } = context;
  const groups = new Map<string, Cause[]>();
  for (const cause of plan.causes) {
    if (cause.constraint === 'packs') continue;
    const key = [cause.item, cause.constraint, cause.input, cause.marginal, cause.together].join('|');
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  }
  if (groups.size === 0) return '';
  const rows = [...groups.values()].map((same) => {
    const { item } = same[0]!;
    const places = [...new Set(same.map((each) => each.line ?? each.enterprise ?? ''))]
      .filter((place) => place !== '')
      .sort();
    const days = [...new Set(same.map((each) => each.date))].sort();
    return [
      context.itemName.get(item)!,
      spans(days, language),
      bindingWords(context, same[0]!),
      places.join(words.comma),
      worth(context, same[0]!),
    ];
  });
  return `${words.causes}\n${layTable(columns(words.causeColumns, []), rows)}`;
}

/** '14 January – 17 January, 19 January': runs of days. */
function spans(days: BusinessDay[], language: Language): string {
  const runs: BusinessDay[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && daysBetween(run.at(-1)!, day) === 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => [run[0]!, run.at(-1)!].map((day) => formatDay(day, language)))
    .map(([first, last]) => (first === last ? first : `${first} – ${last}`))
    .join(PLAN_WORDS[language].comma);
}

function bindingWords(context: Context, cause: Cause): string {
  const what = context.words.constraint[cause.constraint];
  return cause.input === null ? what : `${what} ${context.itemName.get(cause.input) ?? cause.input}`;
}

function worth(context: Context, cause: Cause): string {
  const { words, language } = context;
  if (cause.together) return words.onlyTogether;
  const gained = amount(context, cause.item, cause.marginal);
  if (cause.constraint === 'licence') return `${words.oneLicensedDay} = ${gained}`;
  const capacity = cause.constraint === 'capacity';
  const unit = (capacity ? context.lineUnit.get(cause.line ?? '') : context.unit.get(cause.input ?? cause.item)) ?? '';
  const one = `1 ${unitName(unit, language, 1)}`.trim();
  return `${capacity ? words.aDay(one) : one} = ${gained}`;
}

function cover(context: Context): string {
  const { plan, words, language } = context;
  const rows = plan.cover
    .filter((each) => each.days !== null)
    .map(({ item, days, stock_days, first_short }) => [
      context.itemName.get(item)!,
      formatNumber(coverDaysTold(stock_days!), language),
      formatNumber(coverDaysTold(days!), language),
      first_short === null ? words.never : formatDay(first_short, language),
    ]);
  return `${words.cover}\n${layTable(columns(words.coverColumns, [1, 2]), rows)}`;
}

function objectives(context: Context): string {
  const { O1, O2, O3, O4 } = context.plan.optimum;
  const { words } = context;
  // what is smaller than the solver can tell from nothing is nothing
  const value = (number: number): string => (number < 1e-9 ? '0' : String(Number(number.toPrecision(7))));
  const rows = [
    ...O1.map(({ tier, floor, total }) => [`O1 · ${words.tier(tier)}`, words.tierValues(value(floor), value(total))]),
    ['O2', `${value(O2)} ${words.daysOfNeed} · ${words.reserveShort}`],
    ['O3', `${value(O3)} ${words.daysOfNeed} · ${words.writtenOff}`],
    ['O4', `${value(O4)} ${words.tonneKilometres}`],
  ];
  return `${words.objectives}\n${layTable(columns(['', ''], []), rows)}`;
}

function assumptions(context: Context, data: CityDataset): string {
  const { words, plan } = context;
  const lines = plan.assumptions.map((each) =>
    each.code === 'count_taken_as_of'
      ? words.countTaken(each.counted, each.taken)
      : words.inputEnough(
          data.enterprises.find(({ id }) => id === each.enterprise)?.id ?? each.enterprise,
          context.itemName.get(each.item) ?? each.item,
          context.itemName.get(each.input) ?? each.input,
        ),
  );
  return lines.length === 0 ? '' : `${words.assumptions}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

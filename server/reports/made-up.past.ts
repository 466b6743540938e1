/**
 * Made-up days of an enterprise's past, from the count that opens its books backwards: stock yesterday + made − sent = stock, inputs left +
 * arrived − used = left, made within the lines' capacity, nothing ever below zero. Pure, and the same on every run.
 */
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';
import type { HindranceKind } from '#contracts/reports-terms.ts';
import type { Enterprise } from '../registry/dataset/index.ts';
import type { RegistryDataset } from '../registry/index.ts';
import { checkReport, energyFor, type ReportFacts, usedOf } from './checks/index.ts';
import { inLineUnit } from './checks/lines.ts';
import { historyFacts } from './facts.service.ts';

const zero = new Decimal(0);

/** Between 0 and 1, by the words given alone (FNV-1a with a final mix). */
export function chanceOf(...words: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const letter of words.join('|')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Between 70 and 94 per cent of the lines' day, shared evenly by what each line makes; piece goods in whole hundreds where there are many. */
export function madeUpProduction(facts: ReportFacts, enterprise: string): Map<string, Decimal> {
  const made = new Map<string, Decimal>();
  for (const line of facts.lines) {
    const share = 0.7 + 0.24 * chanceOf('made', line.id, enterprise, facts.day);
    for (const code of line.items) {
      const item = facts.items.find((one) => one.item === code);
      const factor = item === undefined ? null : inLineUnit(item, line.unit);
      if (item === undefined || factor === null || factor.isZero()) continue;
      const part = line.dailyCapacity.mul(share.toFixed(4)).div(line.items.length).div(factor);
      made.set(code, (made.get(code) ?? zero).add(rounded(part, item.unit)));
    }
  }
  return made;
}

function rounded(quantity: Decimal, unit: string): Decimal {
  if (unit === '吨') return quantity.toDecimalPlaces(2, Decimal.ROUND_DOWN);
  return quantity.gte(10_000) ? quantity.div(100).floor().mul(100) : quantity.floor();
}

/** Staff and energy as what was made needs them; one day in sixteen the power read is too low, so that there is something to ask. */
export function madeUpEffort(
  figures: ReportFigures,
  facts: ReportFacts,
  enterprise: Enterprise,
): Pick<ReportFigures, 'staffPresent' | 'powerKwh' | 'gasM3' | 'hindrances'> {
  const chance = (what: string): number => chanceOf(what, enterprise.id, facts.day);
  const needed = Number(checkReport(figures, facts).find((check) => check.kind === 'staff')?.expected ?? 0);
  const share = chance('meter') < 1 / 16 ? 0.6 : 1.01 + 0.08 * chance('power');
  const energy = (rate: 'kwhPerUnit' | 'gasM3PerUnit', factor: number) =>
    energyFor(figures, facts, rate)?.mul(factor.toFixed(4)).toDecimalPlaces(0).toFixed() ?? null;
  return {
    staffPresent: Math.min(enterprise.staff, needed + Math.floor(4 * chance('staff'))),
    powerKwh: energy('kwhPerUnit', share),
    gasM3: energy('gasM3PerUnit', 1.02),
    hindrances: chance('hinders') < 0.1 ? [madeUpHindrance(chance('which'))] : [],
  };
}

function madeUpHindrance(chance: number): { kind: HindranceKind; text: string } {
  const all = [
    { kind: 'logistics', text: '示例：外地原料车晚到' },
    { kind: 'labour', text: '示例：两人隔离，晚班缺人' },
    { kind: 'raw_material', text: '示例：包材只够两天' },
  ] as const;
  return { ...all[Math.floor(chance * all.length)]! };
}

export interface PastDay {
  day: string;
  figures: ReportFigures;
}

/** `days`: in a row, the last of them the day whose count opens the books (`booksOpen`), for which nothing is answered. `stock`: that count by item. */
export function madeUpPast(
  registry: RegistryDataset,
  enterprise: Enterprise,
  stock: ReadonlyMap<string, Decimal>,
  days: readonly string[],
): PastDay[] {
  const booksOpen = days.at(-1)!;
  const counted = stock;
  let closing = new Map(stock);
  let left = new Map(
    registry.inputStock.filter((row) => row.enterprise === enterprise.id).map((row) => [row.input, row.quantity]),
  );
  const past: PastDay[] = [];
  for (const day of [...days].reverse()) {
    const { facts } = historyFacts(registry, enterprise, { day, booksOpen }, undefined);
    const made = madeUpProduction(facts, enterprise.id);
    const items = facts.items.map(({ item, unit }) => {
      const now = closing.get(item) ?? zero;
      const before = stockBefore({ now, made: made.get(item) ?? zero, counted: counted.get(item) ?? zero, unit }, [
        item,
        enterprise.id,
        day,
      ]);
      return { item, now, before, made: made.get(item) ?? zero };
    });
    const inputs = [...left].map(([input, now]) => {
      const used = usedOf(facts, made, input);
      const inbound = registry.inputStock.find((row) => row.enterprise === enterprise.id && row.input === input)!;
      const arrived = Decimal.min(inbound.inboundPerDay, now.add(used));
      return { input, now, arrived, before: now.add(used).sub(arrived) };
    });
    const quantities = {
      items: items.map(({ item, now, before, made }) => ({
        item,
        made: made.toFixed(),
        sent: before.add(made).sub(now).toFixed(),
        stock: now.toFixed(),
      })),
      inputs: inputs.map(({ input, now, arrived }) => ({ input, left: now.toFixed(), arrived: arrived.toFixed() })),
    };
    const bare = { ...quantities, staffPresent: 0, powerKwh: null, gasM3: null, hindrances: [] };
    past.unshift({ day, figures: { ...bare, ...madeUpEffort(bare, facts, enterprise) } });
    closing = new Map(items.map(({ item, before }) => [item, before]));
    left = new Map(inputs.map(({ input, before }) => [input, before]));
  }
  return past.slice(0, -1);
}

/** What was in stock the day before: a few per cent of the count more or less, as far as the day's production can explain it. */
function stockBefore(
  of: { now: Decimal; made: Decimal; counted: Decimal; unit: string },
  words: readonly string[],
): Decimal {
  const wished = rounded(of.counted.mul((0.08 * (chanceOf('stock', ...words) - 0.5)).toFixed(5)).abs(), of.unit);
  const grew = chanceOf('stock', ...words) < 0.5 ? wished.neg() : wished;
  return of.now.sub(Decimal.min(grew, of.made, of.now));
}

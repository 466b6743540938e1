/** Made-up reports for trying the product: never part of an import, asked for by their own command, and named as made up in every row. */
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';
import { systemActor } from '../platform/database/index.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import { checkReport, energyFor, expectedStock, usedOf } from './checks/index.ts';
import { inLineUnit } from './checks/lines.ts';
import { type DayFacts, readDayFacts } from './facts.service.ts';
import { fileReport } from './report.service.ts';
import * as repository from './reports.repository.ts';

/** Who files them: everyone who opens one sees at once what it is. */
export const madeUpActor = (city: string) => systemActor(city, '示例日报（虚构）Example report (made up)');

/**
 * Files a made-up report of the city's business day for every enterprise without one but every eighth, which stays silent. Stock equals the
 * books, so that the day's totals stay the published ones; every sixth report says less power than it needs, so that there is something to
 * ask. The same city and day give the same figures. Answers how many were filed.
 */
export async function fileMadeUpReports(work: Work): Promise<{ filed: number; silent: number }> {
  const registry = await readRegistry(work);
  const day = await work.today();
  let filed = 0;
  let silent = 0;
  for (const [index, { id }] of registry.enterprises.entries()) {
    const before = await repository.findReport(work.tx, work.actor.city, id, day);
    if (before !== undefined) continue;
    if (index % 8 === 7) {
      silent += 1;
      continue;
    }
    const figures = madeUpFigures(await readDayFacts(work, id, day, { registry }), index);
    const clientId = `made-up:${id}:${day}`;
    await fileReport(work, { enterprise: id, day, clientId, via: 'api', figures }, { registry });
    filed += 1;
  }
  return { filed, silent };
}

/** Between 70 and 94 per cent of the line's day, shared evenly by what the line makes, and no more than the inputs on hand allow. */
function madeUpFigures(day: DayFacts, index: number): ReportFigures {
  const share = new Decimal(70 + ((index * 7) % 25)).div(100);
  const wished = madeAt(day, share);
  const made = madeAt(day, share.mul(inputsAllow(day, wished)));
  const figures: ReportFigures = {
    items: day.facts.items.map((item) => {
      const row = { made: (made.get(item.item) ?? new Decimal(0)).toFixed(), sent: item.sent.toFixed() };
      return { item: item.item, ...row, stock: Decimal.max(0, expectedStock(item, row)).toFixed() };
    }),
    inputs: inputsOf(day, made),
    staffPresent: 0,
    powerKwh: null,
    gasM3: null,
    hindrances: index % 5 === 2 ? [{ kind: 'logistics', text: '示例：外地原料车晚到' }] : [],
  };
  const needed = checkReport(figures, day.facts).find((check) => check.kind === 'staff')?.expected ?? '0';
  const power = energyFor(figures, day.facts, 'kwhPerUnit');
  return {
    ...figures,
    staffPresent: Math.min(day.enterprise.staff, Number(needed) + (index % 4)),
    powerKwh:
      power === null
        ? null
        : power
            .mul(index % 6 === 3 ? '0.6' : '1.04')
            .toDecimalPlaces(0)
            .toFixed(),
    gasM3: energyFor(figures, day.facts, 'gasM3PerUnit')?.mul('1.02').toDecimalPlaces(0).toFixed() ?? null,
  };
}

function inputsOf(day: DayFacts, made: ReadonlyMap<string, Decimal>): ReportFigures['inputs'] {
  return day.registry.inputStock
    .filter((row) => row.enterprise === day.enterprise.id)
    .map((row) => {
      const fact = day.facts.inputs.find((input) => input.input === row.input);
      const expected =
        fact === undefined || fact.counted
          ? row.quantity
          : fact.before.add(row.inboundPerDay).sub(usedOf(day.facts, made, row.input));
      return { input: row.input, left: Decimal.max(0, expected).toDecimalPlaces(6).toFixed() };
    });
}

function madeAt(day: DayFacts, share: Decimal): Map<string, Decimal> {
  const made = new Map<string, Decimal>();
  for (const line of day.facts.lines) {
    for (const code of line.items) {
      const item = day.facts.items.find((one) => one.item === code);
      const factor = item === undefined ? null : inLineUnit(item, line.unit);
      if (factor === null || factor.isZero()) continue;
      const part = line.dailyCapacity.mul(share).div(line.items.length).div(factor);
      const whole = item?.unit === '吨' ? part.toDecimalPlaces(2, Decimal.ROUND_DOWN) : part.floor();
      made.set(code, (made.get(code) ?? new Decimal(0)).add(whole));
    }
  }
  return made;
}

/** The part of what is wished that the scarcest input allows, a little less. */
function inputsAllow(day: DayFacts, wished: ReadonlyMap<string, Decimal>): Decimal {
  const parts = day.facts.inputs.flatMap((input) => {
    const used = usedOf(day.facts, wished, input.input);
    return input.counted || used.isZero() ? [] : [input.before.add(input.inboundPerDay).div(used).mul('0.98')];
  });
  return Decimal.min(1, ...parts);
}

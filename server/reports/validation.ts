/** Is a report whole? Every item and input in it once, no other, lots that sum to their stock. */
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';
import { DomainError } from '../platform/errors.ts';
import type { DayFacts } from './facts.service.ts';

export interface FigureProblem {
  /** 'items.mask.stock', 'inputs.meltblown', 'hindrances.0.text' */
  field: string;
  words: readonly [zh: string, en: string];
  /** nothing was said of it */
  missing?: boolean;
}

export function problemsOf(figures: ReportFigures, day: DayFacts): FigureProblem[] {
  const inputs = day.registry.inputStock.filter((row) => row.enterprise === day.enterprise.id).map((row) => row.input);
  return [
    ...presence(
      'items',
      figures.items.map((row) => row.item),
      day.items,
    ),
    ...presence(
      'inputs',
      figures.inputs.map((row) => row.input),
      inputs,
    ),
    ...figures.items.flatMap((row) => lotProblems(row, day)),
    ...figures.hindrances.flatMap((row, index) =>
      row.kind === 'other' && row.text === ''
        ? [
            {
              field: `hindrances.${index}.text`,
              words: ['“其他”请写明是什么困难', 'Say what hinders under “other”'] as const,
            },
          ]
        : [],
    ),
  ];
}

function presence(part: 'items' | 'inputs', given: readonly string[], wanted: readonly string[]): FigureProblem[] {
  const field = (code: string) => `${part}.${code}`;
  return [
    ...wanted
      .filter((code) => !given.includes(code))
      .map((code) => ({
        field: field(code),
        words: ['没有填；没有也要填 0', 'Missing: report nothing as 0'] as const,
        missing: true,
      })),
    ...given
      .filter((code) => !wanted.includes(code))
      .map((code) => ({
        field: field(code),
        words: ['这家企业没有登记这一项', 'This enterprise has no such entry'] as const,
      })),
    ...given
      .filter((code, index) => given.indexOf(code) !== index)
      .map((code) => ({ field: field(code), words: ['填了两次，请合并', 'Given twice: make them one'] as const })),
  ];
}

function lotProblems(row: ReportFigures['items'][number], day: DayFacts): FigureProblem[] {
  if (!row.lots) return [];
  const sum = row.lots.reduce((total, lot) => total.add(lot.stock), new Decimal(0));
  const keys = row.lots.map((lot) => JSON.stringify([lot.lotNumber, lot.expires, lot.grade]));
  const graded = day.registry.items.find((item) => item.code === row.item)?.licenceRule === 'grade';
  const problems: FigureProblem[] = [];
  if (!sum.eq(row.stock)) {
    const total = sum.toFixed();
    problems.push({
      field: `items.${row.item}.lots`,
      words: [`各批合计 ${total}，与结存 ${row.stock} 不等`, `The lots sum to ${total}, not to the stock ${row.stock}`],
    });
  }
  if (new Set(keys).size !== keys.length)
    problems.push({
      field: `items.${row.item}.lots`,
      words: ['同一批填了两次，请合并', 'One lot is given twice: make them one'],
    });
  if (!graded && row.lots.some((lot) => lot.grade !== null))
    problems.push({ field: `items.${row.item}.lots`, words: ['这种物资不分医用和普通', 'This item has no grades'] });
  return problems;
}

/** Error `report.incomplete` with every field concerned. */
export function requireWhole(figures: ReportFigures, day: DayFacts): void {
  const problems = problemsOf(figures, day);
  if (problems.length === 0) return;
  throw new DomainError(
    'report.incomplete',
    { count: problems.length },
    problems.map(({ field, words }) => ({ path: `body.figures.${field}`, message: `${words[0]} · ${words[1]}` })),
  );
}

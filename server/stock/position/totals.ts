/** What a set of lines and stock rows comes to. */
import { addDays } from '#contracts/calendar.ts';
import type { Line, StockRow } from '#server/registry/dataset/index.ts';
import { countFigure, type Facts, figuresByUnit, isLicensed, mayMake, stockRowId } from './facts.ts';
import type { Figure, Totals } from './types.ts';

/** `lines` without repetition, so that a line shared by several items counts once. */
export function totalsOf(facts: Facts, lines: Line[], stock: StockRow[]): Totals {
  const licensed = (row: Line | StockRow) => isLicensed(facts.enterprises.get(row.enterprise), facts.day);
  const soon = addDays(facts.day, facts.soonDays);
  const producers = lines.map((line) => line.enterprise);
  return {
    producers: countFigure('enterprise', producers),
    lines: countFigure(
      'line',
      lines.map((line) => line.id),
    ),
    capacity: capacities(lines),
    allowedCapacity: capacities(
      lines.filter((line) => line.items.some((item) => mayMake(facts, line, item, facts.day))),
    ),
    stock: stocks(facts, stock),
    licensed: {
      producers: countFigure(
        'enterprise',
        lines.filter(licensed).map((line) => line.enterprise),
      ),
      capacity: capacities(lines.filter(licensed)),
      stock: stocks(facts, stock.filter(licensed)),
    },
    expiring: stocks(
      facts,
      stock.filter((row) => row.expires !== null && row.expires >= facts.day && row.expires <= soon),
    ),
    expired: stocks(
      facts,
      stock.filter((row) => row.expires !== null && row.expires < facts.day),
    ),
  };
}

export function capacities(lines: Line[]): Figure[] {
  return figuresByUnit(
    'line',
    lines,
    (line) => line.unit,
    (line) => line.id,
    (line) => line.dailyCapacity,
  );
}

function stocks(facts: Facts, rows: StockRow[]): Figure[] {
  return figuresByUnit(
    'stock',
    rows,
    (row) => facts.items.get(row.item)?.unit ?? '',
    stockRowId,
    (row) => row.quantity,
  );
}

/** The position out of the registry and the ledger. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import type * as api from '#contracts/stock-position.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import type { BalanceRow } from './balance.repository.ts';
import { computePosition, type Figure, type Position } from './position/index.ts';
import { balanceId, type EntryQuery, entriesOf, type Facts, pageOfEntries } from './position.entries.ts';
import { type Elsewhere, type FigureIndex, showPosition, type ViewOptions } from './position.view.ts';
import { readBalances, readPlaces, stockRowsOf } from './stock.service.ts';

/** The registry as it stands with the stock of `day`; no energy readings, which no position reads. */
async function readFacts(work: Work, day: string): Promise<Facts> {
  const registry = await readRegistry(work);
  const balances = await readBalances(work, day);
  const stock = stockRowsOf(balances.filter((row) => row.placeKind === 'producer' && row.state === 'free'));
  return { dataset: { ...registry, date: day, stock, energy: [] }, balances };
}

interface PositionQuestion {
  /** at the close of this day; the city's today unless given */
  day?: string | undefined;
  /** 60 days each unless given */
  horizonDays?: number;
  soonDays?: number;
}

/** The facts and the position out of them, computed once for all who ask the same until the data change. */
async function answerPosition(work: Work, question: PositionQuestion): Promise<{ facts: Facts; position: Position }> {
  const { horizonDays = 60, soonDays = 60 } = question;
  const day = question.day ?? (await work.today());
  return work.kept(`position|${day}|${horizonDays}|${soonDays}`, async () => {
    const facts = await readFacts(work, day);
    return { facts, position: computePosition(facts.dataset, { horizonDays, soonDays }) };
  });
}

/** As far as the actor sees: a county officer gets the county's position, a clerk the plant's. */
export async function readPosition(work: Work, question: PositionQuestion): Promise<Position> {
  return (await answerPosition(work, question)).position;
}

export async function readShownPosition(work: Work, options: ViewOptions & PositionQuestion): Promise<api.Position> {
  const { facts, position } = await answerPosition(work, options);
  return showPosition(position, facts.dataset, elsewhereOf(facts), options);
}

/** The figure at `ref` and a page of what it sums. Error `stock.unknown-figure`. */
export async function readEntries(
  work: Work,
  query: EntryQuery & PositionQuestion & { ref: string },
): Promise<z.input<typeof api.positionEntries.response>> {
  const { facts, position } = await answerPosition(work, query);
  const index: FigureIndex = new Map();
  showPosition(position, facts.dataset, elsewhereOf(facts), { curves: false, producers: true }, index);
  const figure = index.get(query.ref);
  if (figure === undefined) throw new DomainError('stock.unknown-figure', { figure: query.ref });
  const names = new Map((await readPlaces(work)).map((place) => [place.place, place.name]));
  const { value, unit, kind, ids } = figure;
  return {
    ...pageOfEntries(entriesOf(facts, figure, names), query),
    figure: { value: value.toFixed(), unit, kind, count: ids.length, ref: query.ref },
  };
}

/** What an item has outside the producers' own stock, and what is held back. */
function elsewhereOf({ dataset, balances }: Facts): (item: string) => Elsewhere {
  const units = new Map(dataset.items.map((item) => [item.code, item.unit]));
  const byItem = Map.groupBy(balances, (row) => row.item);
  return (item) => {
    const rows = byItem.get(item) ?? [];
    const figure = (wanted: (row: BalanceRow) => boolean): Figure => {
      const summed = rows.filter(wanted);
      return {
        value: summed.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)),
        unit: units.get(item) ?? '',
        kind: 'stock',
        ids: summed.map(balanceId),
      };
    };
    return {
      reserve: figure((row) => row.placeKind === 'reserve' && row.state === 'free'),
      demandPoint: figure((row) => row.placeKind === 'demand_point' && row.state === 'free'),
      inTransit: figure((row) => row.placeKind === 'in_transit' && row.state === 'free'),
      held: figure((row) => row.state !== 'free'),
    };
  };
}

/** What registry and ledger know of an enterprise's day: for the form, the checks and the posting. */
import { Decimal } from 'decimal.js';
import { addDays } from '#contracts/calendar.ts';
import type { ReportFigures } from '#contracts/reports.ts';
import { postedStates } from '#contracts/reports-terms.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Enterprise } from '../registry/dataset/index.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { type BalanceRow, placeOfProducer, readBalances, readBooksOpened } from '../stock/index.ts';
import type { ItemFacts, LedgerItem, LedgerLot, ReportFacts } from './checks/index.ts';
import { figuresOf } from './report.view.ts';
import * as repository from './reports.repository.ts';

const zero = new Decimal(0);
export const sentByReport = 'virtual:sent-by-report';
/** Where goods go when they leave a producer for someone. */
const receiverKinds = ['demand_point', 'reserve', 'in_transit', 'producer', 'consumption'];

export interface DayFacts {
  enterprise: Enterprise;
  registry: RegistryDataset;
  facts: ReportFacts;
  /** lot by lot, everything posted so far included */
  ledger: Map<string, LedgerItem>;
  /** items that must be in the report: what its lines make and what it has in stock */
  items: string[];
  /** the books of the place were opened on this day */
  opened: boolean;
  /** the day on which the books of the place begin; null while nothing was ever posted */
  booksOpen: string | null;
  /** before the books begin: the report is kept as history and posts nothing */
  history: boolean;
}

export function enterpriseIn(registry: RegistryDataset, id: string): Enterprise {
  const found = registry.enterprises.find((enterprise) => enterprise.id === id);
  if (found === undefined) throw new DomainError('not-found', { what: [`企业“${id}”`, `The enterprise “${id}”`] });
  return found;
}

/** Errors: `not-found` for an enterprise that the actor does not see. */
export async function readDayFacts(
  work: Work,
  id: string,
  day: string,
  known?: { registry: RegistryDataset },
): Promise<DayFacts> {
  const registry = known?.registry ?? (await readRegistry(work));
  const enterprise = enterpriseIn(registry, id);
  const place = placeOfProducer(id);
  const booksOpen = (await readBooksOpened(work, [place])).get(place) ?? null;
  if (booksOpen !== null && day < booksOpen) {
    const before = await repository.reportBefore(work.tx, work.actor.city, id, day, postedStates);
    return historyFacts(
      registry,
      enterprise,
      { day, booksOpen },
      before && { day: before.day, figures: figuresOf(before) },
    );
  }
  const today = await work.today();
  const movements = await repository.movementsOfDay(work.tx, work.actor.city, place, day);
  const closing = await readBalances(work, day, { places: [place] });
  const opening = await readBalances(work, addDays(day, -1), { places: [place] });
  const current = day === today ? closing : await readBalances(work, today, { places: [place] });
  const ledger = ledgerOf(place, day, movements, closing, current);
  const lines = registry.lines.filter((line) => line.enterprise === id);
  const items = registry.items
    .map((item) => item.code)
    .filter(
      (code) =>
        lines.some((line) => line.items.includes(code)) || ledger.has(code) || opening.some((row) => row.item === code),
    );
  const opened = movements.some((movement) => movement.documentKind === 'opening');
  const own = ownMovements(movements, id, day);
  const factsOfItem = (code: string): ItemFacts => {
    const held = ledger.get(code);
    const mine = flowsOf(
      place,
      own.filter((movement) => movement.item === code),
    );
    const counted =
      opened || movements.some((movement) => movement.item === code && movement.documentKind === 'stocktake');
    return {
      ...describedItem(registry, code),
      known: 'ledger',
      opening: sum(opening.filter((row) => row.item === code).map((row) => row.quantity)),
      closing: sum(held?.lots.map((lot) => lot.stock) ?? []).sub(mine.net),
      made: (held?.made ?? zero).sub(mine.made),
      sent: (held?.sent ?? zero).sub(mine.sent),
      counted,
    };
  };
  const facts: ReportFacts = {
    day,
    items: items.map(factsOfItem),
    inputs: await inputFacts(work, registry, id, day, opened),
    lines,
    bom: registry.bom,
    licenceUntil: enterprise.hygieneLicenceUntil,
  };
  return { enterprise, registry, facts, ledger, items, opened, booksOpen, history: false };
}

function describedItem(registry: RegistryDataset, code: string) {
  const item = registry.items.find((one) => one.code === code)!;
  const { unit, contentKg, licenceRule } = item;
  return { item: code, name: [item.name, item.nameEn || item.name] as const, unit, contentKg, licenceRule };
}

/** A day before the books begin: what its lines make, compared with the report of the day before where there is one. */
export function historyFacts(
  registry: RegistryDataset,
  enterprise: Enterprise,
  { day, booksOpen }: { day: string; booksOpen: string },
  before: { day: string; figures: ReportFigures } | undefined,
): DayFacts {
  const lines = registry.lines.filter((line) => line.enterprise === enterprise.id);
  const items = registry.items
    .map(({ code }) => code)
    .filter((code) => lines.some((line) => line.items.includes(code)));
  const dayBefore = before?.day === addDays(day, -1) ? before.figures : undefined;
  const factsOfItem = (code: string): ItemFacts => {
    const stock = dayBefore?.items.find((row) => row.item === code)?.stock;
    const known = stock === undefined ? 'nothing' : 'report';
    const closing = new Decimal(stock ?? 0);
    return {
      ...describedItem(registry, code),
      known,
      opening: closing,
      closing,
      made: zero,
      sent: zero,
      counted: false,
    };
  };
  const inputs = registry.inputStock
    .filter((row) => row.enterprise === enterprise.id)
    .flatMap((row) => {
      const left = dayBefore?.inputs.find((one) => one.input === row.input)?.left;
      const named = left === undefined ? undefined : namedInput(registry, row.input);
      if (named === undefined || left === undefined) return [];
      return [{ ...named, before: new Decimal(left), inboundPerDay: row.inboundPerDay, counted: false }];
    });
  const facts: ReportFacts = {
    day,
    items: items.map(factsOfItem),
    inputs,
    lines,
    bom: registry.bom,
    licenceUntil: enterprise.hygieneLicenceUntil,
  };
  return { enterprise, registry, facts, ledger: new Map(), items, opened: false, booksOpen, history: true };
}

/** An input, or an item that is used as one. */
function namedInput(registry: RegistryDataset, input: string) {
  const matches = (one: { code: string }) => one.code === input;
  const named = registry.inputs.find(matches) ?? registry.items.find(matches);
  return named && { input, name: [named.name, named.nameEn || named.name] as const, unit: named.unit };
}

const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.add(value), zero);
const ownMovements = (movements: repository.DayMovement[], enterprise: string, day: string) =>
  movements.filter((one) => one.documentKind === 'report' && one.documentId.startsWith(`${enterprise}/${day}/`));

/** Net production, shipments and change of stock of a place by these movements. */
function flowsOf(place: string, movements: readonly repository.DayMovement[]) {
  let made = zero;
  let sent = zero;
  let net = zero;
  let byReport = zero;
  for (const movement of movements) {
    const inward = movement.toPlace === place;
    const other = inward ? movement.fromKind : movement.toKind;
    const otherPlace = inward ? movement.fromPlace : movement.toPlace;
    const quantity = new Decimal(movement.quantity).mul(inward ? 1 : -1);
    net = net.add(quantity);
    if (other === 'production') made = made.add(quantity);
    if (otherPlace === sentByReport) byReport = byReport.sub(quantity);
    if (receiverKinds.includes(other) && !(inward && isReceipt(movement))) sent = sent.sub(quantity);
  }
  return { made, sent, net, byReport };
}

/** What another place sends here is no shipment taken back, unless a correction or a report says so. */
const isReceipt = (movement: repository.DayMovement): boolean =>
  movement.documentKind !== 'correction' && movement.documentKind !== 'report';

function ledgerOf(
  place: string,
  day: string,
  movements: readonly repository.DayMovement[],
  closing: readonly BalanceRow[],
  current: readonly BalanceRow[],
): Map<string, LedgerItem> {
  const lots = new Map<number, Omit<LedgerLot, 'stock' | 'free' | 'made' | 'sentByReport'> & { item: string }>();
  for (const row of [...closing, ...movements]) {
    const usable = row.state === 'free' && (row.expires === null || day <= row.expires);
    const { lot, item, lotNumber, expires, grade } = row;
    lots.set(lot, { lot, item, lotNumber, expires, grade, usable });
  }
  const items = new Map<string, LedgerItem & { lots: LedgerLot[] }>();
  for (const { item, ...lot } of lots.values()) {
    const then = closing.find((row) => row.lot === lot.lot)?.quantity ?? zero;
    const now = current.find((row) => row.lot === lot.lot);
    const mine = flowsOf(
      place,
      movements.filter((movement) => movement.lot === lot.lot),
    );
    const free = Decimal.min(then, now === undefined ? zero : now.quantity.sub(now.reserved));
    const entry = items.get(item) ?? { item, lots: [], made: zero, sent: zero };
    entry.lots.push({ ...lot, stock: then, free, made: mine.made, sentByReport: mine.byReport });
    entry.made = entry.made.add(mine.made);
    entry.sent = entry.sent.add(mine.sent);
    items.set(item, entry);
  }
  return items;
}

/** What was left before: by the last report in the ledger; without one, what the registry holds, unless this report itself set it. */
async function inputFacts(work: Work, registry: RegistryDataset, enterprise: string, day: string, opened: boolean) {
  const before = await repository.reportBefore(work.tx, work.actor.city, enterprise, day, postedStates);
  const own = await repository.findReport(work.tx, work.actor.city, enterprise, day);
  const after = await repository.postedAfter(work.tx, work.actor.city, enterprise, day);
  const figures = before && figuresOf(before);
  const registryIsLater = (own?.postings ?? 0) > 0 || after !== undefined;
  return registry.inputStock
    .filter((row) => row.enterprise === enterprise)
    .flatMap((row) => {
      const named = namedInput(registry, row.input);
      const left = figures?.inputs.find((one) => one.input === row.input)?.left;
      if (named === undefined || (left === undefined && registryIsLater)) return [];
      return [
        {
          ...named,
          before: left === undefined ? row.quantity : new Decimal(left),
          inboundPerDay: row.inboundPerDay,
          counted: left === undefined && opened,
        },
      ];
    });
}

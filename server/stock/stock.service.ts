/** What is in stock, where, and how it came there, as people and other capabilities read it. */
import { Decimal } from 'decimal.js';
import type { Balance, Movement, StockPlace, StocktakeHead } from '#contracts/stock.ts';
import { grades, type PlaceKind, placeKinds } from '#contracts/stock-terms.ts';
import { overWholeTables } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { StockRow } from '../registry/dataset/index.ts';
import { type BalanceListQuery, type ListedBalance, listBalances } from './balance.list.ts';
import { type BalanceFilter, type BalanceRow, balancesOn, producersOpened } from './balance.repository.ts';
import * as movements from './movement.repository.ts';
import {
  listPlaces,
  listStocktakes,
  placesOf,
  type StocktakeHead as StocktakeRow,
  stocktakeLines,
} from './stocktake.repository.ts';

/** Stock at the close of `day` by place and lot, as far as the actor sees it; nothing that was zero. */
export function readBalances(work: Work, day: string, filter: BalanceFilter = {}): Promise<BalanceRow[]> {
  return balancesOn(work.tx, work.actor.city, day, filter);
}

/** The day on which the books of each producer's place begin; a place without any movement is not in it. */
export function readBooksOpened(work: Work, places?: readonly string[]): Promise<Map<string, string>> {
  return producersOpened(work.tx, work.actor.city, places);
}

/**
 * What producers had at the close of `day`, in the shape of the exchange folder: one row an enterprise, item, grade, lot number and
 * expiry. Lots that are held or recalled are left out: nobody can be served from them.
 */
export async function readStock(work: Work, day: string): Promise<StockRow[]> {
  return stockRowsOf(await readBalances(work, day, { kinds: ['producer'], states: ['free'] }));
}

/** Producers' balances as rows of the exchange folder. */
export function stockRowsOf(balances: readonly BalanceRow[]): StockRow[] {
  const rows = new Map<string, StockRow>();
  for (const { enterprise, item, grade, lotNumber, expires, quantity } of balances) {
    if (enterprise === null) continue;
    const key = [enterprise, item, grade ?? '', expires ?? '', lotNumber].join('\u0000');
    const row = rows.get(key);
    if (row) row.quantity = row.quantity.add(quantity);
    else rows.set(key, { enterprise, item, quantity, grade, lot: lotNumber === '' ? null : lotNumber, expires });
  }
  return [...rows.values()];
}

/** Producers first, then reserves, demand points and what is on the road. */
export async function readPlaces(work: Work): Promise<StockPlace[]> {
  const rows = await listPlaces(work.tx, work.actor.city);
  const order = (place: StockPlace): number => placeKinds.indexOf(place.kind);
  return rows
    .map((row) => placeShown(row.place_id, row.kind, row.name, row.county_code))
    .sort((one, other) => order(one) - order(other));
}

export async function readBalancePage(work: Work, day: string, query: BalanceListQuery) {
  const page = await overWholeTables(work.tx, () => listBalances(work.tx, work.actor.city, day, query));
  return { ...page, rows: page.rows.map(balanceShown) };
}

function placeShown(place: string, kind: string, name: string, county: string | null): StockPlace {
  return { place, kind: placeKinds.find((known) => known === kind) ?? 'reserve', name, county };
}

function balanceShown(row: ListedBalance): Balance {
  const { lot, grade, lotNumber, expires, state, madeBy, quantity, reserved } = row;
  return {
    lot,
    grade,
    lotNumber,
    expires,
    state,
    madeBy,
    quantity,
    reserved,
    place: placeShown(row.place, row.placeKind, row.placeName, row.county),
    item: { code: row.item, name: row.itemName, nameEn: row.itemNameEn, unit: row.unit },
  };
}

export async function readMovementPage(
  work: Work,
  filter: movements.MovementFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ rows: Movement[]; next: string | null }> {
  const before = page.cursor === undefined ? undefined : Number(page.cursor);
  if (before !== undefined && !(Number.isSafeInteger(before) && before > 0))
    throw new DomainError('stock.bad-cursor', {});
  const rows = await movements.listMovements(work.tx, work.actor.city, filter, { before, limit: page.limit + 1 });
  const shown = await movementsShown(work, rows.slice(0, page.limit));
  return { rows: shown, next: rows.length > page.limit ? String(shown.at(-1)!.id) : null };
}

/** One movement with its document's lines and, when it was corrected, the correction's. */
export async function readMovement(work: Work, id: number) {
  const { tx, actor } = work;
  const found = await movements.findMovement(tx, actor.city, id);
  if (found === undefined) throw new DomainError('not-found', { what: ['这条库存记录', 'this stock entry'] });
  const document = await movements.documentMovements(tx, actor.city, found.documentKind, found.documentId);
  const correction =
    found.reversedBy === null ? [] : await movements.documentMovements(tx, actor.city, 'correction', String(id));
  const [movement] = await movementsShown(work, [found]);
  return {
    movement: movement!,
    document: await movementsShown(work, document),
    correction: await movementsShown(work, correction),
  };
}

export async function readDocument(work: Work, kind: string, id: string): Promise<Movement[]> {
  const rows = await movements.documentMovements(work.tx, work.actor.city, kind, id);
  if (rows.length === 0) throw new DomainError('not-found', { what: ['这张单据', 'this document'] });
  return movementsShown(work, rows);
}

const lotHistory = 500;

/** Where a lot is today, and its last 500 movements. */
export async function readLot(work: Work, lot: number) {
  const query = { filter: { lot }, sort: 'place' as const, limit: 1000 };
  const { rows } = await readBalancePage(work, await work.today(), query);
  const history = await readMovementPage(work, { lot }, { limit: lotHistory });
  if (rows.length === 0 && history.rows.length === 0)
    throw new DomainError('not-found', { what: ['这一批', 'this lot'] });
  return { balances: rows, movements: history.rows };
}

async function movementsShown(work: Work, rows: readonly movements.MovementRow[]): Promise<Movement[]> {
  const names = await movements.placeNames(
    work.tx,
    rows.flatMap((row) => [row.fromPlace, row.toPlace]),
  );
  const items = await itemNames(work);
  const place = (id: string, kind: PlaceKind): StockPlace => ({
    place: id,
    kind,
    name: names.get(id) ?? id,
    county: null,
  });
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    postedAt: row.postedAt,
    by: row.postedByName,
    from: place(row.fromPlace, row.fromKind),
    to: place(row.toPlace, row.toKind),
    item: items.get(row.item) ?? { code: row.item, name: row.item, nameEn: row.item, unit: '' },
    lot: row.lot,
    grade: row.grade,
    lotNumber: row.lotNumber,
    expires: row.expires,
    quantity: row.quantity,
    document: { kind: row.documentKind, id: row.documentId },
    line: row.line,
    reason: row.reason,
    reverses: row.reverses,
    replaces: row.replaces,
    reversedBy: row.reversedBy,
  }));
}

export async function itemNames(work: Work): Promise<Map<string, Movement['item']>> {
  const rows = await work.tx
    .selectFrom('items')
    .select(['item_code', 'name', 'name_en', 'unit'])
    .where('city_code', '=', work.actor.city)
    .limit(100_000)
    .execute();
  return new Map(
    rows.map((row) => [row.item_code, { code: row.item_code, name: row.name, nameEn: row.name_en, unit: row.unit }]),
  );
}

export async function readStocktakes(
  work: Work,
  query: { place?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const after = query.cursor === undefined ? undefined : stocktakeCursor(query.cursor);
  const rows = await listStocktakes(
    work.tx,
    work.actor.city,
    { place: query.place },
    { after, limit: query.limit + 1 },
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: await stocktakesShown(work, page),
    next: rows.length > query.limit && last ? `${last.countedAt} ${last.id}` : null,
  };
}

function stocktakeCursor(cursor: string): { at: string; id: string } {
  const split = cursor.indexOf(' ');
  const at = cursor.slice(0, split);
  if (split < 0 || Number.isNaN(Date.parse(at))) throw new DomainError('stock.bad-cursor', {});
  return { at, id: cursor.slice(split + 1) };
}

export async function readStocktake(work: Work, id: string) {
  const heads = await listStocktakes(work.tx, work.actor.city, { id }, { limit: 1 });
  const [head] = await stocktakesShown(work, heads);
  if (head === undefined) throw new DomainError('not-found', { what: ['这次盘点', 'this stocktake'] });
  const items = await itemNames(work);
  const lines = await stocktakeLines(work.tx, work.actor.city, id);
  return {
    head,
    lines: lines.map((line) => ({
      line: line.line,
      lot: line.lot_id,
      grade: grades.find((grade) => grade === line.grade) ?? null,
      lotNumber: line.lot_number,
      expires: line.expires,
      item: items.get(line.item_code) ?? {
        code: line.item_code,
        name: line.item_code,
        nameEn: line.item_code,
        unit: '',
      },
      counted: line.counted,
      expected: line.expected,
      difference: new Decimal(line.counted).sub(line.expected).toFixed(),
      reason: line.reason,
    })),
  };
}

async function stocktakesShown(work: Work, rows: readonly StocktakeRow[]): Promise<StocktakeHead[]> {
  const places = await placesOf(work.tx, work.actor.city, [...new Set(rows.map((row) => row.place))]);
  const known = new Map(
    places.map((row) => [row.place_id, placeShown(row.place_id, row.kind, row.name, row.county_code)]),
  );
  return rows.flatMap((row) => {
    const place = known.get(row.place);
    return place === undefined ? [] : [{ ...row, place }];
  });
}

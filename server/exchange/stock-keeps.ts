/** Where registry and ledger meet: the ledger's places follow the registry, and nothing goes from the registry while stock lies there. */
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { beforeWithdrawal, type TableChanges, whenPlacesChange } from '../registry/index.ts';
import {
  type BalanceFilter,
  placeInTransit,
  placeOfDemandPoint,
  placeOfProducer,
  readBalances,
  syncPlaces,
} from '../stock/index.ts';

async function followPlaces(work: Work): Promise<void> {
  await syncPlaces(work);
}

async function objectToWithdrawal(work: Work, resource: string, key: string): Promise<void> {
  await refuseWhileStockLies(work, resource, key, await work.today());
}

/** Wires the two for this process; wiring them again changes nothing. */
export function joinRegistryAndStock(): void {
  whenPlacesChange(followPlaces);
  beforeWithdrawal(objectToWithdrawal);
}

function filterFor(resource: string, key: string): BalanceFilter | null {
  if (resource === 'enterprises') return { places: [placeOfProducer(key), placeInTransit(key)] };
  if (resource === 'demandPoints') return { places: [placeOfDemandPoint(key)] };
  if (resource === 'items') return { items: [key] };
  return null;
}

/** Errors: `registry.holds-stock`, naming one of the goods. */
async function refuseWhileStockLies(work: Work, resource: string, key: string, day: string): Promise<void> {
  const filter = filterFor(resource, key);
  if (filter === null) return;
  const balance = (await readBalances(work, day, filter)).find((row) => row.quantity.gt(0));
  if (balance === undefined) return;
  const { name, nameEn, unit } = await itemOf(work, balance.item);
  throw new DomainError('registry.holds-stock', {
    key,
    item: [name, nameEn],
    quantity: balance.quantity.toFixed(),
    unit,
  });
}

async function itemOf(work: Work, code: string): Promise<{ name: string; nameEn: string; unit: string }> {
  const row = await work.tx
    .selectFrom('items')
    .select(['name', 'name_en as nameEn', 'unit'])
    .where('city_code', '=', work.actor.city)
    .where('item_code', '=', code)
    .executeTakeFirst();
  return row ?? { name: code, nameEn: code, unit: '' };
}

/** The same for what an import withdraws, once its stock is counted. */
export async function refuseWithdrawnWithStock(work: Work, tables: TableChanges[], day: string): Promise<void> {
  for (const { table, rows } of tables) {
    // The registry's own tables only: a stock row withdrawn is stock counted to zero.
    for (const row of rows) if (row.change === 'withdrawn') await refuseWhileStockLies(work, table, row.key, day);
  }
}

/** The ledger's and the position's operations: each is one call of a service. */
import { stockContracts } from '#contracts/stock.ts';
import { position, positionEntries } from '#contracts/stock-position.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { correctMovement } from './correction.service.ts';
import { readEntries, readShownPosition } from './position.service.ts';
import { balancesFile, exportLimit, movementsFile } from './stock.export.ts';
import * as service from './stock.service.ts';
import { takeStock } from './stocktake.service.ts';

export function registerStock(server: AppServer): void {
  registerBalances(server);
  registerMovements(server);
  registerStocktakes(server);
  route(server, position, (context) => readShownPosition(context, context.query));
  route(server, positionEntries, (context) => readEntries(context, context.query));
}

type BalanceQuery = (typeof stockContracts.balances.query)['_output'];

/** The filters of a list of balances, as the ledger takes them. */
function filterOf(query: BalanceQuery) {
  const one = <T>(value: T | undefined): T[] | undefined => (value === undefined ? undefined : [value]);
  const { lot, grade, expiresBy } = query;
  return {
    lot,
    grade,
    expiresBy,
    places: one(query.place),
    kinds: one(query.kind),
    items: one(query.item),
    counties: one(query.county),
    enterprises: one(query.enterprise),
    states: one(query.state),
  };
}

function registerBalances(server: AppServer): void {
  route(server, stockContracts.places, async (context) => ({ rows: await service.readPlaces(context) }));
  route(server, stockContracts.balances, async (context) => {
    const day = context.query.day ?? (await context.today());
    return {
      ...(await service.readBalancePage(context, day, { ...context.query, filter: filterOf(context.query) })),
      day,
    };
  });
  route(server, stockContracts.balancesFile, async (context) => {
    const { query } = context;
    const day = query.day ?? (await context.today());
    const everything = { ...query, cursor: undefined, limit: exportLimit + 1, filter: filterOf(query) };
    const { rows } = await service.readBalancePage(context, day, everything);
    return balancesFile(rows, { ...query, period: day });
  });
  route(server, stockContracts.lot, (context) => service.readLot(context, context.params.lot));
}

function registerMovements(server: AppServer): void {
  route(server, stockContracts.movements, (context) => service.readMovementPage(context, context.query, context.query));
  route(server, stockContracts.movementsFile, async (context) => {
    const { query } = context;
    const { rows } = await service.readMovementPage(context, query, { limit: exportLimit + 1 });
    const period = [query.from, query.to ?? (await context.today())].filter((day) => day !== undefined).join('-');
    return movementsFile(rows, { ...query, period });
  });
  route(server, stockContracts.movement, (context) => service.readMovement(context, context.params.id));
  route(server, stockContracts.document, async (context) => ({
    rows: await service.readDocument(context, context.params.kind, context.params.id),
  }));
  route(server, stockContracts.correct, async (context) => {
    context.nothingChanged();
    return correctMovement(context, context.params.id, context.body);
  });
}

function registerStocktakes(server: AppServer): void {
  route(server, stockContracts.takeStock, (context) => takeStock(context, context.body));
  route(server, stockContracts.stocktakes, (context) => service.readStocktakes(context, context.query));
  route(server, stockContracts.stocktake, (context) => service.readStocktake(context, context.params.id));
}

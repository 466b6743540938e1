/** Orders, trips, passes and checkpoints. The only file of this capability that others import (beside routing/). */
import type { AppServer } from '../platform/http/server.ts';
import { registerBoard } from './board/index.ts';
import { registerOrders } from './orders/index.ts';
import { registerPasses } from './passes/index.ts';
import { registerReceipts } from './receipts/index.ts';
import { registerTrips } from './trips/index.ts';

export function registerDispatch(server: AppServer): void {
  registerOrders(server);
  registerPasses(server);
  registerReceipts(server);
  registerBoard(server);
  registerTrips(server);
}

export {
  comingTo,
  type DecidedOrder,
  type Decision,
  decideOrder,
  issueFromPlan,
  orderById,
  readOrdersForTrips,
  stockAt,
} from './orders/index.ts';
export { readPaymentBases } from './receipts/index.ts';
export { readTripRules, saveDriver, saveTripRules } from './trips/index.ts';

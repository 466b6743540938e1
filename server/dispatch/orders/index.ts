/** Allocation orders: what trips, passes and receipts may use. */
export {
  appendOrderEvent,
  type Difference,
  markDelivered,
  markOrdersOnTheWay,
  noteClaimSettled,
  noteRestReceived,
  type OrderForTrip,
  type Received,
  readOrdersForTrips,
  receiveOrder,
} from './carry.service.ts';
export { comingTo, stockAt } from './coming.service.ts';
export { type DecidedOrder, type Decision, decideOrder } from './decide.service.ts';
export { registerOrders } from './orders.routes.ts';
export { orderById, readOrders } from './orders.views.ts';
export { loadOrder, type Picking, pickOrder } from './pick.service.ts';
export { issueFromPlan } from './plan.service.ts';

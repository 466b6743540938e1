/** Receipts and claims: what the board, finance and command may use. */
export { readClaims } from './claims.views.ts';
export { registerReceipts } from './receipts.routes.ts';
export { fileReceipt, readPaymentBases } from './receipts.service.ts';

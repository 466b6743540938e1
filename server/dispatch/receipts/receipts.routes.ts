import { claimContracts } from '#contracts/claims.ts';
import { receiptContracts as contracts } from '#contracts/receipts.ts';
import { route } from '#server/platform/http/route.ts';
import type { AppServer } from '#server/platform/http/server.ts';
import { claimsFile } from './claims.export.ts';
import * as claims from './claims.service.ts';
import { readClaim, readClaims } from './claims.views.ts';
import * as receipts from './receipts.service.ts';

export function registerReceipts(server: AppServer): void {
  route(server, contracts.arriving, (work) => receipts.readArriving(work));
  route(server, contracts.bases, (work) => receipts.readPaymentBases(work, work.query));
  route(server, contracts.read, (work) => receipts.readReceipt(work, work.params.id));
  route(server, contracts.photo, (work) => receipts.readPhoto(work, work.params.id, work.params.number));
  route(server, contracts.file, async (work) => {
    const { changed, ...filed } = await receipts.fileReceipt(work, work.params.id, work.body);
    if (!changed) work.nothingChanged();
    return filed;
  });
  registerClaims(server);
}

function registerClaims(server: AppServer): void {
  route(server, claimContracts.list, (work) => readClaims(work, work.query, work.query));
  route(server, claimContracts.file, (work) => claimsFile(work, work.query, work.query));
  route(server, claimContracts.read, (work) => readClaim(work, work.params.id));
  route(server, claimContracts.answer, async (work) => {
    await claims.answerClaim(work, work.params.id, work.body);
    return {};
  });
  route(server, claimContracts.arrived, async (work) => {
    await claims.receiveMissing(work, work.params.id, work.body);
    return {};
  });
  route(server, claimContracts.settle, async (work) => {
    await claims.settleClaim(work, work.params.id, work.body);
    return {};
  });
}

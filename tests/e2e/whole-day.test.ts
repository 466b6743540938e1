/**
 * A whole day of the example city, walked through the pages that its people use: 25 reports, their review, the plan, orders picked by lot, trips,
 * passes at checkpoints without a network, receipts, and the next day's bulletin. What the day comes to is computed apart (whole-day/books.ts)
 * and compared to the last unit.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { testApp } from '#tests/support/app.ts';
import { openBrowser } from '#tests/support/browser.ts';
import * as close from './whole-day/close.ts';
import * as evening from './whole-day/evening.ts';
import * as loading from './whole-day/loading.ts';
import * as plan from './whole-day/plan.ts';
import * as receiving from './whole-day/receiving.ts';
import * as road from './whole-day/road.ts';
import { Walk } from './whole-day/walk.ts';

let shift = 0;
const clock = { now: () => new Date(Date.now() + shift) };
const itIs = (instant: string): void => {
  shift = Date.parse(instant) - Date.now();
};
itIs('2022-01-09T16:30:00+08:00');
const product = await testApp({ clock, ...(process.env.TEST_WEB_ROOT ? { webRoot: process.env.TEST_WEB_ROOT } : {}) });
let browser: Browser;
let walk: Walk;
before(async () => {
  browser = await openBrowser();
  walk = new Walk(product, browser, itIs);
});
after(() => browser?.close());

let broken = false;
/** What the server logs of a fault of its own: warnings and errors, not refusals. */
const faults = (): string[] => product.log.filter((line) => /"level":[456]0/u.test(line));
/** Each step rests on those before it, so the first that fails ends the walk. */
const step = (name: string, act: (walk: Walk) => Promise<void>) =>
  test(name, async (t) => {
    if (broken) return t.skip('an earlier step failed');
    broken = true;
    await act(walk);
    assert.deepEqual(faults(), [], 'the server’s log');
    broken = false;
  });

step('the administrator moves the city to 9 January, and makes users and a key', evening.openTheDay);
step(
  'a clerk without a network reports on the telephone, and it is filed when there is one',
  evening.reportWithoutNetwork,
);
step('a clerk of several plants reports for each on the telephone', evening.reportForSeveralPlants);
step('makers of medicines report at the desk, one of them forgetting a 万', evening.reportAtTheDesk);
step('a trade association files one workbook for its members', evening.reportByWorkbook);
step('a distillery’s own system files by the API', evening.reportByApi);
step(
  'counties accept what raises no question, return one that comes again, and read the one that does',
  evening.reviewInTheCounties,
);
step('the city confirms the day', evening.confirmTheDay);
step('an officer asks for the plan from 10 January and approves it', plan.planAndApprove);
step('its first day becomes orders, lots promised first expired first', plan.issueOrders);
step('the administrator moves the city to 10 January', loading.openTheNextDay);
step('a dispatcher finds trucks for the orders', loading.findTrucks);
step('clerks scan, pick and load lot by lot on the telephone', loading.pickAndLoad);
step('the dispatcher names the drivers, who get their passes, and the trucks leave', loading.sendOff);
step('an officer puts up two checkpoints', road.putUpCheckpoints);
step('a guard without a network lets a pass through and stops a forged one', road.scanWithoutNetwork);
step('a copy of the pass is stopped elsewhere; the checks and the alerts are at headquarters', road.scanACopy);
step('the drivers arrive and unload', road.drive);
step('receivers count by telephone; one load is short and damaged, with a photograph', receiving.receive);
step('the claim is answered and settled', receiving.settleTheClaim);
step('the ledger is what the example and the walk come to, by place and lot', close.compareTheLedger);
step('the pages of stock, order and board open on it', close.readTheStockPages);
step('payments rest on what came in good condition', close.compareThePayments);
step('an officer issues the bulletin of 10 January', close.issueTheBulletin);
step('anyone reads it without signing in, and every stock in it is right to the last unit', close.readTheBulletin);
step('the auditor verifies the chain of the audit', close.verifyTheAudit);

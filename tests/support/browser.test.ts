import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { axeCheck, openBrowser, openVisitor, screenshot } from './browser.ts';

const page = `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>示例</title><main><h1>示例</h1><img src="/x.png"></main></html>`;
const server = createServer((request, response) => {
  if (request.url !== '/') return response.writeHead(204).end();
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "script-src 'self'",
  });
  return response.end(page);
});
let browser: Browser;

before(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server.close();
});

test('a picture without words is reported even under a strict content security policy', async () => {
  const visitor = await openVisitor(browser, 'phone');
  await visitor.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  assert.deepEqual(
    (await axeCheck(visitor.page)).map((violation) => violation.rule),
    ['image-alt'],
  );
  assert.equal(await visitor.page.evaluate(() => innerWidth), 390);
  const path = await screenshot(visitor.page, 'support-phone');
  assert.ok((await stat(path)).size > 1000);
  assert.deepEqual(visitor.problems, []);
  await visitor.context.close();
});

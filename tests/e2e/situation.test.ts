import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { registryContracts } from '#contracts/registry.ts';
import { situationContract } from '#contracts/situation.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { axeCheck, openBrowser, openVisitor } from '#tests/support/browser.ts';

const webRoot = process.env.TEST_WEB_ROOT;
const product = await testApp({ forecasts: true, ...(webRoot ? { webRoot } : {}) });
const browser = await openBrowser();
after(() => browser.close());

const lead = await product.as('city_lead');

async function forecast(caller: Caller, other: string | null = null): Promise<string> {
  for (let tries = 0; tries < 900; tries += 1) {
    const { forecast: found } = await caller.call(situationContract);
    if (found.state === 'current' && found.plan && found.plan.id !== other) return found.plan.id;
    await pause(100);
  }
  throw new Error('no forecast was made');
}

async function visit(caller: Caller, viewport: 'desk' | 'phone' = 'desk') {
  const visitor = await openVisitor(browser, viewport);
  const [name, value] = caller.cookie.split('=') as [string, string];
  await visitor.context.addCookies([{ name, value, url: product.url }]);
  await visitor.page.goto(`${product.url}/situation`);
  return visitor;
}

const first = await forecast(lead);

test('the headline names what runs out and from which day, in both languages, on the desk and on a telephone', async () => {
  for (const viewport of ['desk', 'phone'] as const) {
    const { page, problems, context } = await visit(lead, viewport);
    const heading = page.getByRole('heading', { level: 1 });
    await heading.getByText('2 种物资断供').waitFor();
    assert.equal(await heading.textContent(), '14 天内有 2 种物资断供：藿香正气丸 1月13日起，口罩 1月14日起');
    await page
      .getByRole('figure', { name: /口罩|藿香正气丸/ })
      .first()
      .waitFor();
    assert.deepEqual(await axeCheck(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, 'nothing sticks out sideways');
    await page
      .getByRole('button', { name: /English|EN/ })
      .first()
      .click();
    await heading.getByText('2 items run short').waitFor();
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test('a figure opens into the entries that it sums', async () => {
  const { page, context } = await visit(lead);
  const row = page.getByRole('row', { name: /藿香正气丸/ }).first();
  await row.getByRole('button', { name: /389/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('示例制药4厂').waitFor();
  assert.match((await dialog.textContent()) ?? '', /合计 389 件/);
  await context.close();
});

test('an open page follows the data: a larger line moves the shortage without a reload', async () => {
  const { page, context } = await visit(lead);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.getByText('2 种物资断供').waitFor();
  await page.evaluate(() => Object.assign(window, { stillThere: true }));
  const lines = await lead.call(registryContracts.lines.list, { query: { search: 'E25-L1' } });
  const [line] = lines.rows;
  assert.ok(line);
  await lead.call(registryContracts.lines.edit, {
    params: { key: line.key },
    body: { revision: line.revision, values: { dailyCapacity: '300' } },
  });
  await forecast(lead, first);
  await heading.getByText('1 种物资断供').waitFor({ timeout: 60_000 });
  assert.equal(await page.evaluate(() => (window as { stillThere?: boolean }).stillThere), true);
  await context.close();
});

test('a county officer sees that county only; a hospital what it will get and lack', async () => {
  const county = await visit(await product.as('county_officer'));
  await county.page.getByText('涉及 1 个县区').waitFor();
  await county.context.close();
  const hospital = await visit(await product.as('requester'), 'phone');
  await hospital.page.getByRole('heading', { name: '将送到的物资' }).waitFor();
  assert.deepEqual(await axeCheck(hospital.page), []);
  await hospital.context.close();
});

test('the wall screen shows the answer without a scroll bar and leaves at a key', async () => {
  const { page, context } = await visit(lead);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${product.url}/wall`);
  await page.getByRole('heading', { level: 1 }).getByText('断供').waitFor();
  const high = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  assert.ok(high <= 0, `${high} pixels below the edge`);
  for (const [width, height] of [
    [1280, 720],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    // The table is fitted a frame later; what is lost below the edge nobody can scroll to.
    await page.waitForFunction(() =>
      ['tbody tr:last-child', '[role="img"][aria-label*="供应与需求"]'].every((each) => {
        const seen = document.querySelector(`.command-wall ${each}`)?.getBoundingClientRect();
        const footer = document.querySelector('.command-wall footer')?.getBoundingClientRect();
        return seen !== undefined && footer !== undefined && seen.height > 0 && seen.bottom <= footer.top + 1;
      }),
    );
  }
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/situation$/);
  await context.close();
});

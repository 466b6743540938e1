import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { demonstrationSignIn, demonstrationUsers } from '#contracts/accounts.ts';
import type { Role } from '#contracts/roles.ts';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import type { TestApp } from './app.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** What a window of a person's browser has around its page: each would be a page of its own that no test looks at, a quarter of the work. */
const furniture = [
  'InitialWebUI',
  'PreloadTopChromeWebUI',
  'WebUIBackForwardButton',
  'WebUIHomeButton',
  'WebUILocationBar',
  'WebUIReloadButton',
  'WebUISplitTabsButton',
  'WebUIToolbar',
];

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  `--disable-features=${['Translate', 'OptimizationHints', 'MediaRouter', ...furniture].join()}`,
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
];

/** A headless Chromium that talks to nobody but the pages it is told to open; `more`: further arguments. The caller closes it. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) {
    throw new Error('no Chromium found: run `npm test` once, which gets one, or set CHROMIUM_PATH');
  }
  // As root Chromium's own sandbox cannot start.
  const args = [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more];
  return chromium.launch({ executablePath, headless: true, args });
}

/** The two widths that every page must look right at. */
export const viewports = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** A signed-out visitor of the headquarters: Chinese, Shanghai time, at one of the two widths. */
export async function openVisitor(
  browser: Browser,
  viewport: keyof typeof viewports = 'desk',
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: viewports[viewport],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: viewport === 'phone',
    isMobile: viewport === 'phone',
    deviceScaleFactor: viewport === 'phone' ? 2 : 1,
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return { context, page, problems };
}

/** Signs the page's visitor in as the demonstration's user of a role, by a request of the page itself, as the sign-in page makes it. */
export async function signInAs(product: Pick<TestApp, 'url' | 'public'>, page: Page, role: Role): Promise<void> {
  const { rows } = await product.public.call(demonstrationUsers);
  const user = rows.find((row) => row.role === role);
  await page.goto(`${product.url}/p`);
  const status = await page.evaluate(
    async ([path, userName]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path!, { method: 'POST', headers, body: JSON.stringify({ userName }) })).status;
    },
    [demonstrationSignIn.path, user?.userName],
  );
  if (status !== 200) throw new Error(`the demonstration's ${role} could not sign in: ${status}`);
}

/** Keeps a picture in .data/screenshots; returns its path. */
export async function screenshot(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<string> {
  const directory = join(checkout, '.data', 'screenshots');
  await mkdir(directory, { recursive: true });
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path, fullPage: options.fullPage ?? false, animations: 'disabled' });
  return path;
}

export interface AxeViolation {
  rule: string;
  impact: string;
  help: string;
  /** Selector and reason of each element. */
  elements: string[];
}

let axeSource: Promise<string> | null = null;

/** What breaks WCAG 2.2 A and AA on the page as it stands. */
export async function axeCheck(page: Page, within?: string): Promise<AxeViolation[]> {
  axeSource ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated, not inserted as a script element: the strict content security policy stays in force.
  await page.evaluate(await axeSource);
  return page.evaluate(async (selector) => {
    const { axe } = globalThis as typeof globalThis & { axe: typeof import('axe-core') };
    const results = await axe.run(selector ?? document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    });
    return results.violations.map((violation) => ({
      rule: violation.id,
      impact: violation.impact ?? 'minor',
      help: violation.help,
      elements: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    }));
  }, within);
}

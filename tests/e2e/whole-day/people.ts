/** People at their desks and telephones: each signs in by the page and leaves without a fault in the browser's console. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openVisitor, screenshot } from '#tests/support/browser.ts';

/** One press on the demonstration's sign-in page. */
export interface Demonstrated {
  name: string;
}

/** Made by the administrator, with a password of their own. */
export interface Account {
  name: string;
  userName: string;
  role: string;
  scope: string[];
  password: string;
}

/** What the browser says of requests while there is no network is no fault of the page. */
const unavoidable = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/u;

export class Seat {
  readonly page: Page;
  readonly context: BrowserContext;
  private readonly url: string;
  private readonly problems: string[];

  constructor(url: string, given: { page: Page; context: BrowserContext; problems: string[] }) {
    this.url = url;
    this.page = given.page;
    this.context = given.context;
    this.problems = given.problems;
    // a machine that runs other tests too
    this.page.setDefaultTimeout(30_000);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
  }

  /** Until the telephone has kept the page: from now on it opens without a network. */
  async openKept(path: string): Promise<void> {
    await this.open(path);
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await this.page.reload();
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  async networkIs(there: boolean): Promise<void> {
    await this.context.setOffline(!there);
  }

  async press(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  async write(label: string | RegExp, text: string, within: Page | Locator = this.page): Promise<void> {
    await within.getByLabel(label, { exact: typeof label === 'string' }).fill(text);
  }

  /** A choice with search: the first that fits. */
  async choose(label: string, text: string, within: Page | Locator = this.page): Promise<void> {
    const field = within.getByLabel(label, { exact: true });
    await field.click();
    if (await field.isEditable()) await field.fill(text);
    await this.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: text }).first().click();
  }

  async sees(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(text).filter({ visible: true }).first().waitFor();
  }

  dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  picture(name: string): Promise<string> {
    return screenshot(this.page, `whole-day-${name}`);
  }

  /** Up from the desk: nothing went wrong in the browser. The session stays, as it does over a working day. */
  leave(): void {
    const faults = this.problems.filter((problem) => !unavoidable.test(problem));
    assert.deepEqual(faults, []);
  }

  /** For good. */
  async depart(): Promise<void> {
    this.leave();
    await this.context.close();
  }
}

export class Town {
  private readonly browser: Browser;
  private readonly url: string;
  private readonly seats = new Map<string, Seat>();

  constructor(browser: Browser, url: string) {
    this.browser = browser;
    this.url = url;
  }

  async passerBy(viewport: 'desk' | 'phone' = 'phone'): Promise<Seat> {
    return new Seat(this.url, await openVisitor(this.browser, viewport));
  }

  /** Once a day; whoever comes again sits down where they were. */
  async signIn(who: Demonstrated | Account, viewport: 'desk' | 'phone' = 'desk'): Promise<Seat> {
    const taken = this.seats.get(`${who.name} ${viewport}`);
    if (taken) return taken;
    const seat = await this.passerBy(viewport);
    this.seats.set(`${who.name} ${viewport}`, seat);
    await seat.open('/sign-in');
    if ('userName' in who) await withPassword(seat, who.userName, who.password);
    else await seat.press(new RegExp(`^${who.name}`, 'u'));
    await seat.page.waitForURL((url) => url.pathname !== '/sign-in');
    return seat;
  }

  /** The day is over for everyone. */
  async goHome(): Promise<void> {
    for (const seat of this.seats.values()) await seat.context.close();
    this.seats.clear();
  }

  /** The first time: with the one-time password, which the page has changed before anything else. */
  async firstSignIn(who: Account, oneTimePassword: string): Promise<void> {
    const seat = await this.passerBy('desk');
    await seat.open('/sign-in');
    await withPassword(seat, who.userName, oneTimePassword);
    await seat.sees('请先设置自己的密码');
    await seat.write('当前密码', oneTimePassword);
    await seat.write('新密码', who.password);
    await seat.write('再输入一次', who.password);
    await seat.press('修改密码');
    await seat.sees('密码已修改');
    await seat.depart();
  }
}

async function withPassword(seat: Seat, userName: string, password: string): Promise<void> {
  await seat.write('用户名', userName);
  await seat.write('密码', password);
  await seat.press('登录');
}

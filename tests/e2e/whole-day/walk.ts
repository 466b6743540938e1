/** What the steps of the day share: the product, the people, what they carry from one step to the next, and the books kept apart. */
import type { Browser } from 'playwright-core';
import type { OrderDetail } from '#contracts/orders.ts';
import type { TripRow } from '#contracts/trips.ts';
import type { TestApp } from '#tests/support/app.ts';
import { Books, type Lot } from './books.ts';
import { type Account, Town } from './people.ts';
import { plantsBy } from './plants.ts';

export const today = '2022-01-09';
export const tomorrow = '2022-01-10';

/** Of the demonstration, one press each. */
export const lead = { name: '示例市领导' };
export const officer = { name: '示例工作组干部' };
export const dispatcher = { name: '示例专班干部' };
export const countyOfficer = { name: '示例县区干部' };
export const clerk = { name: '示例企业直报员' };
export const hospital = { name: '示例医院库管员' };
export const auditor = { name: '示例审计员' };
export const administrator = { name: '示例系统管理员' };

const account = (userName: string, name: string, role: string, scope: string[]): Account => ({
  name,
  userName,
  role,
  scope,
  password: `four unrelated words ${userName}`,
});
/** Made by the administrator: a clerk of several mask plants, one of the makers of medicines, a trade association, an officer of nine counties. */
export const groupClerk = account(
  'shili.jituan',
  '示例集团直报员',
  '企业直报员',
  plantsBy('phone').filter((id) => id !== 'E14'),
);
export const medicineClerk = account('shili.zhiyao', '示例制药直报员', '企业直报员', plantsBy('form'));
export const association = account('shili.xiehui', '示例行业协会直报员', '企业直报员', plantsBy('workbook'));
export const areaOfficer = account('shili.pianqu', '示例片区干部', '县区', [
  ...['410802', '410803', '410804', '410821', '410822', '410823', '410825', '410882', '410883'],
]);

export class Walk {
  readonly product: TestApp;
  readonly town: Town;
  readonly books = new Books();
  /** sets headquarters' clock to an hour of the walk; it goes on from there */
  readonly itIs: (instant: string) => void;
  /** of the production system of E11 */
  apiKey = '';
  /** those that the walk follows: two trucks to the city's hospital, with all that they carry */
  trips: TripRow[] = [];
  driverLinks: string[] = [];
  /** loaded, as they were issued */
  orders: OrderDetail[] = [];
  /** of which less came than was sent */
  short: { order: OrderDetail; lot: Lot } | null = null;

  constructor(product: TestApp, browser: Browser, itIs: (instant: string) => void) {
    this.product = product;
    this.town = new Town(browser, product.url);
    this.itIs = itIs;
  }
}

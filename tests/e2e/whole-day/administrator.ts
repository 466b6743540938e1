/** The administrator's desk: the business clock, users, keys for other systems. */
import type { Account, Seat } from './people.ts';

export async function holdTheCityAt(seat: Seat, day: string, shown: string): Promise<void> {
  await seat.open('/administration/city');
  await seat.page.getByLabel('停在某一天').check();
  await seat.write('停在', day);
  await seat.page.getByRole('button', { name: '保存' }).first().click();
  await seat.page.getByRole('heading', { level: 1, name: new RegExp(`${shown}，停在这一天`, 'u') }).waitFor();
}

/** Answers the password that is shown once. */
export async function makeUser(seat: Seat, account: Account): Promise<string> {
  await seat.press('新建用户');
  const form = seat.page.getByRole('dialog', { name: '新建用户' });
  await seat.write('用户名', account.userName, form);
  await seat.write('姓名', account.name, form);
  await seat.choose('岗位', account.role, form);
  await bind(seat, account.scope);
  await seat.press('新建用户', form);
  return noted(seat, '一次性密码');
}

/** Answers the key that is shown once. */
export async function makeKey(seat: Seat, name: string, enterprise: string): Promise<string> {
  await seat.press('新建密钥');
  const form = seat.page.getByRole('dialog', { name: '新建密钥' });
  await seat.write('用途', name, form);
  await seat.choose('岗位', '企业直报员', form);
  await bind(seat, [enterprise]);
  await seat.press('新建密钥', form);
  return noted(seat, '新的接口密钥');
}

/** The units that the role is bound to, found by their codes. */
async function bind(seat: Seat, units: readonly string[]): Promise<void> {
  const field = seat.page.getByLabel(/^(负责的县区|负责的企业|所属的需求点)$/u);
  for (const unit of units) {
    await field.fill(unit);
    await seat.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: unit }).first().click();
  }
  await seat.page.keyboard.press('Escape');
}

async function noted(seat: Seat, title: string): Promise<string> {
  const dialog = seat.page.getByRole('dialog', { name: title });
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await seat.press('我已记下', dialog);
  await dialog.waitFor({ state: 'hidden' });
  return secret;
}

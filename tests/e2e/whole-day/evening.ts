/** The evening of 9 January: everybody reports, the counties review, the city confirms. */
import assert from 'node:assert/strict';
import { reportContracts } from '#contracts/reports.ts';
import { holdTheCityAt, makeKey, makeUser } from './administrator.ts';
import { inputsLeft, plantNames } from './example.ts';
import type { Account, Town } from './people.ts';
import { closing, plants } from './plants.ts';
import { acceptClean, acceptOne, filledTemplate, fillForm, fillOnTelephone, giveBack } from './reports.ts';
import {
  administrator,
  areaOfficer,
  association,
  clerk,
  countyOfficer,
  groupClerk,
  medicineClerk,
  officer,
  today,
  type Walk,
} from './walk.ts';

export async function openTheDay(walk: Walk): Promise<void> {
  const seat = await walk.town.signIn(administrator);
  await holdTheCityAt(seat, today, '2022年1月9日');
  await seat.picture('01-city');
  await seat.open('/administration/users');
  const passwords = new Map<Account, string>();
  for (const one of [groupClerk, medicineClerk, association, areaOfficer]) {
    passwords.set(one, await makeUser(seat, one));
  }
  await seat.picture('02-users');
  await seat.open('/administration/keys');
  walk.apiKey = await makeKey(seat, '示例酒精1厂生产系统', 'E11');
  seat.leave();
  for (const [one, password] of passwords) await walk.town.firstSignIn(one, password);
}

export async function reportWithoutNetwork({ town }: Walk): Promise<void> {
  const seat = await town.signIn(clerk, 'phone');
  await seat.openKept('/m/report');
  await seat.page.getByLabel('今天生产').waitFor();
  await seat.networkIs(false);
  await fillOnTelephone(seat, plants.E14!);
  await seat.picture('03-report-phone');
  await seat.press('报送');
  await seat.sees('1 条待发送');
  await seat.networkIs(true);
  await seat.page.getByRole('link', { name: /待发送/u }).waitFor({ state: 'detached' });
  await seat.sees('1月9日日报：待审核');
  seat.leave();
}

export async function reportForSeveralPlants({ town }: Walk): Promise<void> {
  const seat = await town.signIn(groupClerk, 'phone');
  for (const enterprise of groupClerk.scope) {
    await seat.open('/m/report');
    await seat.press(plantNames.get(enterprise)!);
    await fillOnTelephone(seat, plants[enterprise]!);
    await seat.press('报送');
    await seat.sees('1月9日日报：待审核');
  }
  seat.leave();
}

export async function reportAtTheDesk({ town }: Walk): Promise<void> {
  const seat = await town.signIn(medicineClerk);
  for (const enterprise of medicineClerk.scope) {
    await seat.open(`/reports/mine?enterprise=${enterprise}`);
    const mistake = enterprise === 'E22' ? { stock: { 'methylprednisolone-inj': '55.7' } } : {};
    await fillForm(seat, { ...plants[enterprise]!, ...mistake });
    await seat.picture(`04-form-${enterprise}`);
    await seat.press('报送');
    await seat.sees('待审核');
  }
  seat.leave();
}

export async function reportByWorkbook({ town }: Walk): Promise<void> {
  const seat = await town.signIn(association);
  await seat.open('/reports/upload');
  const asked = seat.page.waitForEvent('download');
  await seat.press(/下载模板/u);
  const file = await filledTemplate(await (await asked).path(), association.scope);
  const upload = { name: '日报.xlsx', mimeType: 'application/octet-stream', buffer: file };
  await seat.page.getByLabel('上传 .xlsx 或 .csv').setInputFiles(upload);
  await seat.sees(`已报送 ${association.scope.length} 份`);
  await seat.picture('05-workbook');
  seat.leave();
}

/** Nobody sits at a page here: a plant's production system speaks for it. */
export async function reportByApi({ product, apiKey }: Walk): Promise<void> {
  const { made, staff } = plants.E11!;
  const items = Object.entries(made).map(([item, quantity]) => {
    return { item, made: quantity, sent: '0', stock: closing('E11', item).toFixed() };
  });
  const inputs = Object.entries(inputsLeft('E11', made)).map(([input, left]) => ({ input, left }));
  const figures = { items, inputs, staffPresent: staff, powerKwh: null, gasM3: null, hindrances: [] };
  const headers = { authorization: `Bearer ${apiKey}` };
  const params = { enterprise: 'E11', day: today };
  const body = { clientId: 'mes-2022-01-09', via: 'api', figures };
  const report = await product.public.call(reportContracts.file, { params, body, headers });
  assert.equal(report.state, 'filed');
}

export async function reviewInTheCounties({ town, books, itIs }: Walk): Promise<void> {
  itIs('2022-01-09T18:20:00+08:00');
  const seat = await town.signIn(countyOfficer);
  await acceptClean(seat);
  await giveBack(seat, 'E22', today, '结存漏写“万”');
  await seat.picture('06-returned');
  seat.leave();
  await mend(town);

  const again = await town.signIn(countyOfficer);
  await acceptClean(again);
  again.leave();
  await reviewElsewhere(town);
  for (const [enterprise, day] of Object.entries(plants)) books.report(enterprise, day);
}

export async function reviewElsewhere(town: Town): Promise<void> {
  const elsewhere = await town.signIn(areaOfficer);
  await acceptClean(elsewhere);
  await elsewhere.picture('08-board');
  await elsewhere.open(`/reports/E05/${today}`);
  await elsewhere.sees('1 处疑点');
  await elsewhere.picture('09-question');
  await acceptOne(elsewhere, 'E05', today);
  elsewhere.leave();
}

async function mend(town: Town): Promise<void> {
  const seat = await town.signIn(medicineClerk);
  await seat.open('/reports/mine?enterprise=E22');
  await seat.sees('被退回：结存漏写“万”');
  // what was filed stands there, to be mended and not to be typed again
  assert.equal(await seat.page.getByLabel('当日生产').inputValue(), '120,000');
  await seat.write('日终结存', closing('E22', 'methylprednisolone-inj').toFixed());
  await seat.picture('07-returned-to-the-clerk');
  await seat.press('重新报送');
  await seat.sees('待审核');
  seat.leave();
}

export async function confirmTheDay({ town }: Walk): Promise<void> {
  const seat = await town.signIn(officer);
  await seat.open('/reports');
  await seat.page.getByRole('heading', { name: '25 家全部报齐' }).waitFor();
  await seat.press('确认全天');
  await seat.press('确认全天', seat.dialog());
  await seat.sees('全天已由示例工作组干部于');
  await seat.picture('10-confirmed');
  seat.leave();
}

/** A plan as a workbook: what people print and telephone from. */
import { Decimal } from 'decimal.js';
import type { Language } from '#contracts/errors.ts';
import type { FileAnswer } from '#server/platform/http/route.ts';
import type { Work } from '#server/platform/work.ts';
import { sheet, toXlsx, xlsxType } from '#server/platform/workbook.ts';
import { readRegistry } from '#server/registry/index.ts';
import { planWithResult } from './planning.service.ts';
import {
  causesOf,
  curvesOf,
  productionOf,
  shipmentsOf,
  shortagesOf,
  transfersOf,
  writeOffsOf,
} from './planning.views.ts';

const most = 200_000;
const constraintNames: Record<string, readonly [string, string]> = {
  capacity: ['产能', 'capacity'],
  input: ['原料', 'input'],
  licence: ['卫生许可', 'hygiene licence'],
  sealed_road: ['道路封闭', 'sealed road'],
  stock: ['库存', 'stock'],
  packs: ['整件取整', 'whole packs'],
};

/** Sheets: cover by day, production, shipments, shortages, causes. Only rows that the reader may see. */
export async function planWorkbook(work: Work, id: string, language: Language): Promise<FileAnswer> {
  const plan = await planWithResult(work, id);
  const registry = await readRegistry(work);
  const t = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const items = new Map(
    [...registry.items, ...registry.inputs].map((each) => [
      each.code,
      { name: t(each.name, each.nameEn || each.name), unit: each.unit },
    ]),
  );
  const names = new Map([...registry.enterprises, ...registry.demandPoints].map((place) => [place.id, place.name]));
  const item = (code: string) => items.get(code)?.name ?? code;
  const unit = (code: string) => items.get(code)?.unit ?? '';
  const name = (code: string | null) => (code === null ? '' : (names.get(code) ?? code));
  const grade = (value: string | null) =>
    value === 'medical' ? t('医用', 'medical') : value === 'general' ? t('普通', 'general') : '';
  const filter = { limit: most };
  const number = (quantity: string) => new Decimal(quantity);
  const itemColumns = <Row extends { item: string }>() => [
    { title: t('物资', 'Item'), value: (row: Row) => item(row.item), width: 28 },
    { title: t('单位', 'Unit'), value: (row: Row) => unit(row.item) },
  ];
  const sheets = [
    sheet(
      t('供需', 'Supply and need'),
      [
        ...itemColumns<Awaited<ReturnType<typeof curvesOf>>['rows'][number]>(),
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('需求', 'Need'), value: (row) => number(row.need) },
        { title: t('产量', 'Made'), value: (row) => number(row.made) },
        { title: t('供应', 'Supplied'), value: (row) => number(row.supplied) },
        { title: t('缺口', 'Short'), value: (row) => number(row.short) },
        { title: t('日终库存', 'Stock at close'), value: (row) => number(row.stockLeft) },
      ],
      (await curvesOf(work, id)).rows,
    ),
    sheet(
      t('生产', 'Production'),
      [
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('企业', 'Producer'), value: (row) => name(row.enterprise), width: 24 },
        { title: t('生产线', 'Line'), value: (row) => row.line },
        ...itemColumns<Awaited<ReturnType<typeof productionOf>>['rows'][number]>(),
        { title: t('数量', 'Quantity'), value: (row) => number(row.quantity) },
      ],
      (await productionOf(work, id, filter)).rows,
    ),
    sheet(
      t('发运', 'Shipments'),
      [
        { title: t('发出日', 'Leaves'), value: (row) => row.date, width: 12 },
        { title: t('到达日', 'Arrives'), value: (row) => row.arrives, width: 12 },
        { title: t('发出企业', 'From'), value: (row) => row.fromName, width: 24 },
        { title: t('接收单位', 'To'), value: (row) => row.toName, width: 24 },
        ...itemColumns<Awaited<ReturnType<typeof shipmentsOf>>['rows'][number]>(),
        { title: t('等级', 'Grade'), value: (row) => grade(row.grade) },
        { title: t('数量', 'Quantity'), value: (row) => number(row.quantity) },
      ],
      (await shipmentsOf(work, id, filter)).rows,
    ),
    sheet(
      t('调给企业', 'To producers'),
      [
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('发出企业', 'From'), value: (row) => row.fromName, width: 24 },
        { title: t('使用企业', 'To'), value: (row) => row.toName, width: 24 },
        ...itemColumns<Awaited<ReturnType<typeof transfersOf>>['rows'][number]>(),
        { title: t('等级', 'Grade'), value: (row) => grade(row.grade) },
        { title: t('数量', 'Quantity'), value: (row) => number(row.quantity) },
      ],
      (await transfersOf(work, id, filter)).rows,
    ),
    sheet(
      t('到期核销', 'Written off'),
      [
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('企业', 'Producer'), value: (row) => name(row.enterprise), width: 24 },
        ...itemColumns<Awaited<ReturnType<typeof writeOffsOf>>['rows'][number]>(),
        { title: t('等级', 'Grade'), value: (row) => grade(row.grade) },
        { title: t('数量', 'Quantity'), value: (row) => number(row.quantity) },
      ],
      (await writeOffsOf(work, id, filter)).rows,
    ),
    sheet(
      t('缺口', 'Shortages'),
      [
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('需求单位', 'Demand point'), value: (row) => name(row.to), width: 24 },
        { title: t('级', 'Tier'), value: (row) => row.tier },
        ...itemColumns<Awaited<ReturnType<typeof shortagesOf>>['rows'][number]>(),
        { title: t('数量', 'Quantity'), value: (row) => number(row.quantity) },
      ],
      (await shortagesOf(work, id, filter)).rows,
    ),
    sheet(
      t('原因', 'Causes'),
      [
        { title: t('日期', 'Day'), value: (row) => row.date, width: 12 },
        { title: t('需求单位', 'Demand point'), value: (row) => name(row.to), width: 24 },
        ...itemColumns<Awaited<ReturnType<typeof causesOf>>['rows'][number]>(),
        { title: t('约束', 'Binds'), value: (row) => constraintNames[row.constraint]?.[language === 'zh' ? 0 : 1] },
        { title: t('企业', 'Producer'), value: (row) => name(row.enterprise), width: 24 },
        { title: t('生产线', 'Line'), value: (row) => row.line },
        { title: t('原料', 'Input'), value: (row) => (row.input === null ? '' : item(row.input)), width: 16 },
        { title: t('多一个单位值多少', 'One more unit is worth'), value: (row) => row.marginal },
      ],
      (await causesOf(work, id, filter)).rows,
    ),
  ];
  return { name: `${plan.title}.xlsx`, type: xlsxType, bytes: await toXlsx(sheets) };
}

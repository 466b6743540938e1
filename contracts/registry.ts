/** The registry's operations, built once for each resource from its definition. */
import { z } from 'zod';
import { businessDay, contract, instant, listOf, listQuery } from './contract.ts';
import { defineErrors } from './errors.ts';
import { type Field, type Resource, type ResourceName, resources } from './registry-resources.ts';
import { parseUnit } from './units.ts';

export const registryErrors = defineErrors({
  'registry.unknown-reference': {
    status: 422,
    zh: '{field}：没有编号为“{value}”的{target}，请先登记或改用已登记的编号',
    en: '{field}: there is no {target} with the code “{value}”. Add it first, or use a code that is there',
  },
  'registry.key-taken': {
    status: 409,
    zh: '编号“{key}”的{what}已存在，请换一个编号，或修改已有的那一条',
    en: 'The {what} “{key}” is there already: choose another code, or edit that one',
  },
  'registry.plate-taken': {
    status: 409,
    zh: '车牌“{plate}”已登记在另一辆车上，请核对',
    en: 'The plate “{plate}” is on another vehicle: check it',
  },
  'registry.fixed-field': {
    status: 422,
    zh: '“{key}”的{field}定下后不能改（台账按它记数）；请登记一个新的编号',
    en: 'The {field} of “{key}” cannot change, because the ledger counts in it: add a new code instead',
  },
  'registry.line-unit': {
    status: 422,
    zh: '按“{unit}”计的产线不能生产按“{itemUnit}”计的“{item}”；请改用 {itemUnit}，或为该物资填写单位净重后按吨计',
    en: 'A line counted in “{unit}” cannot make “{item}”, counted in “{itemUnit}”: use {itemUnit}, or give the item its content in kg and count in 吨',
  },
  'registry.line-mass-unit': {
    status: 422,
    zh: '按重量计的产线用“吨”计',
    en: 'A line counted by weight is counted in 吨 (tonnes)',
  },
  'registry.code-of-item': {
    status: 409,
    zh: '“{key}”已是一种物资或投入品的编号，请用另一个编号',
    en: '“{key}” is already the code of an item or an input: use another code',
  },
  'registry.grade-not-kept': {
    status: 422,
    zh: '“{item}”不分等级，等级要求请留空',
    en: '“{item}” has no grades: leave the grade empty',
  },
  'registry.own-ingredient': {
    status: 422,
    zh: '用料绕成了一圈：{path}；请去掉其中一条',
    en: 'The bill of materials runs in a circle: {path}. Remove one of these',
  },
  'registry.still-used': {
    status: 409,
    zh: '“{key}”还有{count}条{by}，请先处理它们再注销',
    en: '“{key}” still has {by} ({count}): withdraw or move those first',
  },
  'registry.withdrawn': {
    status: 409,
    zh: '“{key}”已注销，请先恢复再修改',
    en: '“{key}” is withdrawn: restore it before you edit it',
  },
  'registry.field-not-yours': {
    status: 403,
    zh: '{fields}由主管部门维护，您的岗位不能修改；如有变动请通过日报或电话告知',
    en: '{fields} is kept by the officers: your role cannot change it. Tell them in the daily report or by telephone',
  },
  'registry.rows-not-yours': {
    status: 403,
    zh: '您的岗位不能新增或注销{what}，请联系主管部门',
    en: 'Your role cannot add or withdraw this ({what}): ask the officers',
  },
  'registry.other-county': {
    status: 403,
    zh: '{county}不在您管的县区之内；您只能登记和修改 {own} 的',
    en: '{county} is not yours: you keep what is in {own}',
  },
  'registry.bad-sort': {
    status: 400,
    zh: '不能按“{sort}”排序，可用：{choices}',
    en: 'Cannot sort by “{sort}”; one of: {choices}',
  },
  'registry.bad-cursor': {
    status: 400,
    zh: '翻页标记已失效，请从第一页开始',
    en: 'The page mark is no longer valid: start at the first page',
  },
});

const decimalText = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,20})?$/, '应为不带单位的十进制数，如 434.47 · a plain decimal such as 434.47');
const codeText = z
  .string()
  .trim()
  .min(1, '不能为空 · may not be empty')
  .max(64, '最多 64 字 · at most 64 characters')
  .regex(/^[^\s,|"'\p{Cc}]+$/u, '不含空格、逗号、竖线和引号 · no blanks, commas, bars or quotes');
const freeText = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit, `最多 ${limit} 字 · at most ${limit} characters`)
    .regex(/^(?:[^\p{Cc}\uFFFD]|[\t\r\n])*$/u, '含有看不见的控制字符 · holds invisible control characters');

export type FieldValue = string | number | null | string[];

/** How a field's value looks in the API. */
function valueSchema(field: Field): z.ZodType<FieldValue> {
  switch (field.type) {
    case 'integer':
    case 'degrees':
      return z.number().nullable();
    case 'references':
      return z.array(z.string());
    default:
      return z.string().nullable();
  }
}

/** What is accepted for a field. */
export function inputSchema(field: Field): z.ZodType<FieldValue> {
  const schema = filledSchema(field);
  if (field.optional !== true) return schema;
  return field.type === 'text' || field.type === 'note' ? schema : schema.nullable();
}

function filledSchema(field: Field): z.ZodType<FieldValue> {
  const { min = 0, max = 1e12 } = field;
  switch (field.type) {
    case 'integer':
      return z.number().int('应为整数 · a whole number').min(min).max(max);
    case 'degrees':
      return z
        .number()
        .min(min, `应在 ${min} 与 ${max} 之间 · between ${min} and ${max}`)
        .max(max, `应在 ${min} 与 ${max} 之间 · between ${min} and ${max}`);
    case 'decimal':
      return decimalText
        .refine((text) => Number(text) <= max, `不超过 ${max} · at most ${max}`)
        .refine((text) => field.positive !== true || Number(text) > 0, '必须大于零 · must be above zero');
    case 'day':
      return businessDay;
    case 'choice':
      return z.enum((field.choices ?? []).map((choice) => choice.value));
    case 'references':
      return z
        .array(codeText)
        .min(1, '至少一种 · at least one')
        .max(50)
        .refine((codes) => new Set(codes).size === codes.length, '同一种写了两次 · the same one twice');
    case 'note':
      return freeText(1000);
    case 'text':
      return field.optional === true
        ? freeText(200)
        : freeText(200).refine((text) => text !== '', '不能为空 · may not be empty');
    case 'unit':
      return codeText.refine(
        (text) => parseUnit(text)?.scale.eq(1) === true,
        '计数单位，如 只、瓶、支、件、吨，不带 万、亿 · a unit to count in, without 万 or 亿',
      );
    default:
      return field.digits === undefined
        ? codeText
        : codeText.regex(new RegExp(`^\\d{${field.digits}}$`), `${field.digits} 位数字 · ${field.digits} digits`);
  }
}

const given = (resource: Resource): Field[] => resource.fields.filter((field) => field.derived !== true);
const shapeOf = (
  fields: Field[],
  schema: (field: Field) => z.ZodType<FieldValue>,
): Record<string, z.ZodType<FieldValue>> => Object.fromEntries(fields.map((field) => [field.name, schema(field)]));

/** What a reference field's code stands for. */
export const referred = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  /** what it is counted in, for items and inputs */
  unit: z.string().nullable(),
});
export type Referred = z.infer<typeof referred>;

function rowSchema(resource: Resource) {
  return z.object({
    key: z.string(),
    revision: z.number().int(),
    withdrawn: z.boolean(),
    changedBy: z.string(),
    changedAt: instant,
    values: z.object(shapeOf([...resource.fields], valueSchema)),
    /** by reference field: each code with its name; codes that the caller does not see are left out */
    refers: z.record(z.string(), z.array(referred)),
  });
}

/** Filters: one value of a field, what is withdrawn, and for licences those that lapse within so many days (lapsed ones included). */
function listQueryOf(resource: Resource) {
  const filters = resource.fields.filter((field) => field.filter === true);
  return listQuery.extend({
    withdrawn: z.enum(['no', 'yes', 'all']).default('no'),
    ...(resource.name === 'licences' ? { lapsesWithin: z.coerce.number().int().min(0).max(3660).optional() } : {}),
    ...Object.fromEntries(filters.map((field) => [field.name, z.string().max(64).optional()])),
  });
}

function resourceContracts(resource: Resource) {
  const base = `/api/registry/${resource.path}` as const;
  const tag = '基础数据 Registry';
  const [zh, en] = resource.label;
  const row = rowSchema(resource);
  const key = z.object({ key: z.string().max(200) });
  const query = listQueryOf(resource);
  const answer = z.object({ row });
  const reading = { tag, access: 'registry.read' } as const;
  const writing = { tag, access: 'registry.edit' } as const;
  return {
    list: contract({
      ...reading,
      method: 'GET',
      path: base,
      summary: [`${zh}：列表`, `${en}: list`],
      query,
      response: listOf(row),
    }),
    read: contract({
      ...reading,
      method: 'GET',
      path: `${base}/:key`,
      summary: [`${zh}：一条`, `${en}: one row`],
      params: key,
      response: answer,
    }),
    add: contract({
      ...writing,
      method: 'POST',
      path: base,
      summary: [`${zh}：新增`, `${en}: add`],
      body: z.strictObject(
        shapeOf(
          given(resource),
          (field) =>
            (field.optional === true ? inputSchema(field).optional() : inputSchema(field)) as z.ZodType<FieldValue>,
        ),
      ),
      response: answer,
    }),
    edit: contract({
      ...writing,
      method: 'PATCH',
      path: `${base}/:key`,
      summary: [`${zh}：修改；revision 是所见的版本`, `${en}: edit; revision is the one that was seen`],
      params: key,
      body: z.strictObject({
        revision: z.number().int(),
        values: z
          .strictObject(
            shapeOf(
              given(resource).filter((field) => field.key !== true),
              inputSchema,
            ),
          )
          .partial(),
      }),
      response: answer,
    }),
    withdraw: contract({
      ...writing,
      method: 'POST',
      path: `${base}/:key/withdraw`,
      summary: [`${zh}：注销（保留历史）`, `${en}: withdraw (its history stays)`],
      params: key,
      body: z.strictObject({ revision: z.number().int() }),
      response: answer,
    }),
    restore: contract({
      ...writing,
      method: 'POST',
      path: `${base}/:key/restore`,
      summary: [`${zh}：恢复`, `${en}: restore`],
      params: key,
      body: z.strictObject({ revision: z.number().int() }),
      response: answer,
    }),
    export: contract({
      ...reading,
      method: 'GET',
      path: `/api/registry/exports/${resource.path}`,
      summary: [`${zh}：导出 xlsx 或 csv`, `${en}: export as xlsx or csv`],
      query: query.extend({
        format: z.enum(['xlsx', 'csv']).default('xlsx'),
        lang: z.enum(['zh', 'en']).default('zh'),
      }),
      kind: 'file',
      response: z.unknown(),
    }),
  };
}

/** A row as every resource answers it. */
export type RegistryRow = z.output<ReturnType<typeof rowSchema>>;
export type ResourceContracts = ReturnType<typeof resourceContracts>;

export const registryContracts = Object.fromEntries(
  resources.map((resource) => [resource.name, resourceContracts(resource)]),
) as Record<ResourceName, ResourceContracts>;

export const boundariesContract = contract({
  method: 'GET',
  path: '/api/registry/boundaries',
  summary: ['县区边界（GeoJSON，仅供绘图）', 'County boundaries (GeoJSON, for pictures only)'],
  tag: '基础数据 Registry',
  access: 'registry.read',
  response: z.object({ boundaries: z.unknown() }),
});

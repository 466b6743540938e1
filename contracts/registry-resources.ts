/**
 * What the city's registry keeps, resource by resource: the one definition that lists, forms, checks, exports and the API read.
 * A field's name is that of the exchange dataset (server/registry/dataset/types.ts).
 */
import { categories, demandKinds, grades, licenceKinds } from './registry-choices.ts';

export type Words = readonly [zh: string, en: string];

export const resourceNames = [
  'counties',
  'enterprises',
  'licences',
  'lines',
  'items',
  'inputs',
  'bom',
  'inputStock',
  'demandPoints',
  'demandRates',
  'vehicles',
] as const;
export type ResourceName = (typeof resourceNames)[number];

/**
 * `code`: no blanks, commas, bars or quotes, at most 64 characters. `decimal`: exact, a plain decimal string. `day`: 'YYYY-MM-DD'.
 * `degrees`: latitude or longitude inside China. `reference`: a code of another resource; `references`: several.
 */
export type FieldType =
  | 'code'
  | 'text'
  | 'note'
  | 'unit'
  | 'choice'
  | 'integer'
  | 'decimal'
  | 'degrees'
  | 'day'
  | 'reference'
  | 'references';

export interface Field {
  name: string;
  label: Words;
  type: FieldType;
  /** part of the row's key: given when the row is added, never changed */
  key?: true;
  /** may be left empty: '' for text, null otherwise */
  optional?: true;
  /** cannot change once rows count on it; why, and what to do instead, is the error `registry.fixed-field` */
  fixed?: true;
  /** where the code must stand; the first that has it counts */
  references?: readonly ResourceName[];
  /** all there is for `choice`; suggestions for `code` */
  choices?: ReadonlyArray<{ value: string; label: Words }>;
  /** a code of exactly so many digits */
  digits?: number;
  min?: number;
  max?: number;
  /** above zero, not zero */
  positive?: true;
  /** the unit that the number is in: fixed words, or that of the row's or of the referenced row's `unit` */
  unit?: Words | 'own' | { of: string };
  /** a list can be narrowed to one value of it */
  filter?: true;
  search?: true;
  /** computed by the server, never sent to it */
  derived?: true;
}

export interface Resource {
  name: ResourceName;
  /** in the address */
  path: string;
  label: Words;
  one: Words;
  fields: readonly Field[];
  /** whose rows they are: everyone's in the city, an enterprise's, a demand point's */
  belongsTo: 'city' | 'enterprise' | 'demandPoint';
  /** what an enterprise's own clerk may do: the fields that only they know; adding and withdrawing rows */
  clerk: { fields: readonly string[]; rows: boolean };
}

const person: Words = ['人', 'people'];
const lat: Field = { name: 'lat', label: ['纬度', 'Latitude'], type: 'degrees', min: 3, max: 54 };
const lon: Field = { name: 'lon', label: ['经度', 'Longitude'], type: 'degrees', min: 73, max: 136 };
const name: Field = { name: 'name', label: ['名称', 'Name'], type: 'text', search: true };
const nameEn: Field = { name: 'nameEn', label: ['英文名', 'English name'], type: 'text', optional: true, search: true };
const unit: Field = { name: 'unit', label: ['计量单位', 'Unit'], type: 'unit', fixed: true };
const ofCity = { belongsTo: 'city', clerk: { fields: [], rows: false } } as const;
const reference = (
  field: string,
  label: Words,
  references: readonly ResourceName[],
  more: Partial<Field> = {},
): Field => ({
  name: field,
  label,
  type: 'reference',
  references,
  filter: true,
  search: true,
  ...more,
});
const code = (field: string, label: Words = ['编号', 'Code']): Field => ({
  name: field,
  label,
  type: 'code',
  key: true,
  search: true,
});

export const resources: readonly Resource[] = [
  {
    name: 'counties',
    path: 'counties',
    label: ['县区', 'Counties'],
    one: ['县区', 'county'],
    ...ofCity,
    fields: [
      { ...code('code', ['行政区划代码', 'Code (GB/T 2260)']), digits: 6 },
      name,
      nameEn,
      { name: 'population', label: ['人口', 'Population'], type: 'integer', min: 0, max: 100_000_000, unit: person },
      lat,
      lon,
    ],
  },
  {
    name: 'enterprises',
    path: 'enterprises',
    label: ['企业', 'Enterprises'],
    one: ['企业', 'enterprise'],
    belongsTo: 'enterprise',
    clerk: { fields: ['staff'], rows: false },
    fields: [
      code('id'),
      name,
      reference('county', ['县区', 'County'], ['counties']),
      { name: 'staff', label: ['职工', 'Staff'], type: 'integer', min: 0, max: 1_000_000, unit: person },
      {
        name: 'hygieneLicenceUntil',
        label: ['卫生许可证到期', 'Hygiene licence until'],
        type: 'day',
        optional: true,
        derived: true,
      },
      lat,
      lon,
    ],
  },
  {
    name: 'licences',
    path: 'licences',
    label: ['许可证', 'Licences'],
    one: ['许可证', 'licence'],
    belongsTo: 'enterprise',
    clerk: { fields: [], rows: false },
    fields: [
      reference('enterprise', ['企业', 'Enterprise'], ['enterprises'], { key: true }),
      { name: 'kind', label: ['种类', 'Kind'], type: 'choice', key: true, choices: licenceKinds, filter: true },
      { name: 'licenceNumber', label: ['证号', 'Number'], type: 'text', optional: true, search: true },
      { name: 'validUntil', label: ['有效期至', 'Valid until'], type: 'day' },
      { name: 'daysLeft', label: ['剩余天数', 'Days left'], type: 'integer', unit: ['天', 'days'], derived: true },
    ],
  },
  {
    name: 'lines',
    path: 'lines',
    label: ['产线', 'Lines'],
    one: ['产线', 'line'],
    belongsTo: 'enterprise',
    // What a line can make decides what others are promised: an officer confirms it; the clerk tells it in the daily report.
    clerk: { fields: [], rows: false },
    fields: [
      code('id'),
      reference('enterprise', ['企业', 'Enterprise'], ['enterprises']),
      {
        name: 'items',
        label: ['可生产', 'Makes'],
        type: 'references',
        references: ['items'],
        filter: true,
        search: true,
      },
      { name: 'dailyCapacity', label: ['日产能', 'Daily capacity'], type: 'decimal', min: 0, max: 1e12, unit: 'own' },
      { name: 'unit', label: ['计量单位', 'Unit'], type: 'unit' },
      {
        name: 'staff',
        label: ['满产用工', 'Staff at full output'],
        type: 'integer',
        min: 0,
        max: 1_000_000,
        unit: person,
      },
      {
        name: 'kwhPerUnit',
        label: ['单耗电', 'Power each'],
        type: 'decimal',
        min: 0,
        max: 1e9,
        unit: ['千瓦时', 'kWh'],
      },
      {
        name: 'gasM3PerUnit',
        label: ['单耗气', 'Gas each'],
        type: 'decimal',
        min: 0,
        max: 1e9,
        unit: ['立方米', 'm³'],
      },
      { name: 'energyUnit', label: ['单耗的计量', 'Each is'], type: 'decimal', positive: true, max: 1e8, unit: 'own' },
    ],
  },
  {
    name: 'items',
    path: 'items',
    label: ['物资', 'Items'],
    one: ['物资', 'item'],
    ...ofCity,
    fields: [
      code('code'),
      name,
      nameEn,
      { name: 'category', label: ['类别', 'Category'], type: 'code', choices: categories, filter: true },
      unit,
      {
        name: 'contentKg',
        label: ['单位净重', 'Content of one'],
        type: 'decimal',
        optional: true,
        positive: true,
        max: 1e6,
        unit: ['公斤', 'kg'],
      },
      {
        name: 'unitWeightKg',
        label: ['单位毛重', 'Gross weight of one'],
        type: 'decimal',
        min: 0,
        max: 1e6,
        unit: ['公斤', 'kg'],
      },
      {
        name: 'unitVolumeM3',
        label: ['单位体积', 'Volume of one'],
        type: 'decimal',
        optional: true,
        positive: true,
        max: 1e6,
        unit: ['立方米', 'm³'],
      },
      {
        name: 'licenceRule',
        label: ['许可证规则', 'Licence rule'],
        type: 'choice',
        optional: true,
        fixed: true,
        filter: true,
        choices: [
          { value: 'production', label: ['持证才可生产', 'Made only with a licence'] },
          { value: 'grade', label: ['持证为医用级', 'A licence makes it medical grade'] },
        ],
      },
      { name: 'note', label: ['备注', 'Note'], type: 'note', optional: true },
    ],
  },
  {
    name: 'inputs',
    path: 'inputs',
    label: ['投入品', 'Inputs'],
    one: ['投入品', 'input'],
    ...ofCity,
    fields: [code('code'), name, nameEn, unit],
  },
  {
    name: 'bom',
    path: 'bills-of-materials',
    label: ['用料', 'Bills of materials'],
    one: ['用料', 'bill of materials'],
    ...ofCity,
    fields: [
      reference('item', ['物资', 'Item'], ['items'], { key: true }),
      reference('input', ['用料', 'Uses'], ['inputs', 'items'], { key: true }),
      {
        name: 'perUnit',
        label: ['每单位用量', 'For one unit'],
        type: 'decimal',
        positive: true,
        max: 1e12,
        unit: { of: 'input' },
      },
    ],
  },
  {
    name: 'inputStock',
    path: 'input-stocks',
    label: ['投入品库存', 'Input stocks'],
    one: ['投入品库存', 'input stock'],
    belongsTo: 'enterprise',
    clerk: { fields: ['quantity', 'inboundPerDay'], rows: true },
    fields: [
      reference('enterprise', ['企业', 'Enterprise'], ['enterprises'], { key: true }),
      reference('input', ['投入品', 'Input'], ['inputs', 'items'], { key: true }),
      { name: 'quantity', label: ['现有', 'On hand'], type: 'decimal', min: 0, max: 1e12, unit: { of: 'input' } },
      {
        name: 'inboundPerDay',
        label: ['每日到货', 'Arrives a day'],
        type: 'decimal',
        min: 0,
        max: 1e12,
        unit: { of: 'input' },
      },
    ],
  },
  {
    name: 'demandPoints',
    path: 'demand-points',
    label: ['需求点', 'Demand points'],
    one: ['需求点', 'demand point'],
    belongsTo: 'demandPoint',
    clerk: { fields: [], rows: false },
    fields: [
      code('id'),
      name,
      reference('county', ['县区', 'County'], ['counties']),
      { name: 'kind', label: ['类型', 'Kind'], type: 'code', choices: demandKinds, filter: true },
      { name: 'served', label: ['人数或床位', 'Residents or beds'], type: 'integer', min: 0, max: 100_000_000 },
      lat,
      lon,
    ],
  },
  {
    name: 'demandRates',
    path: 'demand-rates',
    label: ['需求标准', 'Demand rates'],
    one: ['需求标准', 'demand rate'],
    ...ofCity,
    fields: [
      {
        name: 'kind',
        label: ['需求点类型', 'Kind of demand point'],
        type: 'code',
        key: true,
        choices: demandKinds,
        filter: true,
      },
      reference('item', ['物资', 'Item'], ['items'], { key: true }),
      {
        name: 'perServedPerDay',
        label: ['每人（床）每日', 'A person or bed a day'],
        type: 'decimal',
        min: 0,
        max: 1e12,
        unit: { of: 'item' },
      },
      { name: 'tier', label: ['优先级', 'Tier'], type: 'integer', min: 1, max: 99, filter: true },
      {
        name: 'grade',
        label: ['等级要求', 'Grade needed'],
        type: 'choice',
        optional: true,
        choices: grades,
        filter: true,
      },
    ],
  },
  {
    name: 'vehicles',
    path: 'vehicles',
    label: ['车辆', 'Vehicles'],
    one: ['车辆', 'vehicle'],
    belongsTo: 'enterprise',
    clerk: { fields: ['plate', 'capacityT'], rows: true },
    fields: [
      code('id'),
      { name: 'plate', label: ['车牌', 'Plate'], type: 'text', search: true },
      reference('home', ['所属企业', 'Belongs to'], ['enterprises']),
      { name: 'capacityT', label: ['载重', 'Capacity'], type: 'decimal', positive: true, max: 1000, unit: ['吨', 't'] },
    ],
  },
];

const byName = new Map(resources.map((resource) => [resource.name, resource]));

export function resourceOf(name: ResourceName): Resource {
  const resource = byName.get(name);
  if (!resource) throw new Error(`no resource ${name}`);
  return resource;
}

export const keyFields = (resource: Resource): Field[] => resource.fields.filter((field) => field.key === true);

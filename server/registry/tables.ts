/** Where each resource of contracts/registry-resources.ts is kept: its table, its columns, whose rows they are. */
import { type RawBuilder, sql } from 'kysely';
import { type Field, type Resource, type ResourceName, resourceOf, resources } from '#contracts/registry-resources.ts';

interface Place {
  table: string;
  /** columns called otherwise than the field in snake_case */
  columns: Record<string, string>;
  /** the field that names the enterprise whose row it is */
  enterprise?: string;
  /** the file of the exchange folder that it comes from */
  file: string;
}

const places: Record<ResourceName, Place> = {
  counties: { table: 'counties', columns: { code: 'county_code' }, file: 'counties.csv' },
  enterprises: {
    table: 'enterprises',
    columns: { id: 'enterprise_id', county: 'county_code' },
    enterprise: 'id',
    file: 'enterprises.csv',
  },
  licences: {
    table: 'licences',
    columns: { enterprise: 'enterprise_id' },
    enterprise: 'enterprise',
    file: 'enterprises.csv',
  },
  lines: {
    table: 'lines',
    columns: { id: 'line_id', enterprise: 'enterprise_id', gasM3PerUnit: 'gas_m3_per_unit' },
    enterprise: 'enterprise',
    file: 'lines.csv',
  },
  items: { table: 'items', columns: { code: 'item_code' }, file: 'items.csv' },
  inputs: { table: 'inputs', columns: { code: 'input_code' }, file: 'inputs.csv' },
  bom: { table: 'bills_of_materials', columns: { item: 'item_code', input: 'input_code' }, file: 'bom.csv' },
  inputStock: {
    table: 'input_stocks',
    columns: { enterprise: 'enterprise_id', input: 'input_code' },
    enterprise: 'enterprise',
    file: 'input_stock.csv',
  },
  demandPoints: {
    table: 'demand_points',
    columns: { id: 'demand_point_id', county: 'county_code' },
    file: 'demand_points.csv',
  },
  demandRates: { table: 'demand_rates', columns: { item: 'item_code' }, file: 'demand_rates_lockdown.csv' },
  vehicles: {
    table: 'vehicles',
    columns: { id: 'vehicle_id', home: 'enterprise_id' },
    enterprise: 'home',
    file: 'vehicles.csv',
  },
};

export const placeOf = (resource: Resource): Place => places[resource.name];
export const fileOf = (name: ResourceName): string => places[name].file;

/** Tables that carry their enterprise's county beside its id. */
export const tablesUnderEnterprise = ['licences', 'lines', 'line_items', 'input_stocks', 'vehicles'] as const;

const snake = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

export function columnOf(resource: Resource, field: string): string {
  return placeOf(resource).columns[field] ?? snake(field);
}

/** Fields that are columns of the resource's own table. */
export function storedFields(resource: Resource): Field[] {
  return resource.fields.filter((field) => field.derived !== true && field.type !== 'references');
}

export const keyColumns = (resource: Resource): string[] =>
  resource.fields.filter((field) => field.key === true).map((field) => columnOf(resource, field.name));

/** The enterprise's county is kept beside every row of an enterprise but in the enterprise's own row, where it is a field. */
export const carriesCounty = (resource: Resource): boolean =>
  placeOf(resource).enterprise !== undefined && resource.name !== 'enterprises';

/** The field as SQL, in a query where the resource's table is `t`. `today` is for what is counted from the business day. */
export function expressionOf(resource: Resource, field: Field, today: string): RawBuilder<unknown> {
  if (field.name === 'items' && resource.name === 'lines') {
    return sql`(select string_agg(li.item_code, '|' order by li.position, li.item_code) from line_items li
      where li.city_code = t.city_code and li.line_id = t.line_id)`;
  }
  if (field.name === 'hygieneLicenceUntil') {
    return sql`(select l.valid_until from licences l where l.city_code = t.city_code and l.enterprise_id = t.enterprise_id
      and l.kind = 'hygiene' and not l.withdrawn)`;
  }
  if (field.name === 'daysLeft') return sql`(t.valid_until - ${today}::date)`;
  return sql.ref(`t.${columnOf(resource, field.name)}`);
}

/** Who refers to a resource: the resource and its field that holds the code. */
export function referrersOf(name: ResourceName): Array<{ resource: Resource; field: Field }> {
  return resources.flatMap((resource) =>
    resource.fields.filter((field) => field.references?.includes(name) === true).map((field) => ({ resource, field })),
  );
}

export { type Field, type Resource, type ResourceName, resourceOf, resources };

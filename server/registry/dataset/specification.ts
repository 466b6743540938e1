/** The files of the exchange folder and their columns, in the order in which people meet them (example/README.md). */

export interface ColumnSpecification {
  name: string;
  /** the column must be in the header; an optional one may be left out */
  required: boolean;
}

export interface FileSpecification {
  name: FileName;
  columns: ColumnSpecification[];
  /** needed: the folder is refused without it; expected: a warning says it is taken as empty; free: nothing is said */
  presence: 'needed' | 'expected' | 'free';
  /** may have a header and no rows */
  mayBeEmpty: boolean;
}

export const FILE_NAMES = [
  'counties',
  'items',
  'enterprises',
  'lines',
  'stock',
  'inputs',
  'bom',
  'input_stock',
  'demand_points',
  'demand_rates',
  'vehicles',
  'energy',
] as const;
export type FileName = (typeof FILE_NAMES)[number];

/** 'a b? c' → columns a, c required and b optional */
function columns(text: string): ColumnSpecification[] {
  return text.split(' ').map((name) => ({ name: name.replace('?', ''), required: !name.endsWith('?') }));
}

export const FILES: Record<FileName, FileSpecification> = {
  counties: {
    name: 'counties',
    columns: columns('code name name_en? population lat lon'),
    presence: 'needed',
    mayBeEmpty: false,
  },
  items: {
    name: 'items',
    columns: columns('code name name_en? category unit content_kg? unit_weight_kg unit_volume_m3? licence_rule? note?'),
    presence: 'needed',
    mayBeEmpty: false,
  },
  enterprises: {
    name: 'enterprises',
    columns: columns('id name county hygiene_licence_until lat lon staff'),
    presence: 'needed',
    mayBeEmpty: false,
  },
  lines: {
    name: 'lines',
    columns: columns('id enterprise items daily_capacity unit staff kwh_per_unit gas_m3_per_unit'),
    presence: 'needed',
    mayBeEmpty: true,
  },
  stock: {
    name: 'stock',
    columns: columns('enterprise item quantity unit expires grade? lot?'),
    presence: 'needed',
    mayBeEmpty: true,
  },
  inputs: { name: 'inputs', columns: columns('code name name_en? unit'), presence: 'expected', mayBeEmpty: true },
  bom: { name: 'bom', columns: columns('item input per_unit unit'), presence: 'expected', mayBeEmpty: true },
  input_stock: {
    name: 'input_stock',
    columns: columns('enterprise input quantity unit inbound_per_day'),
    presence: 'expected',
    mayBeEmpty: true,
  },
  demand_points: {
    name: 'demand_points',
    columns: columns('id name county kind served lat lon'),
    presence: 'needed',
    mayBeEmpty: true,
  },
  demand_rates: {
    name: 'demand_rates',
    columns: columns('kind item per_served_per_day unit tier grade?'),
    presence: 'needed',
    mayBeEmpty: true,
  },
  vehicles: { name: 'vehicles', columns: columns('id plate home capacity_t'), presence: 'expected', mayBeEmpty: true },
  energy: {
    name: 'energy',
    columns: columns('indicator name value unit same_day_last_year status'),
    presence: 'expected',
    mayBeEmpty: true,
  },
};

export const CITY_FILE = 'city.json';
/** what city.json is in a workbook: a sheet of one row */
export const CITY_TABLE = 'city';
export const CITY_COLUMNS = ['code', 'name', 'name_en', 'date', 'clock'];
export const BOUNDARIES_FILE = 'counties.geo.json';
/** read for its date only, when nothing else says which day the data is of */
export const PUBLISHED_FILE = 'published-figures.json';
export const DEFAULT_SCENARIO = 'lockdown';
const RATES_PREFIX = 'demand_rates_';

/** What a file's base name (without folder, with or without .csv) stands for; null when nothing of the format is called so. */
export function recogniseTable(baseName: string): { name: FileName; scenario: string | null } | null {
  const stem = baseName
    .trim()
    .toLowerCase()
    .replace(/\.(csv|tsv|txt)$/u, '');
  const name = FILE_NAMES.find((candidate) => candidate === stem);
  if (name !== undefined) return { name, scenario: null };
  if (stem.startsWith(RATES_PREFIX) && stem.length > RATES_PREFIX.length) {
    return { name: 'demand_rates', scenario: stem.slice(RATES_PREFIX.length) };
  }
  return null;
}

/** The name a person sees for a missing table. */
export function displayName(name: FileName): string {
  return name === 'demand_rates' ? `${RATES_PREFIX}${DEFAULT_SCENARIO}.csv` : `${name}.csv`;
}

export function columnNames(name: FileName): string {
  return FILES[name].columns.map((column) => column.name).join(', ');
}

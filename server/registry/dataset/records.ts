/** Rows of each file into the records of the dataset, with every check that one row, or one row against the tables before it, allows. */
import { Decimal } from 'decimal.js';
import { conversion, isMass, parseUnit, splitScale, type WrittenUnit } from '#contracts/units.ts';
import { type Declared, Keys, type Row } from './rows.ts';
import type {
  BomRow,
  BusinessDay,
  County,
  DemandPoint,
  DemandRate,
  EnergyReading,
  Enterprise,
  Input,
  InputStockRow,
  Item,
  Line,
  StockRow,
  Vehicle,
} from './types.ts';

/** What earlier files declare; null where such a file could not be read. A code stands with null when its own row has an error. */
export interface Known {
  counties: Map<string, County | null> | null;
  items: Map<string, Item | null> | null;
  enterprises: Map<string, Enterprise | null> | null;
  inputs: Map<string, Input | null> | null;
}

const PEOPLE = { min: 0, max: 100_000_000 };
const RATE = { max: 1e9 };
const MAX_TIER = 99;

const declared = (target: string, codes: ReadonlyMap<string, unknown> | null): Declared | null =>
  codes === null ? null : { target, codes };

/** Latitudes and longitudes of China: a pair the wrong way round falls outside. */
function place(row: Row): { lat: number; lon: number } {
  return { lat: row.degrees('lat', 3, 54), lon: row.degrees('lon', 73, 136) };
}

/** Runs `read` on every row; keeps the records of the rows without an error. */
function collect<T>(rows: Row[], read: (row: Row) => T): T[] {
  const records: T[] = [];
  for (const row of rows) {
    const record = read(row);
    if (!row.failed) records.push(record);
  }
  return records;
}

/** As `collect`, and every code is remembered, also of a row with an error, so that one mistake is not reported at every use of the code. */
function collectByCode<T>(
  rows: Row[],
  column: string,
  read: (row: Row) => T,
): { records: T[]; byCode: Map<string, T | null> } {
  const byCode = new Map<string, T | null>();
  const keys = new Keys();
  const records = collect(rows, (row) => {
    const code = row.code(column);
    keys.claim(row, [code], column);
    const record = read(row);
    if (!byCode.has(code)) byCode.set(code, row.failed ? null : record);
    return record;
  });
  return { records, byCode };
}

export function readCounties(rows: Row[]) {
  return collectByCode(rows, 'code', (row): County => {
    const code = row.code('code');
    if (code !== '' && !/^\d{6}$/u.test(code)) row.fail('code', 'bad_county_code');
    const population = row.integer('population', PEOPLE);
    return {
      code,
      name: row.text('name'),
      nameEn: row.optionalText('name_en') || row.raw('name'),
      population,
      ...place(row),
    };
  });
}

export function readItems(rows: Row[]) {
  return collectByCode(rows, 'code', (row): Item => {
    const unit = row.baseUnit('unit');
    const content = row.optionalNumber('content_kg', { max: 1e6, positive: true });
    return {
      code: row.code('code'),
      name: row.text('name'),
      nameEn: row.optionalText('name_en') || row.raw('name'),
      category: row.code('category').toLowerCase(),
      unit,
      // A unit of mass holds its own weight.
      contentKg: content ?? (isMass(unit) ? conversion(unit, '公斤') : null),
      unitWeightKg: row.decimal('unit_weight_kg', { max: 1e6 }),
      unitVolumeM3: row.optionalNumber('unit_volume_m3', { max: 1e6, positive: true }),
      licenceRule: row.choice('licence_rule', ['production', 'grade'] as const),
      note: row.optionalText('note', 1000),
    };
  });
}

export function readEnterprises(rows: Row[], known: Known) {
  return collectByCode(rows, 'id', (row): Enterprise => {
    const county = row.reference('county', declared('counties.csv', known.counties));
    return {
      id: row.code('id'),
      name: row.text('name'),
      county,
      hygieneLicenceUntil: row.day('hygiene_licence_until'),
      ...place(row),
      staff: row.integer('staff', { min: 0, max: 1_000_000 }),
    };
  });
}

export function readLines(rows: Row[], known: Known) {
  return collectByCode(rows, 'id', (row): Line => {
    const items = readLineItems(row, known);
    const written = row.unit('unit');
    // Lines counted by weight are counted in tonnes, whatever the file writes.
    const unit = written === null ? '' : isMass(written.unit) ? '吨' : written.unit;
    for (const code of items) checkLineUnit(row, unit, known.items?.get(code) ?? null);
    return {
      id: row.code('id'),
      enterprise: row.reference('enterprise', declared('enterprises.csv', known.enterprises)),
      items,
      dailyCapacity: written === null ? new Decimal(0) : row.quantity('daily_capacity', unit),
      unit,
      staff: row.integer('staff', { min: 0, max: 1_000_000 }),
      kwhPerUnit: row.optionalNumber('kwh_per_unit', RATE) ?? new Decimal(0),
      gasM3PerUnit: row.optionalNumber('gas_m3_per_unit', RATE) ?? new Decimal(0),
      energyUnit: energyUnit(written, unit),
    };
  });
}

function readLineItems(row: Row, known: Known): string[] {
  const text = row.raw('items').normalize('NFKC');
  const items = text
    .split(/[|、;]/u)
    .map((code) => code.trim())
    .filter((code) => code !== '');
  if (items.length === 0) row.fail('items', 'required');
  if (new Set(items).size < items.length) row.fail('items', 'same_item_twice');
  for (const code of items) row.reference('items', declared('items.csv', known.items), code);
  return items;
}

function checkLineUnit(row: Row, unit: string, item: Item | null): void {
  if (item === null || unit === '' || item.unit === unit) return;
  if (unit === '吨' && item.contentKg !== null) return;
  row.fail('unit', 'line_unit', { unit, item: item.code, itemUnit: item.unit });
}

function energyUnit(written: WrittenUnit | null, unit: string): number {
  if (written === null) return 1;
  return (conversion(written.unit, unit) ?? new Decimal(1)).mul(written.scale).toNumber();
}

export function readStock(rows: Row[], known: Known, date: BusinessDay | null): StockRow[] {
  const keys = new Keys();
  return collect(rows, (row) => {
    const enterprise = row.reference('enterprise', declared('enterprises.csv', known.enterprises));
    const code = row.reference('item', declared('items.csv', known.items));
    const item = known.items?.get(code) ?? null;
    const grade = row.choice('grade', ['medical', 'general'] as const);
    if (grade !== null && item !== null && item.licenceRule !== 'grade')
      row.fail('grade', 'grade_not_kept', { item: code });
    const expires = row.day('expires');
    const quantity = row.quantity('quantity', item?.unit ?? null);
    if (!row.failed && item !== null && !isMass(item.unit) && !quantity.isInteger()) {
      row.warn('quantity', 'fraction_of_piece', { unit: item.unit });
    }
    if (date !== null && expires !== null && expires < date) row.warn('expires', 'expired_stock', { date });
    const lot = row.optionalText('lot', 64) || null;
    keys.claim(row, [enterprise, code, grade, lot, expires], 'item');
    return { enterprise, item: code, quantity, grade, lot, expires };
  });
}

export function readInputs(rows: Row[], known: Known) {
  return collectByCode(rows, 'code', (row): Input => {
    const code = row.code('code');
    if (known.items?.has(code) === true) row.fail('code', 'code_taken');
    return {
      code,
      name: row.text('name'),
      nameEn: row.optionalText('name_en') || row.raw('name'),
      unit: row.baseUnit('unit'),
    };
  });
}

/** Inputs, and items used as inputs. */
export function everyInput(known: Known): Declared | null {
  if (known.items === null || known.inputs === null) return null;
  return { target: 'inputs.csv, items.csv', codes: new Map<string, unknown>([...known.inputs, ...known.items]) };
}

const inputUnit = (known: Known, code: string): string | null =>
  (known.inputs?.get(code) ?? known.items?.get(code))?.unit ?? null;

export interface PlacedBomRow extends BomRow {
  row: Row;
}

export function readBom(rows: Row[], known: Known): PlacedBomRow[] {
  const keys = new Keys();
  const inputs = everyInput(known);
  return collect(rows, (row) => {
    const item = row.reference('item', declared('items.csv', known.items));
    const input = row.reference('input', inputs);
    keys.claim(row, [item, input], 'input');
    return { item, input, perUnit: row.quantity('per_unit', inputUnit(known, input), { positive: true }), row };
  });
}

export function readInputStock(rows: Row[], known: Known): InputStockRow[] {
  const keys = new Keys();
  const inputs = everyInput(known);
  return collect(rows, (row) => {
    const enterprise = row.reference('enterprise', declared('enterprises.csv', known.enterprises));
    const input = row.reference('input', inputs);
    keys.claim(row, [enterprise, input], 'input');
    const unit = inputUnit(known, input);
    return {
      enterprise,
      input,
      quantity: row.quantity('quantity', unit),
      inboundPerDay: row.optionalQuantity('inbound_per_day', unit) ?? new Decimal(0),
    };
  });
}

export function readDemandPoints(rows: Row[], known: Known) {
  return collectByCode(rows, 'id', (row): DemandPoint => {
    const county = row.reference('county', declared('counties.csv', known.counties));
    const kind = row.code('kind').toLowerCase();
    return {
      id: row.code('id'),
      name: row.text('name'),
      county,
      kind,
      served: row.integer('served', PEOPLE),
      ...place(row),
    };
  });
}

export function readDemandRates(rows: Row[], known: Known, kinds: ReadonlySet<string> | null): DemandRate[] {
  const keys = new Keys();
  return collect(rows, (row) => {
    const kind = row.code('kind').toLowerCase();
    if (kinds !== null && kind !== '' && !kinds.has(kind)) row.warn('kind', 'unused_kind');
    const code = row.reference('item', declared('items.csv', known.items));
    const item = known.items?.get(code) ?? null;
    keys.claim(row, [kind, code], 'item');
    const grade = row.choice('grade', ['medical', 'general'] as const);
    if (grade !== null && item !== null && item.licenceRule !== 'grade')
      row.fail('grade', 'grade_not_kept', { item: code });
    return {
      kind,
      item: code,
      perServedPerDay: row.quantity('per_served_per_day', item?.unit ?? null),
      tier: row.integer('tier', { min: 1, max: MAX_TIER }),
      grade,
    };
  });
}

export function readVehicles(rows: Row[], known: Known) {
  const plates = new Keys();
  return collectByCode(rows, 'id', (row): Vehicle => {
    const plate = row.text('plate');
    if (plate !== '') plates.claim(row, [plate], 'plate');
    const home = row.reference('home', declared('enterprises.csv', known.enterprises));
    const capacityT = row.decimal('capacity_t', { max: 1000, positive: true });
    return { id: row.code('id'), plate, home, capacityT };
  });
}

export function readEnergy(rows: Row[]) {
  return collectByCode(rows, 'indicator', (row): EnergyReading => {
    // Energy is measured in more ways (座, 万千瓦时) than goods are: an unknown unit stays as written, its 万 is resolved.
    const written = splitScale(row.raw('unit'));
    const reading = (column: string): Decimal | null => {
      if (row.raw(column) === '') return null;
      if (parseUnit(row.raw('unit')) !== null) return row.quantity(column, written.unit);
      return row.decimal(column, { min: 0, max: 1e12 }).mul(written.scale);
    };
    return {
      indicator: row.code('indicator'),
      name: row.text('name'),
      value: reading('value'),
      unit: written.unit,
      sameDayLastYear: reading('same_day_last_year'),
      status: row.optionalText('status'),
    };
  });
}

/** An item that needs itself, however far around, can never be made: the row that closes the circle is the error. */
export function checkBomCycles(rows: PlacedBomRow[]): void {
  const uses = new Map<string, PlacedBomRow[]>();
  for (const row of rows) {
    const known = uses.get(row.item);
    if (known === undefined) uses.set(row.item, [row]);
    else known.push(row);
  }
  const state = new Map<string, 'open' | 'done'>();
  for (const start of uses.keys()) {
    if (state.has(start)) continue;
    const path: Array<{ item: string; next: number }> = [{ item: start, next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path.at(-1)!;
      const used = uses.get(top.item)?.[top.next];
      top.next += 1;
      if (used === undefined) {
        state.set(top.item, 'done');
        path.pop();
      } else if (state.get(used.input) === 'open') {
        const from = path.findIndex((step) => step.item === used.input);
        used.row.fail('input', 'bom_cycle', {
          path: [...path.slice(from).map((step) => step.item), used.input].join(' → '),
        });
      } else if (!state.has(used.input)) {
        state.set(used.input, 'open');
        path.push({ item: used.input, next: 0 });
      }
    }
  }
}

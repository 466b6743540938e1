/** A dataset back into the files of the exchange format. Reading them again gives an equal dataset. */
import { Decimal } from 'decimal.js';
import { BOUNDARIES_FILE, CITY_FILE, displayName, FILES, type FileName } from './specification.ts';
import type { CityDataset, Line } from './types.ts';

type Cell = string | number | Decimal | null;
type Values = Record<string, Cell>;

/** csv and json texts by file name. */
export function writeCityFolder(dataset: CityDataset): Map<string, string> {
  const files = new Map<string, string>();
  const { code, name, nameEn, clock } = dataset.city;
  files.set(CITY_FILE, `${JSON.stringify({ code, name, name_en: nameEn, date: dataset.date, clock }, null, 2)}\n`);
  for (const [file, rows] of Object.entries(tableRows(dataset)) as Array<[FileName, Values[]]>) {
    files.set(
      displayName(file),
      writeCsv(
        FILES[file].columns.map((column) => column.name),
        rows,
      ),
    );
  }
  if (dataset.boundaries !== null) files.set(BOUNDARIES_FILE, JSON.stringify(dataset.boundaries));
  return files;
}

/** The rows of every table by column name: also what the xlsx export writes. */
export function tableRows(dataset: CityDataset): Record<FileName, Values[]> {
  const units = new Map([...dataset.items, ...dataset.inputs].map((item) => [item.code, item.unit]));
  const unit = (code: string): string => units.get(code) ?? '';
  return {
    counties: dataset.counties.map((county) => ({ ...county, name_en: county.nameEn })),
    items: dataset.items.map((item) => ({
      code: item.code,
      name: item.name,
      name_en: item.nameEn,
      category: item.category,
      unit: item.unit,
      content_kg: item.contentKg,
      unit_weight_kg: item.unitWeightKg,
      unit_volume_m3: item.unitVolumeM3,
      licence_rule: item.licenceRule,
      note: item.note,
    })),
    enterprises: dataset.enterprises.map((enterprise) => ({
      id: enterprise.id,
      name: enterprise.name,
      county: enterprise.county,
      hygiene_licence_until: enterprise.hygieneLicenceUntil,
      lat: enterprise.lat,
      lon: enterprise.lon,
      staff: enterprise.staff,
    })),
    lines: dataset.lines.map(lineRow),
    stock: dataset.stock.map((row) => ({ ...row, unit: unit(row.item) })),
    inputs: dataset.inputs.map((input) => ({
      code: input.code,
      name: input.name,
      name_en: input.nameEn,
      unit: input.unit,
    })),
    bom: dataset.bom.map((row) => ({ item: row.item, input: row.input, per_unit: row.perUnit, unit: unit(row.input) })),
    input_stock: dataset.inputStock.map((row) => ({
      enterprise: row.enterprise,
      input: row.input,
      quantity: row.quantity,
      unit: unit(row.input),
      inbound_per_day: row.inboundPerDay,
    })),
    demand_points: dataset.demandPoints.map((point) => ({ ...point })),
    demand_rates: dataset.demandRates.map((rate) => ({
      kind: rate.kind,
      item: rate.item,
      per_served_per_day: rate.perServedPerDay,
      unit: unit(rate.item),
      tier: rate.tier,
      grade: rate.grade,
    })),
    vehicles: dataset.vehicles.map(({ id, plate, home, capacityT }) => ({ id, plate, home, capacity_t: capacityT })),
    energy: dataset.energy.map(({ indicator, name, value, unit: measured, sameDayLastYear, status }) => ({
      indicator,
      name,
      value,
      unit: measured,
      same_day_last_year: sameDayLastYear,
      status,
    })),
  };
}

/** Energy per unit belongs to the unit of its row, so the row is written in that unit: 万只, 公斤. */
function lineRow(line: Line): Values {
  const units: Record<string, string> = { '10000': '万', '100000000': '亿', '1000': '千', '100': '百', '1': '' };
  const small: Record<string, string> = { '0.001': '公斤', '0.0005': '斤', '0.000001': '克' };
  const size = String(new Decimal(line.energyUnit).toFixed());
  const written =
    line.unit === '吨' && small[size] !== undefined
      ? small[size]
      : units[size] === undefined
        ? null
        : `${units[size]}${line.unit}`;
  const per = written === null ? new Decimal(1) : new Decimal(line.energyUnit);
  const energy = (value: Decimal): Decimal => (written === null ? value.div(line.energyUnit) : value);
  return {
    id: line.id,
    enterprise: line.enterprise,
    items: line.items.join('|'),
    daily_capacity: line.dailyCapacity.div(per),
    unit: written ?? line.unit,
    staff: line.staff,
    kwh_per_unit: energy(line.kwhPerUnit),
    gas_m3_per_unit: energy(line.gasM3PerUnit),
  };
}

export function writeCsv(columns: string[], rows: Values[]): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column] ?? null)).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text =
    typeof cell === 'string' ? neutraliseFormula(cell) : cell instanceof Decimal ? cell.toFixed() : String(cell);
  return /[",\r\n;\t]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Text that a spreadsheet would run as a formula (=, +, -, @ in front) gets an apostrophe before it, as spreadsheets themselves write
 * text. Reading takes it off again, so the text itself never changes.
 */
export function neutraliseFormula(text: string): string {
  return /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(text) && !/^[+-]?\d[\d.,]*$/u.test(text) ? `'${text}` : text;
}

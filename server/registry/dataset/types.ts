/**
 * One city's data on one day, as the exchange folder holds it (example/README.md) and as the database gives it back.
 * Everything that computes (position, planner, bulletin) reads this shape, so a folder and a database give the same answer.
 *
 * Quantities are exact decimals in the item's or input's base unit (只, 瓶, 支, 件, 吨): 万/亿 is resolved on reading.
 * Business days are 'YYYY-MM-DD' in Asia/Shanghai.
 */
import type { Decimal } from 'decimal.js';

export type BusinessDay = string;

/** `production`: made only on days when the hygiene licence is valid; `grade`: general without it, medical with it. */
export type LicenceRule = 'production' | 'grade' | null;
export type Grade = 'medical' | 'general';

export interface County {
  code: string; // GB/T 2260
  name: string;
  nameEn: string;
  population: number;
  lat: number;
  lon: number;
}

export interface Item {
  code: string;
  name: string;
  nameEn: string;
  category: string; // disinfectant | alcohol | mask | pharmaceutical | any other a city names
  unit: string;
  /** kilograms of product in one unit; null when the item is never made on a line counted in tonnes */
  contentKg: Decimal | null;
  /** gross kilograms of one unit, for transport */
  unitWeightKg: Decimal;
  /** cubic metres of one unit as it is packed, for transport; null when it is not known */
  unitVolumeM3: Decimal | null;
  licenceRule: LicenceRule;
  note: string;
}

export interface Enterprise {
  id: string;
  name: string;
  county: string;
  /** last valid day of the hygiene licence; null = none held */
  hygieneLicenceUntil: BusinessDay | null;
  lat: number;
  lon: number;
  staff: number;
}

export interface Line {
  id: string;
  enterprise: string;
  /** a line that makes either of several items shares one capacity among them */
  items: string[];
  /** in `unit` per day, 万 resolved (万只 → 只) */
  dailyCapacity: Decimal;
  unit: string;
  staff: number;
  kwhPerUnit: Decimal; // per the unit written in the file's row, see `energyUnit`
  gasM3PerUnit: Decimal;
  /** how many of `unit` one energy unit is: 10000 when the file counts in 万只, else 1 */
  energyUnit: number;
}

export interface StockRow {
  enterprise: string;
  item: string;
  quantity: Decimal;
  /** null: by the licence on the day of the count (see grade rule); only for items with licence_rule `grade` */
  grade: Grade | null;
  lot: string | null;
  /** last day on which it may be issued */
  expires: BusinessDay | null;
}

export interface Input {
  code: string;
  name: string;
  nameEn: string;
  unit: string;
}

export interface BomRow {
  item: string;
  /** an input's code, or another item's */
  input: string;
  /** units of input (its base unit) in one base unit of the item */
  perUnit: Decimal;
}

export interface InputStockRow {
  enterprise: string;
  input: string;
  quantity: Decimal;
  inboundPerDay: Decimal;
}

export interface DemandPoint {
  id: string;
  name: string;
  county: string;
  kind: string; // community | hospital | any other a city names
  served: number; // residents, or beds
  lat: number;
  lon: number;
}

export interface DemandRate {
  kind: string;
  item: string;
  /** base units per resident or bed per day */
  perServedPerDay: Decimal;
  /** 1 is served first */
  tier: number;
  /** `medical` = medical grade only; null = any */
  grade: Grade | null;
}

export interface Vehicle {
  id: string;
  plate: string;
  home: string; // enterprise id
  capacityT: Decimal;
}

export interface EnergyReading {
  indicator: string;
  name: string;
  value: Decimal | null;
  unit: string;
  sameDayLastYear: Decimal | null;
  status: string;
}

/** GeoJSON FeatureCollection with properties.code; for pictures only. */
export interface CountyBoundaries {
  type: 'FeatureCollection';
  features: Array<{ type: 'Feature'; properties: { code: string; name: string }; geometry: unknown }>;
}

/** Who the city is (city.json of the folder). */
export interface City {
  /** GB/T 2260 code of the city: 410800 */
  code: string;
  name: string;
  nameEn: string;
  /** `held`: the city's business clock stands at the dataset's day; `real`: it runs */
  clock: 'held' | 'real';
}

export interface CityDataset {
  city: City;
  /** close of the day the stock was counted on */
  date: BusinessDay;
  counties: County[];
  boundaries: CountyBoundaries | null;
  items: Item[];
  enterprises: Enterprise[];
  lines: Line[];
  stock: StockRow[];
  inputs: Input[];
  bom: BomRow[];
  inputStock: InputStockRow[];
  demandPoints: DemandPoint[];
  demandRates: DemandRate[];
  vehicles: Vehicle[];
  energy: EnergyReading[];
}

/**
 * Quantities and their units, as staff write them and as readers expect them. Shared by the reading of files, the forms and the pages.
 *
 * A base unit is what one counts in (只, 瓶, 支, 件, 吨); a written unit may carry a scale (万只 = 10,000 只).
 * Values are exact decimals.
 */
import { Decimal } from 'decimal.js';

export type Language = 'zh' | 'en';

interface UnitDefinition {
  /** units of one family convert into each other; each way of counting pieces is a family of its own */
  family: string;
  /** how many of the family's first unit one is */
  factor: string;
  aliases: string[];
  one: string;
  many: string;
}

const mass = (factor: string, symbol: string, aliases: string[]): UnitDefinition => ({
  family: 'mass',
  factor,
  aliases: [symbol, ...aliases],
  one: symbol,
  many: symbol,
});
const volume = (factor: string, symbol: string, aliases: string[]): UnitDefinition => ({
  ...mass(factor, symbol, aliases),
  family: 'volume',
});
const count = (one: string, many: string, aliases: string[] = []): UnitDefinition => ({
  family: '',
  factor: '1',
  aliases: [...aliases, ...[one, many].filter((word) => word !== '')],
  one,
  many,
});

/** 只 and 个 have no word in English: "5.88 M" stands before the item's name. */
const UNITS: Record<string, UnitDefinition> = {
  吨: mass('1', 't', ['公吨', '噸', 'tonne', 'tonnes', '吨(t)']),
  公斤: mass('0.001', 'kg', ['千克', 'kilogram', 'kilograms']),
  斤: { ...mass('0.0005', 'jin', ['市斤']) },
  克: mass('0.000001', 'g', ['gram', 'grams']),
  立方米: volume('1000', 'm³', ['立方', 'm3', '方']),
  升: volume('1', 'L', ['公升', 'litre', 'litres', 'liter', 'liters']),
  毫升: volume('0.001', 'mL', []),
  只: count('', '', ['隻', 'piece', 'pieces', 'pcs', 'pc']),
  个: count('', '', ['個']),
  瓶: count('bottle', 'bottles'),
  支: count('vial', 'vials', ['枝']),
  件: count('carton', 'cartons'),
  箱: count('case', 'cases'),
  盒: count('box', 'boxes'),
  桶: count('drum', 'drums'),
  袋: count('bag', 'bags'),
  包: count('pack', 'packs'),
  片: count('tablet', 'tablets'),
  粒: count('capsule', 'capsules'),
  板: count('blister', 'blisters'),
  罐: count('can', 'cans'),
  副: count('pair', 'pairs', ['双', '对']),
  套: count('set', 'sets'),
  件套: count('suit', 'suits'),
  张: count('sheet', 'sheets'),
  条: count('strip', 'strips'),
  卷: count('roll', 'rolls'),
  台: count('machine', 'machines'),
  顶: count('tent', 'tents'),
  份: count('portion', 'portions'),
  人份: count('test', 'tests'),
  枚: count('unit', 'units'),
  人: count('person', 'people', ['名']),
  千瓦时: { ...mass('1', 'kWh', ['度', '千瓦小时']), family: 'power' },
  米: { ...mass('1', 'm', ['公尺']), family: 'length' },
  平方米: { ...mass('1', 'm²', ['平米', 'm2']), family: 'area' },
};

const SCALES: Record<string, string> = {
  十: '10',
  百: '100',
  千: '1000',
  万: '10000',
  萬: '10000',
  亿: '100000000',
  億: '100000000',
};
const byName = new Map<string, string>();
for (const [unit, definition] of Object.entries(UNITS)) {
  for (const name of [unit, ...definition.aliases]) byName.set(fold(name), unit);
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

export interface WrittenUnit {
  /** the unit without its scale, by its one name: 千克 and kg are 公斤 */
  unit: string;
  /** how many of `unit` the written unit is: 10,000 for 万只 */
  scale: Decimal;
}

/** '万只' → {只, 10000}; 'kg' → {公斤, 1}; null when the unit is not known. */
export function parseUnit(text: string): WrittenUnit | null {
  let rest = fold(text);
  let scale = new Decimal(1);
  for (;;) {
    const unit = byName.get(rest);
    if (unit !== undefined) return { unit, scale };
    const factor = SCALES[rest.charAt(0)];
    if (factor === undefined || rest.length < 2) return null;
    scale = scale.mul(factor);
    rest = rest.slice(1);
  }
}

/** A scale in front of a unit this table does not name (万千瓦时): the scale is resolved, the rest stays as written. */
export function splitScale(text: string): WrittenUnit {
  const known = parseUnit(text);
  if (known !== null) return known;
  const trimmed = text.normalize('NFKC').trim();
  const factor = /^[万亿]./u.test(trimmed) ? SCALES[trimmed.charAt(0)] : undefined;
  return factor === undefined
    ? { unit: trimmed, scale: new Decimal(1) }
    : { unit: trimmed.slice(1), scale: new Decimal(factor) };
}

export function knownUnits(): string[] {
  return Object.keys(UNITS);
}

/** The smallest quantity that is handed out, in the base unit (planning formulation, C8): 只, 瓶, 支, 件 by the piece; 吨 by the kilogram. */
export function packOf(unit: string): Decimal {
  return new Decimal(unit === '吨' ? '0.001' : 1);
}

/** How many of `to` one `from` is; null when one cannot become the other (a bottle is no tonne). */
export function conversion(from: string, to: string): Decimal | null {
  if (from === to) return new Decimal(1);
  const source = UNITS[from];
  const target = UNITS[to];
  if (source === undefined || target === undefined || source.family === '' || source.family !== target.family)
    return null;
  return new Decimal(source.factor).div(target.factor);
}

export function isMass(unit: string): boolean {
  return UNITS[unit]?.family === 'mass';
}

export function unitName(unit: string, language: Language, value: Decimal.Value = 2): string {
  if (language === 'zh') return unit;
  const definition = UNITS[unit];
  if (definition === undefined) return unit;
  return new Decimal(value).eq(1) ? definition.one : definition.many;
}

export type QuantityErrorCode =
  | 'required'
  | 'not_a_number'
  | 'separators'
  | 'not_finite'
  | 'too_large'
  | 'unknown_unit'
  | 'unit_mismatch'
  | 'unit_conflict';

export type QuantityResult =
  | { ok: true; value: Decimal; unit: string | null; understood: string }
  | { ok: false; code: QuantityErrorCode; params: Record<string, string> };

export interface QuantityOptions {
  /** the unit written beside the cell (万只); what the cell says itself goes before it */
  unit?: string | undefined;
  /** the unit the value is wanted in (只) */
  base?: string | undefined;
}

/** No quantity of a city's supplies comes near: anything larger is a slip. */
export const LARGEST_QUANTITY = new Decimal('1e12');

const refuse = (code: QuantityErrorCode, params: Record<string, string> = {}): QuantityResult => ({
  ok: false,
  code,
  params,
});

/**
 * Reads a quantity as staff write it: '263万只', '2,630,000', '2 630 000', '２６３万', '1亿2000万', '434.47 吨', '1.2e6'.
 * The value is in `base` when given, else in the unit written without its scale. The sign is kept: the caller says whether below zero is wrong.
 */
export function parseQuantity(text: string, options: QuantityOptions = {}): QuantityResult {
  const written = text.normalize('NFKC').replace(/−/gu, '-').trim();
  if (written === '') return refuse('required');
  if (/^[+-]?(nan|inf(inity)?|∞)$/iu.test(written)) return refuse('not_finite');
  const number = readNumber(written);
  if ('code' in number) return refuse(number.code);
  const unit = resolveUnit(number.scaled, number.rest, options);
  if ('code' in unit) return refuse(unit.code, unit.params);
  const value = number.value.mul(unit.factor);
  if (!value.isFinite() || value.abs().gt(LARGEST_QUANTITY)) return refuse('too_large');
  const shown = groupDigits(value);
  return { ok: true, value, unit: unit.unit, understood: unit.unit === null ? shown : `${shown} ${unit.unit}` };
}

interface ReadNumber {
  value: Decimal;
  /** the number carried 万 or 亿 of its own */
  scaled: boolean;
  rest: string;
}

function readNumber(written: string): ReadNumber | { code: QuantityErrorCode } {
  const negative = written.startsWith('-');
  let rest = written.replace(/^[+-]\s*/u, '');
  let total = new Decimal(0);
  let scaled = false;
  let smallest: Decimal | null = null;
  for (;;) {
    const match = /^([\d.][\d.,'’ ]*(?:e[+-]?\d+)?)\s*/iu.exec(rest);
    if (match === null) return smallest === null ? { code: 'not_a_number' } : done();
    const part = readDigits(match[1]!.trim());
    if (typeof part === 'string') return { code: part };
    rest = rest.slice(match[0].length);
    const scale = takeScale();
    // 1亿2000万 and 1万2345 are clear; 3万5 could be 35,000 or 30,005.
    if (smallest !== null && !fitsBelow(part, scale, smallest)) return { code: 'not_a_number' };
    total = total.add(part.mul(scale));
    smallest = scale;
    if (scale.eq(1) || rest === '') return done();
  }

  function takeScale(): Decimal {
    let scale = new Decimal(1);
    while (rest !== '' && byName.get(fold(rest)) === undefined) {
      const factor = SCALES[rest.charAt(0)];
      if (factor === undefined) break;
      scale = scale.mul(factor);
      scaled = true;
      rest = rest.slice(1).trimStart();
    }
    return scale;
  }
  function done(): ReadNumber {
    return { value: negative ? total.neg() : total, scaled, rest: rest.trim() };
  }
}

function fitsBelow(part: Decimal, scale: Decimal, above: Decimal): boolean {
  if (part.mul(scale).gte(above)) return false;
  return scale.gt(1) || part.mul(10).gte(above);
}

function readDigits(digits: string): Decimal | QuantityErrorCode {
  const plain = /^(\d+\.?\d*|\.\d+)$/u.test(digits);
  const exponent = /^(?:\d+\.?\d*|\.\d+)e([+-]?\d+)$/iu.exec(digits);
  if (exponent !== null) return Math.abs(Number(exponent[1])) > 30 ? 'not_finite' : new Decimal(digits);
  if (plain) return digits.length > 40 ? 'too_large' : new Decimal(digits);
  if (/^\d{1,3}([,'’ ])\d{3}(?:\1\d{3})*(?:\.\d+)?$/u.test(digits)) return new Decimal(digits.replace(/[,'’ ]/gu, ''));
  return /^[\d,'’ ]+(?:\.\d+)?$/u.test(digits) ? 'separators' : 'not_a_number';
}

type ResolvedUnit =
  | { factor: Decimal; unit: string | null }
  | { code: QuantityErrorCode; params: Record<string, string> };

function resolveUnit(scaled: boolean, inline: string, options: QuantityOptions): ResolvedUnit {
  const beside = options.unit === undefined || options.unit.trim() === '' ? null : parseUnit(options.unit);
  if (beside === null && options.unit !== undefined && options.unit.trim() !== '') {
    return { code: 'unknown_unit', params: { unit: options.unit.trim() } };
  }
  if (inline === '') {
    if (beside === null) return { factor: new Decimal(1), unit: options.base ?? null };
    if (scaled && !beside.scale.eq(1)) return { code: 'unit_conflict', params: { unit: options.unit ?? '' } };
    return inBase(beside, options.base);
  }
  const own = parseUnit(inline);
  if (own === null) return { code: 'unknown_unit', params: { unit: inline } };
  // '263只' beside 万只 could mean either: only a person knows. '263万只' beside 万只 says the same thing twice.
  const sameScale = beside === null || beside.scale.eq(1) || (scaled && own.unit === beside.unit);
  if (!sameScale) return { code: 'unit_conflict', params: { unit: options.unit ?? '' } };
  return inBase(own, options.base);
}

function inBase(written: WrittenUnit, base: string | undefined): ResolvedUnit {
  if (base === undefined) return { factor: written.scale, unit: written.unit };
  const factor = conversion(written.unit, base);
  if (factor === null) return { code: 'unit_mismatch', params: { unit: written.unit, base } };
  return { factor: factor.mul(written.scale), unit: base };
}

/** '2630000' → '2,630,000'; no digit is lost. */
export function groupDigits(value: Decimal.Value): string {
  const [whole = '0', fraction] = new Decimal(value).toFixed().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export interface FormatOptions {
  /** every digit, however many; else at most two decimals after 万, 亿, M, three below them, three digits below one */
  exact?: boolean;
}

/** '588 万', '1.2 亿'; '5.88 M', '160,000' in English. */
export function formatNumber(value: Decimal.Value, language: Language, options: FormatOptions = {}): string {
  const number = new Decimal(value);
  const steps: Array<[string, string]> =
    language === 'zh'
      ? [
          ['1e8', ' 亿'],
          ['1e4', ' 万'],
        ]
      : [
          ['1e9', ' B'],
          ['1e6', ' M'],
        ];
  const trim = (scaled: Decimal, digits: number) =>
    groupDigits(options.exact === true ? scaled : scaled.toDecimalPlaces(digits));
  for (const [size, mark] of steps) {
    if (number.abs().gte(size)) return `${trim(number.div(size), 2)}${mark}`;
  }
  // 0.0004 吨 a bed is not none: below one its first digits count, unless it is what a sum of floats left over.
  const small = number.abs().lt(1) && number.abs().gt(leftOver);
  return small && options.exact !== true ? groupDigits(number.toSignificantDigits(3)) : trim(number, 3);
}

const leftOver = 1e-9;

/** '588 万只', '434.47 吨', '61.68 万吨'; in English '5.88 M', '160,000 bottles', '434.47 t'. */
export function formatQuantity(
  value: Decimal.Value,
  unit: string,
  language: Language,
  options: FormatOptions = {},
): string {
  const number = formatNumber(value, language, options);
  const name = unitName(unit, language, value);
  if (name === '') return number;
  return language === 'zh' && /[万亿]$/u.test(number) ? `${number}${name}` : `${number} ${name}`;
}

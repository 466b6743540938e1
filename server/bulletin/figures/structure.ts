/**
 * How the day's figures are laid out, as data: which category gives which keys. Everything else (values, units, shared lines, licences)
 * follows from a city's own data, so another city's items and indicators find their place without a change here.
 */
import { unitName } from '#contracts/units.ts';
import type { Item } from '#server/registry/dataset/index.ts';

/** How a category's stock is told: in one sum, in named groups of items, or item by item with each item's capacity. */
export type CategoryLayout =
  | { kind: 'total' }
  | { kind: 'groups'; groups: ReadonlyArray<{ key: string; holds: (item: Item) => boolean }> }
  | { kind: 'items' };

const isSanitiser = (item: Item): boolean => /saniti[sz]er/u.test(item.code) || item.name.includes('手消毒');

export const CATEGORY_LAYOUTS: Record<string, CategoryLayout> = {
  disinfectant: {
    kind: 'groups',
    groups: [
      { key: 'stock_sanitiser', holds: isSanitiser },
      { key: 'stock_other', holds: (item) => !isSanitiser(item) },
    ],
  },
  alcohol: { kind: 'total' },
  mask: { kind: 'total' },
  pharmaceutical: { kind: 'items' },
};

/** A category that a city adds is told in one sum. */
export const layoutOf = (category: string): CategoryLayout => CATEGORY_LAYOUTS[category] ?? { kind: 'total' };

/** What a figure's key says of its unit; masks and injections are counted in pieces and need no word. */
const UNIT_SUFFIXES: Record<string, string> = {
  只: '',
  支: '',
  个: '',
  吨: '_t',
  公斤: '_kg',
  升: '_l',
  立方米: '_m3',
};

function unitSuffix(unit: string, englishName: string): string {
  return UNIT_SUFFIXES[unit] ?? (englishName === '' ? '' : `_${englishName.toLowerCase().replace(/\W+/gu, '_')}`);
}

/**
 * The key of a figure for each of its units: 'stock' of 吨 is stock_t. Pieces need no word as long as one unit of them occurs; two would
 * fall together, so then each is named.
 */
export function unitKeys(key: string, units: Iterable<string>): Map<string, string> {
  const distinct = [...new Set(units)];
  const suffixes = new Map(distinct.map((unit) => [unit, unitSuffix(unit, unitName(unit, 'en'))]));
  const wordless = distinct.filter((unit) => suffixes.get(unit) === '');
  if (wordless.length > 1)
    for (const unit of wordless) suffixes.set(unit, `_${unitName(unit, 'en') || (unit === '只' ? 'pieces' : unit)}`);
  return new Map(distinct.map((unit) => [unit, `${key}${suffixes.get(unit)}`]));
}

export interface IndicatorLayout {
  key: string;
  english?: string;
  /** the key of the comparison with the same day last year, when it is told */
  comparison?: string;
  /** a count of things, its unit is in the key already */
  plainKey?: boolean;
}

/** S9. */
export const INDICATORS: Record<string, IndicatorLayout> = {
  'power-grid': { key: 'power_grid', english: 'power grid' },
  'gas-network': { key: 'pipe_networks', english: 'pipe networks' },
  'gas-supply': { key: 'gas', english: 'gas supply' },
  'refined-oil': { key: 'refined_oil', english: 'refined oil' },
  'plants-both-units-running': {
    key: 'dispatched_plants_both_units_running',
    english: 'dispatched power plants running both units',
    plainKey: true,
  },
  'coal-stock': { key: 'coal_stock', english: 'power coal in stock', comparison: 'coal_vs_last_year' },
};

/** The key of an indicator's value, its unit included. */
export function indicatorKey(indicator: string, unit: string): string {
  const layout = indicatorLayout(indicator);
  return layout.plainKey === true ? layout.key : unitKeys(layout.key, [unit]).get(unit)!;
}

export function indicatorLayout(indicator: string): IndicatorLayout {
  const key = indicator.replace(/\W+/gu, '_');
  return INDICATORS[indicator] ?? { key, comparison: `${key}_vs_last_year` };
}

/** A state of supply as staff write it, in the words of the published figures. */
export const STATUS_IN_ENGLISH: Record<string, string> = {
  安全稳定: 'safe and stable',
  安全平稳: 'safe and stable',
  平稳: 'stable',
  稳定: 'stable',
  正常: 'normal',
  紧平衡: 'tight balance',
  平衡: 'balanced',
  偏紧: 'somewhat tight',
  紧张: 'tight',
  短缺: 'short',
  充足: 'ample',
  宽松: 'ample',
  持平: 'level',
};

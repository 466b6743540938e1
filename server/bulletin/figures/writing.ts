/** What every part of the bulletin's text needs at hand. */
import { formatDay } from '#contracts/calendar.ts';
import { formatQuantity, type Language } from '#contracts/units.ts';
import type { BusinessDay, CityDataset, Item } from '#server/registry/dataset/index.ts';
import type { Figure, ItemPosition, Position } from '#server/stock/position/index.ts';
import {
  compose,
  derived,
  joinSegments,
  linked,
  type Origin,
  type Paragraph,
  pointer,
  type Segment,
} from './segments.ts';
import { unitKeys } from './structure.ts';

export interface Writing {
  dataset: CityDataset;
  position: Position;
  language: Language;
  items: Map<string, Item>;
  positions: Map<string, ItemPosition>;
}

export function startWriting(dataset: CityDataset, position: Position, language: Language): Writing {
  return {
    dataset,
    position,
    language,
    items: new Map(dataset.items.map((item) => [item.code, item])),
    positions: new Map(position.items.map((item) => [item.item, item])),
  };
}

type Part = string | Segment | Segment[];
export const body = (key: string, ...parts: Part[]): Paragraph => ({ key, kind: 'body', segments: compose(...parts) });
export const entry = (key: string, ...parts: Part[]): Paragraph => ({
  key,
  kind: 'entry',
  segments: compose(...parts),
});

export function itemName(writing: Writing, code: string): string {
  const item = writing.items.get(code);
  return (writing.language === 'zh' ? item?.name : item?.nameEn) ?? code;
}

export const count = (path: string, figure: Figure): Segment => linked(path, figure, figure.value.toFixed());

/** '201 吨、160 条': one amount a unit, each linked to its own key. `keys` leads to them: their last part gets the unit's suffix. */
export function amounts(writing: Writing, keys: string[], figures: Figure[]): Segment[] {
  const zh = writing.language === 'zh';
  if (figures.length === 0) return compose(zh ? '无' : 'none');
  const byUnit = unitKeys(
    keys.at(-1)!,
    figures.map((figure) => figure.unit),
  );
  const told = figures.map((figure) => {
    const path = pointer(...keys.slice(0, -1), byUnit.get(figure.unit)!);
    return compose(linked(path, figure, formatQuantity(figure.value, figure.unit, writing.language, { exact: true })));
  });
  return joinSegments(told, zh ? '、' : ' and ');
}

/** A day that follows from a figure, under /position/. */
export function dayLink(writing: Writing, keys: string[], day: BusinessDay, from: Origin, year = false): Segment {
  return derived(pointer('position', ...keys), day, formatDay(day, writing.language, { year }), from);
}

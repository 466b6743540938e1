/** The day's bulletin in our own words, in Chinese and English, written from the position of any city. */
import { type BusinessDay, formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/units.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import type { Position } from '#server/stock/position/index.ts';
import { arrange, asGenerated } from './arrange.ts';
import { coverText, noticesText } from './cover-text.ts';
import { energyText } from './energy-text.ts';
import { PART_NAMES } from './part-names.ts';
import { productionText } from './production.ts';
import type { BulletinDraft, BulletinPart, Paragraph } from './segments.ts';
import { startWriting, type Writing } from './writing.ts';

const PARTS: Array<{ key: keyof typeof PART_NAMES; write: (writing: Writing) => Paragraph[] }> = [
  { key: 'production', write: productionText },
  { key: 'energy', write: energyText },
  { key: 'cover', write: coverText },
  { key: 'notices', write: noticesText },
];

/** The parts before anyone has ordered them; a part with nothing to say is left out. */
export function bulletinParts(
  dataset: CityDataset,
  position: Position,
  language: Language,
): { title: string; parts: BulletinPart[] } {
  const writing = startWriting(dataset, position, language);
  const parts = PARTS.map(({ key, write }) => ({
    key,
    heading: PART_NAMES[key][language === 'zh' ? 0 : 1],
    paragraphs: write(writing),
  }));
  return {
    title: bulletinTitle(dataset.city, position.day, language),
    parts: parts.filter((part) => part.paragraphs.length > 0),
  };
}

export function bulletinText(dataset: CityDataset, position: Position, language: Language): BulletinDraft {
  const { title, parts } = bulletinParts(dataset, position, language);
  return { title, paragraphs: arrange(parts, asGenerated, language) };
}

export function bulletinTitle(city: { name: string; nameEn: string }, day: BusinessDay, language: Language): string {
  const written = formatDay(day, language, { year: true });
  return language === 'zh'
    ? `${city.name}应急物资保供简报（${written}）`
    : `${city.nameEn}: bulletin on emergency supplies, ${written}`;
}

/** The day's bulletin in our own words, in Chinese and English, written from the position of any city. */
import { formatDay } from '#contracts/calendar.ts';
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
  return { title: titleOf(writing), parts: parts.filter((part) => part.paragraphs.length > 0) };
}

export function bulletinText(dataset: CityDataset, position: Position, language: Language): BulletinDraft {
  const { title, parts } = bulletinParts(dataset, position, language);
  return { title, paragraphs: arrange(parts, asGenerated, language) };
}

function titleOf({ dataset, position, language }: Writing): string {
  const day = formatDay(position.day, language, { year: true });
  return language === 'zh'
    ? `${dataset.city.name}应急物资保供简报（${day}）`
    : `${dataset.city.nameEn}: bulletin on emergency supplies, ${day}`;
}

/** The day's bulletin in our own words, in Chinese and English, written from the position of any city. */
import { formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/units.ts';
import type { CityDataset } from '#server/registry/dataset/index.ts';
import type { Position } from '#server/stock/position/index.ts';
import { coverText, noticesText } from './cover-text.ts';
import { energyText } from './energy-text.ts';
import { productionText } from './production.ts';
import { type BulletinDraft, compose, type Paragraph } from './segments.ts';
import { startWriting, type Writing } from './writing.ts';

/** Each part with its heading; a part with nothing to say is left out. */
const PARTS: Array<{ zh: string; en: string; write: (writing: Writing) => Paragraph[] }> = [
  { zh: '生产与库存', en: 'Production and stock', write: productionText },
  { zh: '能源', en: 'Energy', write: energyText },
  { zh: '可用天数', en: 'How long stock lasts', write: coverText },
  { zh: '需要处理', en: 'To be acted on', write: noticesText },
];
const NUMERALS = '一二三四五六七八九';

export function bulletinText(dataset: CityDataset, position: Position, language: Language): BulletinDraft {
  const writing = startWriting(dataset, position, language);
  const zh = language === 'zh';
  const parts = PARTS.map((part) => ({ ...part, paragraphs: part.write(writing) })).filter(
    (part) => part.paragraphs.length > 0,
  );
  return {
    title: titleOf(writing),
    paragraphs: parts.flatMap((part, index): Paragraph[] => {
      const heading = zh ? `${NUMERALS[index]}、${part.zh}` : `${index + 1}. ${part.en}`;
      return [{ kind: 'heading', segments: compose(heading) }, ...part.paragraphs];
    }),
  };
}

function titleOf({ dataset, position, language }: Writing): string {
  const day = formatDay(position.day, language, { year: true });
  return language === 'zh'
    ? `${dataset.city.name}应急物资保供简报（${day}）`
    : `${dataset.city.nameEn}: bulletin on emergency supplies, ${day}`;
}

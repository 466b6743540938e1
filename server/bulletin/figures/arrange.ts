/** What officers do with the generated text: order it, hide paragraphs, add remarks. Figures and their words stay as computed. */
import { inOrder } from '#contracts/bulletin.ts';
import type { Language } from '#contracts/units.ts';
import { PART_NAMES, type PartKey } from './part-names.ts';
import type { BulletinPart, Paragraph } from './segments.ts';

export interface Remark {
  id: string;
  part: PartKey;
  zh: string;
  en: string;
}

export interface Arrangement {
  /** keys of parts and paragraphs in their wanted order; what it does not name stays behind its generated predecessor */
  order: string[];
  /** keys of paragraphs that are left out */
  hidden: string[];
  remarks: Remark[];
}

export interface ArrangedPart extends BulletinPart {
  paragraphs: Array<Paragraph & { hidden: boolean }>;
}

export const asGenerated: Arrangement = { order: [], hidden: [], remarks: [] };

export const remarkKey = (remark: Pick<Remark, 'id'>): string => `remark/${remark.id}`;

/** All paragraphs in their order, the hidden ones marked: what the editor shows. */
export function arrangeParts(parts: BulletinPart[], arrangement: Arrangement, language: Language): ArrangedPart[] {
  const hidden = new Set(arrangement.hidden);
  const named = Object.entries(PART_NAMES) as Array<[PartKey, readonly [string, string]]>;
  const filled = named.map(([key, names]) => {
    const generated = parts.find((part) => part.key === key);
    const remarks = arrangement.remarks.filter((remark) => remark.part === key);
    const added = remarks.map((remark): Paragraph => {
      const text = (language === 'zh' ? remark.zh : remark.en).trim();
      return { key: remarkKey(remark), kind: 'body', segments: [{ text }] };
    });
    const paragraphs = inOrder([...(generated?.paragraphs ?? []), ...added], arrangement.order);
    return {
      key,
      heading: names[language === 'zh' ? 0 : 1],
      paragraphs: paragraphs.map((paragraph) => ({ ...paragraph, hidden: hidden.has(paragraph.key) })),
    };
  });
  return inOrder(
    filled.filter((part) => part.paragraphs.length > 0),
    arrangement.order,
  );
}

/** The text as it is issued: numbered headings, nothing hidden, no empty part. */
export function arrange(parts: BulletinPart[], arrangement: Arrangement, language: Language): Paragraph[] {
  return arrangeParts(parts, arrangement, language)
    .map((part) => ({ ...part, paragraphs: part.paragraphs.filter((paragraph) => !paragraph.hidden) }))
    .filter((part) => part.paragraphs.length > 0)
    .flatMap((part, index): Paragraph[] => [
      { key: part.key, kind: 'heading', segments: [{ text: numbered(part.heading, index, language) }] },
      ...part.paragraphs.map(({ key, kind, segments }) => ({ key, kind, segments })),
    ]);
}

const NUMERALS = '一二三四五六七八九';

const numbered = (heading: string, index: number, language: Language): string =>
  language === 'zh' ? `${NUMERALS[index]}、${heading}` : `${index + 1}. ${heading}`;

import type { BulletinDifference, BulletinParagraph, PublicCorrection } from '#contracts/bulletin.ts';
import type { Language } from '#contracts/errors.ts';

/** What makes a day's bulletin stale. */
export const topics = ['bulletins', 'stock', 'registry', 'energy', 'city'] as const;

export const side = (language: Language): 0 | 1 => (language === 'zh' ? 0 : 1);

export function numberWords(year: number, number: number, language: Language): string {
  return language === 'zh' ? `${year}年第${number}期` : `No. ${number} of ${year}`;
}

export const textOf = (paragraph: Pick<BulletinParagraph, 'segments'>): string =>
  paragraph.segments.map((segment) => segment.text).join('');

/** What corrections say of a figure, in their order. */
export type Corrected = ReadonlyMap<string, ReadonlyArray<{ number: number; item: BulletinDifference }>>;

export function correctedIn(corrections: readonly PublicCorrection[]): Corrected {
  const corrected = new Map<string, Array<{ number: number; item: BulletinDifference }>>();
  for (const { number, items } of corrections) {
    for (const item of items) {
      const known = corrected.get(item.ref);
      if (known === undefined) corrected.set(item.ref, [{ number, item }]);
      else known.push({ number, item });
    }
  }
  return corrected;
}

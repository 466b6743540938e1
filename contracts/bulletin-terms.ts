/** What the bulletin's operations carry. */
import { z } from 'zod';
import { businessDay, instant } from './contract.ts';

export const pair = z.tuple([z.string(), z.string()]);

export const figureKinds = ['stock', 'line', 'enterprise', 'need', 'energy'] as const;
export const bulletinParts = ['production', 'energy', 'cover', 'notices', 'remarks'] as const;

/** Text; with `figure`, a figure of the day that opens into its rows. */
export const bulletinSegment = z.object({ text: z.string(), figure: z.string().optional() });
export const bulletinParagraph = z.object({
  key: z.string(),
  kind: z.enum(['heading', 'body', 'entry']),
  segments: z.array(bulletinSegment),
});
export type BulletinSegment = z.output<typeof bulletinSegment>;
export type BulletinParagraph = z.output<typeof bulletinParagraph>;

export const key = z.string().min(1).max(200);
export const remark = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/u),
  part: z.enum(bulletinParts),
  zh: z.string().max(4000),
  en: z.string().max(8000),
});
export type Remark = z.output<typeof remark>;

/** Who it goes to and who signs, as the official document has them. */
export const frame = {
  addresseeZh: z.string().trim().max(300),
  addresseeEn: z.string().trim().max(300),
  signerZh: z.string().trim().max(60),
  signerEn: z.string().trim().max(120),
};

export const text = z.object({ title: z.string(), paragraphs: z.array(bulletinParagraph) });

/** before and after in both languages; `gone`: told then and no longer true; `added`: a new paragraph, in `after` */
export const difference = z.object({
  kind: z.enum(['changed', 'gone', 'added']),
  /** the figure, or the paragraph that was added */
  ref: z.string(),
  label: pair.nullable(),
  before: pair.nullable(),
  after: pair.nullable(),
});
export type BulletinDifference = z.output<typeof difference>;

export const publicCorrection = z.object({
  number: z.number().int(),
  at: instant,
  day: businessDay,
  /** the issuing body */
  by: pair,
  note: pair.nullable(),
  items: z.array(difference),
});
export const correction = publicCorrection.extend({ byName: z.string() });
export type BulletinCorrection = z.output<typeof correction>;
export type PublicCorrection = z.output<typeof publicCorrection>;

export const figure = z.object({
  figure: z.string(),
  label: pair,
  text: pair,
  value: z.string(),
  unit: z.string(),
  kind: z.enum(figureKinds).nullable(),
  count: z.number().int(),
});

export const energyReading = z.object({
  indicator: z.string(),
  name: pair,
  value: z.string().nullable(),
  sameDayLastYear: z.string().nullable(),
  unit: z.string(),
  status: pair,
  /** per cent, signed, one decimal; null where it cannot be said */
  percent: z.string().nullable(),
});
export type BulletinEnergy = z.output<typeof energyReading>;

export const bulletinDay = z.object({
  day: businessDay,
  state: z.enum(['draft', 'issued']),
  zh: text,
  en: text,
  ...frame,
  figures: z.array(figure),
  /** in the structure of example/published-figures.json */
  tree: z.record(z.string(), z.unknown()),
  energy: z.array(energyReading),
  /** SHA-256 of the data it was computed from */
  inputHash: z.string(),
  draft: z
    .object({
      revision: z.number().int(),
      changedAt: instant.nullable(),
      changedBy: z.string().nullable(),
      /** every paragraph in its place, the hidden ones too */
      parts: z.array(
        z.object({
          key: z.string(),
          heading: pair,
          paragraphs: z.array(
            z.object({
              key: z.string(),
              kind: z.enum(['body', 'entry']),
              hidden: z.boolean(),
              zh: z.array(bulletinSegment),
              en: z.array(bulletinSegment),
            }),
          ),
        }),
      ),
      remarks: z.array(remark),
      order: z.array(key),
      hidden: z.array(key),
      /** SHA-256 of text and figures: what is issued must be what was seen */
      contentHash: z.string(),
      suggestedNumber: z.number().int(),
    })
    .nullable(),
  issue: z
    .object({
      year: z.number().int(),
      number: z.number().int(),
      at: instant,
      day: businessDay,
      byName: z.string(),
      corrections: z.array(correction),
      /** between what is published and the data as it is; only for the city's own officers */
      differences: z.array(difference),
      differencesHash: z.string(),
    })
    .nullable(),
});
export type BulletinDay = z.output<typeof bulletinDay>;

export const bulletinRow = z.object({
  day: businessDay,
  state: z.enum(['draft', 'issued']),
  year: z.number().int().nullable(),
  number: z.number().int().nullable(),
  title: pair,
  at: instant.nullable(),
  byName: z.string().nullable(),
  corrections: z.number().int(),
});
export type BulletinRow = z.output<typeof bulletinRow>;

export const source = z.object({
  id: z.string(),
  owner: z.string(),
  what: pair,
  quantity: z.string(),
  unit: z.string(),
  until: businessDay.nullable(),
  note: pair.nullable(),
});
export type BulletinSource = z.output<typeof source>;

export const issuedRow = z.object({
  day: businessDay,
  year: z.number().int(),
  number: z.number().int(),
  title: pair,
  at: instant,
  by: pair,
  corrections: z.number().int(),
});

export const noticeKinds = ['notice', 'announcement'] as const;
export const noticeStates = ['draft', 'issued', 'withdrawn'] as const;
export const noticeText = {
  kind: z.enum(noticeKinds),
  titleZh: z.string().trim().min(1).max(100),
  titleEn: z.string().trim().min(1).max(200),
  bodyZh: z.string().trim().min(1).max(10_000),
  bodyEn: z.string().trim().min(1).max(20_000),
  audience: z.enum(['public', 'signed-in']),
  from: businessDay,
  until: businessDay.nullable(),
};
export const noticeInput = z.object(noticeText);
export const notice = z.object({
  id: z.string(),
  ...noticeText,
  state: z.enum(noticeStates),
  revision: z.number().int(),
  /** issued, and today lies within its days */
  inForce: z.boolean(),
  changedAt: instant,
  changedBy: z.string(),
  issuedAt: instant.nullable(),
  issuedBy: z.string().nullable(),
  withdrawnAt: instant.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
});
export type Notice = z.output<typeof notice>;
export const publicNotice = z.object({
  id: z.string(),
  kind: z.enum(noticeKinds),
  title: pair,
  body: pair,
  from: businessDay,
  until: businessDay.nullable(),
  at: instant,
});
export type PublicNotice = z.output<typeof publicNotice>;

export const publicBulletin = issuedRow.extend({
  /** the business day of the issue */
  issuedDay: businessDay,
  zh: text,
  en: text,
  addressee: pair,
  corrections: z.array(publicCorrection),
  /** opens this page on a telephone: the address, and the code as SVG */
  code: z.object({ address: z.string(), svg: z.string() }),
});
export type PublicBulletin = z.output<typeof publicBulletin>;

/** Named ones in the wanted order; each other one right behind the one that it followed before. */
export function inOrder<T extends { key: string }>(things: readonly T[], order: readonly string[]): T[] {
  const rank = new Map(order.map((key, index) => [key, index]));
  const arranged = things
    .filter((thing) => rank.has(thing.key))
    .sort((one, other) => rank.get(one.key)! - rank.get(other.key)!);
  things.forEach((thing, index) => {
    if (rank.has(thing.key)) return;
    const before = things[index - 1];
    arranged.splice(before === undefined ? 0 : arranged.indexOf(before) + 1, 0, thing);
  });
  return arranged;
}

/** Text whose figures stay connected to their sources: a page makes each of them a link, issuing freezes them with their rows. */
import { Decimal } from 'decimal.js';
import type { Figure, SourceKind } from '#server/stock/position/index.ts';

/** 'energy': readings of the day, by indicator */
export type FigureKind = SourceKind | 'energy';

export interface TextSegment {
  text: string;
}

export interface FigureSegment {
  text: string;
  /** JSON pointer: into the day's figures ('/mask/stock'), or '/position/…' for what the position computes ('/position/mask/runs_out') */
  figure: string;
  value: string | number;
  /** the base unit of the value; empty for counts, days and dates */
  unit: string;
  /** the rows that it sums or follows from */
  kind: FigureKind | null;
  ids: string[];
}

export type Segment = TextSegment | FigureSegment;

export interface Paragraph {
  /** what it is about, the same from day to day ('production/mask', 'cover/mask'): how officers order and hide it */
  key: string;
  /** heading that opens a part of the bulletin; the others are body text */
  kind: 'heading' | 'body' | 'entry';
  segments: Segment[];
}

/** A part of the bulletin under one heading, which is numbered when the parts are in their order. */
export interface BulletinPart {
  key: string;
  heading: string;
  paragraphs: Paragraph[];
}

export interface BulletinDraft {
  title: string;
  paragraphs: Paragraph[];
}

/** What a derived value follows from. */
export interface Origin {
  kind: FigureKind;
  ids: string[];
}

export function pointer(...keys: string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function linked(path: string, figure: Figure, text: string): FigureSegment {
  return { text, figure: path, value: figure.value.toNumber(), unit: figure.unit, kind: figure.kind, ids: figure.ids };
}

/** A value that follows from figures without being a sum of rows: days of cover, a run-out date, a comparison. */
export function derived(path: string, value: Decimal | string | number, text: string, from: Origin): FigureSegment {
  const plain = Decimal.isDecimal(value) ? value.toNumber() : (value as string | number);
  return { text, figure: path, value: plain, unit: '', kind: from.kind, ids: from.ids };
}

/** Joins words and figures; neighbouring plain texts become one segment. */
export function compose(...parts: Array<string | Segment | Segment[]>): Segment[] {
  const segments: Segment[] = [];
  for (const part of parts.flat()) {
    const segment = typeof part === 'string' ? { text: part } : part;
    const last = segments.at(-1);
    if (segment.text === '') continue;
    if (last !== undefined && !('figure' in last) && !('figure' in segment)) last.text += segment.text;
    else segments.push({ ...segment });
  }
  return segments;
}

export function joinSegments(groups: Segment[][], separator: string): Segment[] {
  return compose(...groups.flatMap((group, index) => (index === 0 ? [group] : [separator, group])));
}

export function plainText(segments: Segment[]): string {
  return segments.map((segment) => segment.text).join('');
}

/** The draft as plain text: headings on their own lines, entries set in. */
export function draftText(draft: BulletinDraft): string {
  const body = draft.paragraphs.map(({ kind, segments }) => {
    const text = plainText(segments);
    return kind === 'heading' ? `\n${text}` : kind === 'entry' ? `  - ${text}` : text;
  });
  return `${draft.title}\n${body.join('\n')}\n`;
}

/** A day's bulletin computed whole: both languages, every figure with its rows, and what it was computed from. */
import { createHash } from 'node:crypto';
import type { BulletinDay, BulletinEnergy } from '#contracts/bulletin.ts';
import type { Language } from '#contracts/units.ts';
import { canonicalJson } from '../platform/audit.ts';
import type { CityDataset, EnergyReading } from '../registry/dataset/types.ts';
import { computePosition } from '../stock/position/index.ts';
import {
  type ArrangedPart,
  type Arrangement,
  arrange,
  arrangeParts,
  type BulletinFigures,
  bulletinParts,
  compareWithLastYear,
  type FigureSegment,
  figureLabel,
  figuresOfPosition,
  INDICATORS,
  indexSources,
  type Paragraph,
  plainText,
  type Segment,
  type Source,
  STATUS_IN_ENGLISH,
  type Told,
  type ToldFigure,
} from './figures/index.ts';

export type WireParagraph = BulletinDay['zh']['paragraphs'][number];

/** A figure as it is told, with the rows that it sums. */
export interface SourcedFigure extends ToldFigure {
  sources: Source[];
}

export interface BulletinContent {
  title: Record<Language, string>;
  /** as issued: numbered, without what is hidden */
  paragraphs: Record<Language, WireParagraph[]>;
  /** all of it in its order, for the editor */
  parts: Record<Language, ArrangedPart[]>;
  figures: SourcedFigure[];
  told: Told;
  tree: BulletinFigures;
  energy: BulletinEnergy[];
  inputHash: string;
}

export function composeBulletin(dataset: CityDataset, arrangement: Arrangement): BulletinContent {
  const position = computePosition(dataset);
  const zh = bulletinParts(dataset, position, 'zh');
  const en = bulletinParts(dataset, position, 'en');
  const issued = { zh: arrange(zh.parts, arrangement, 'zh'), en: arrange(en.parts, arrangement, 'en') };
  const figures = figuresIn(dataset, issued);
  return {
    title: { zh: zh.title, en: en.title },
    paragraphs: { zh: issued.zh.map(shownParagraph), en: issued.en.map(shownParagraph) },
    parts: { zh: arrangeParts(zh.parts, arrangement, 'zh'), en: arrangeParts(en.parts, arrangement, 'en') },
    figures,
    told: { figures, paragraphs: toldParagraphs(issued) },
    tree: figuresOfPosition(dataset, position),
    energy: dataset.energy.map(shownReading),
    inputHash: hashOf(JSON.parse(JSON.stringify(dataset))),
  };
}

/** SHA-256 (hex) over canonical JSON. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

export function shownSegment(segment: Segment): WireParagraph['segments'][number] {
  return 'figure' in segment ? { text: segment.text, figure: segment.figure } : { text: segment.text };
}

const shownParagraph = ({ key, kind, segments }: Paragraph): WireParagraph => ({
  key,
  kind,
  segments: segments.map(shownSegment),
});

/** Each figure once, under its first mention. */
function figuresIn(dataset: CityDataset, issued: Record<Language, Paragraph[]>): SourcedFigure[] {
  const rowOf = indexSources(dataset);
  const english = new Map(linkedIn(issued.en).map((segment) => [segment.figure, segment]));
  const figures = new Map<string, SourcedFigure>();
  for (const segment of linkedIn(issued.zh)) {
    const { figure, text, value, unit, kind, ids } = segment;
    if (figures.has(figure)) continue;
    figures.set(figure, {
      figure,
      label: [figureLabel(dataset, figure, 'zh'), figureLabel(dataset, figure, 'en')],
      text: [text, english.get(figure)?.text ?? text],
      value: String(value),
      unit,
      kind,
      sources: ids.map((id) => {
        const row = kind === null ? undefined : rowOf(kind, id);
        if (row === undefined) throw new Error(`the figure ${figure} rests on ${kind} ${id}, which is not there`);
        return row;
      }),
    });
  }
  return [...figures.values()];
}

const linkedIn = (paragraphs: Paragraph[]): FigureSegment[] =>
  paragraphs.flatMap((paragraph) => paragraph.segments.filter((segment) => 'figure' in segment));

function toldParagraphs(issued: Record<Language, Paragraph[]>): Told['paragraphs'] {
  const english = new Map(issued.en.map((paragraph) => [paragraph.key, plainText(paragraph.segments)]));
  return issued.zh.map((paragraph) => ({
    key: paragraph.key,
    text: [plainText(paragraph.segments), english.get(paragraph.key) ?? ''],
    figures: linkedIn([paragraph]).map((segment) => segment.figure),
  }));
}

/** Against the same day last year, in signed per cent (S9). */
function shownReading(reading: EnergyReading): BulletinEnergy {
  const compared = compareWithLastYear(reading);
  const percent = compared?.percent ?? null;
  return {
    indicator: reading.indicator,
    name: [reading.name, energyName(reading)],
    value: reading.value?.toFixed() ?? null,
    sameDayLastYear: reading.sameDayLastYear?.toFixed() ?? null,
    unit: reading.unit,
    status: [reading.status, STATUS_IN_ENGLISH[reading.status] ?? reading.status],
    percent: percent === null ? null : (compared?.direction === 'below' ? percent.neg() : percent).toFixed(),
  };
}

function energyName(reading: EnergyReading): string {
  const english = INDICATORS[reading.indicator]?.english ?? reading.name;
  return english.charAt(0).toUpperCase() + english.slice(1);
}

/** Corrections: what the data says now beside what was published. The original is never edited. */
import type { BulletinDifference } from '#contracts/bulletin.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type BulletinContent, hashOf, type SourcedFigure } from './bulletin.content.ts';
import * as repository from './bulletin.repository.ts';
import { composeAsArranged, requireCityScope } from './draft.service.ts';
import { comparable, type Difference, differencesOf } from './figures/index.ts';
import { figureRows } from './issue.service.ts';

export interface Comparison {
  differences: BulletinDifference[];
  hash: string;
  told: SourcedFigure[];
  now: BulletinContent;
}

/** What was last told of the day against the data as it is. */
export async function compareWithData(work: Work, day: string): Promise<Comparison> {
  const told = (await repository.readFigures(work.tx, work.actor.city, day)).map(sourcedFigure);
  const now = await composeAsArranged(work, day);
  const over = day < (await work.today());
  const found = differencesOf({ figures: told, paragraphs: [] }, now.told, (figure) => comparable(figure, over));
  const differences = found.map(shownDifference);
  return { differences, hash: hashOf(differences), told, now };
}

export const sourcedFigure = (row: repository.FigureRow): SourcedFigure => ({
  figure: row.figure,
  label: [row.label_zh, row.label_en],
  text: [row.text_zh, row.text_en],
  value: row.value,
  unit: row.unit,
  kind: row.kind,
  sources: row.sources,
});

function shownDifference(difference: Difference): BulletinDifference {
  switch (difference.kind) {
    case 'changed':
      return { ...difference, ref: difference.figure };
    case 'gone':
      return { ...difference, ref: difference.figure, after: null };
    case 'added':
      return { kind: 'added', ref: difference.paragraph, label: null, before: null, after: difference.after };
  }
}

/**
 * Publishes the differences that the officer saw, or a note alone. Answers the correction's number.
 * Errors: `bulletin.not-issued`, `bulletin.changed-since-seen`, `bulletin.nothing-to-correct`, `bulletin.incomplete`.
 */
export async function publishCorrection(
  work: Work,
  day: string,
  asked: { differencesHash: string; noteZh: string; noteEn: string },
): Promise<number> {
  requireCityScope(work);
  const { tx, actor } = work;
  await repository.lockBulletins(tx, actor.city);
  const issue = await repository.findIssue(tx, actor.city, day);
  if (issue === undefined) throw new DomainError('bulletin.not-issued', { day });
  const comparison = await compareWithData(work, day);
  if (comparison.hash !== asked.differencesHash) throw new DomainError('bulletin.changed-since-seen');
  refuseEmpty(comparison.differences, asked);
  const number = (await repository.listCorrections(tx, actor.city, day)).length + 1;
  await repository.insertCorrection(tx, {
    city_code: actor.city,
    day,
    number,
    items: comparison.differences,
    note_zh: asked.noteZh,
    note_en: asked.noteEn,
    input_hash: comparison.now.inputHash,
    corrected_at: work.now,
    corrected_day: await work.today(),
    corrected_by: actor.userId,
    corrected_by_name: actor.name,
  });
  if (comparison.differences.length > 0)
    await repository.insertFigures(tx, figureRows(actor.city, day, number, toldAfter(comparison)));
  work.audit({
    action: 'bulletin.correct',
    subject: 'bulletin',
    subjectId: day,
    after: { number, items: comparison.differences, noteZh: asked.noteZh, noteEn: asked.noteEn },
  });
  work.changed('bulletins');
  return number;
}

function refuseEmpty(differences: BulletinDifference[], { noteZh, noteEn }: { noteZh: string; noteEn: string }): void {
  if ((noteZh === '') !== (noteEn === '')) {
    const what = noteZh === '' ? ['更正说明的中文', 'note in Chinese'] : ['更正说明的英文', 'note in English'];
    throw new DomainError('bulletin.incomplete', { what });
  }
  if (differences.length === 0 && noteZh === '') throw new DomainError('bulletin.nothing-to-correct');
}

/** What was told, with the corrections: only what differs is taken from the data. */
function toldAfter({ told, now, differences }: Comparison): SourcedFigure[] {
  const current = new Map(now.figures.map((figure) => [figure.figure, figure]));
  const kinds = new Map(differences.map((difference) => [difference.ref, difference.kind]));
  const kept = told.flatMap((figure) => {
    const kind = kinds.get(figure.figure);
    if (kind === 'gone') return [];
    return [kind === 'changed' ? (current.get(figure.figure) ?? figure) : figure];
  });
  const known = new Set(told.map((figure) => figure.figure));
  const added = now.told.paragraphs
    .filter((paragraph) => kinds.get(paragraph.key) === 'added')
    .flatMap((paragraph) => paragraph.figures.filter((figure) => !known.has(figure)))
    .map((figure) => current.get(figure)!);
  return [...kept, ...added];
}

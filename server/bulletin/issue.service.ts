/** Issuing: text in both languages, figures and the rows behind them are written once and stay. */
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { SourcedFigure } from './bulletin.content.ts';
import * as repository from './bulletin.repository.ts';
import { type Draft, readDraft, refuseIssued, requireCityScope, suggestNumber, yearOf } from './draft.service.ts';

type Pair = [zh: string, en: string];

/**
 * `contentHash` is that of the draft which the officer saw. Errors: `bulletin.already-issued`, `bulletin.changed-since-seen`,
 * `bulletin.number-taken`, `bulletin.incomplete`, `bulletin.future-day`.
 */
export async function issueBulletin(
  work: Work,
  day: string,
  asked: { contentHash: string; number: number },
): Promise<{ year: number; number: number }> {
  requireCityScope(work);
  const { tx, actor } = work;
  const year = yearOf(day);
  await repository.lockBulletins(tx, actor.city);
  await refuseIssued(work, day);
  const draft = await readDraft(work, day);
  if (draft.contentHash !== asked.contentHash) throw new DomainError('bulletin.changed-since-seen');
  refuseIncomplete(draft);
  const taken = await repository.findNumber(tx, actor.city, year, asked.number);
  if (taken !== undefined) {
    const next = await suggestNumber(work, day);
    throw new DomainError('bulletin.number-taken', { year, number: asked.number, day: taken.day, next });
  }
  await freeze(work, draft, year, asked.number);
  work.audit({
    action: 'bulletin.issue',
    subject: 'bulletin',
    subjectId: day,
    after: {
      year,
      number: asked.number,
      contentHash: draft.contentHash,
      inputHash: draft.content.inputHash,
      figures: draft.content.figures.length,
    },
  });
  work.changed('bulletins');
  return { year, number: asked.number };
}

function refuseIncomplete({ frame, arrangement, content }: Draft): void {
  const missing: Pair[] = [];
  const needed: Array<[string, Pair]> = [
    [frame.addresseeZh, ['主送机关（中文）', 'addressee in Chinese']],
    [frame.addresseeEn, ['主送机关（英文）', 'addressee in English']],
    [frame.signerZh, ['落款（中文）', 'signer in Chinese']],
    [frame.signerEn, ['落款（英文）', 'signer in English']],
  ];
  for (const [value, words] of needed) if (value.trim() === '') missing.push(words);
  const hidden = new Set(arrangement.hidden);
  arrangement.remarks.forEach((remark, index) => {
    if (hidden.has(`remark/${remark.id}`)) return;
    if (remark.zh.trim() === '') missing.push([`第 ${index + 1} 条说明的中文`, `Chinese of remark ${index + 1}`]);
    if (remark.en.trim() === '') missing.push([`第 ${index + 1} 条说明的英文`, `English of remark ${index + 1}`]);
  });
  if (content.paragraphs.zh.length === 0) missing.push(['正文', 'text']);
  if (missing.length === 0) return;
  throw new DomainError('bulletin.incomplete', {
    what: [missing.map(([zh]) => zh).join('、'), missing.map(([, en]) => en).join(', ')],
  });
}

async function freeze(work: Work, draft: Draft, year: number, number: number): Promise<void> {
  const { tx, actor } = work;
  const { content, frame, day } = draft;
  await repository.insertIssue(tx, {
    city_code: actor.city,
    day,
    year,
    number,
    title_zh: content.title.zh,
    title_en: content.title.en,
    paragraphs_zh: content.paragraphs.zh,
    paragraphs_en: content.paragraphs.en,
    addressee_zh: frame.addresseeZh,
    addressee_en: frame.addresseeEn,
    signer_zh: frame.signerZh,
    signer_en: frame.signerEn,
    content_hash: draft.contentHash,
    issued_at: work.now,
    issued_day: await work.today(),
    issued_by: actor.userId,
    issued_by_name: actor.name,
  });
  await repository.insertEvidence(tx, actor.city, day, {
    figures: content.tree,
    energy: content.energy,
    input_hash: content.inputHash,
  });
  await repository.insertFigures(tx, figureRows(actor.city, day, 0, content.figures));
}

export function figureRows(
  city: string,
  day: string,
  correction: number,
  figures: SourcedFigure[],
): repository.FigureRow[] {
  return figures.map((told, position) => ({
    city_code: city,
    day,
    correction,
    figure: told.figure,
    position,
    label_zh: told.label[0],
    label_en: told.label[1],
    text_zh: told.text[0],
    text_en: told.text[1],
    value: told.value,
    unit: told.unit,
    kind: told.kind,
    sources: told.sources,
  }));
}

/** Reading bulletins: the live draft, the issued text, the rows behind a figure. */
import type { BulletinCorrection, BulletinDay, BulletinRow, BulletinSource } from '#contracts/bulletin.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type SourcedFigure, shownSegment } from './bulletin.content.ts';
import * as repository from './bulletin.repository.ts';
import { compareWithData, sourcedFigure } from './correction.service.ts';
import { type Draft, frameOf, readDraft, requireCityScope, suggestNumber } from './draft.service.ts';
import { bulletinTitle } from './figures/index.ts';

type ShownFigure = BulletinDay['figures'][number];

/** Newest first. Officers of the whole city see drafts too, and today's before anyone has touched it. */
export async function listBulletins(work: Work, filter: repository.ListFilter): Promise<BulletinRow[]> {
  const { tx, actor } = work;
  const issues = await repository.listIssues(tx, actor.city, filter);
  const issued = issues.map(
    (row): BulletinRow => ({
      day: row.day,
      state: 'issued',
      year: row.year,
      number: row.number,
      title: [row.title_zh, row.title_en],
      at: row.issued_at,
      byName: row.issued_by_name,
      corrections: Number(row.corrections ?? 0),
    }),
  );
  const rows = [...issued, ...(actor.scope === 'city' ? await draftRows(work, filter, issued) : [])];
  return rows.sort((one, other) => (one.day < other.day ? 1 : -1)).slice(0, filter.limit);
}

async function draftRows(work: Work, filter: repository.ListFilter, issued: BulletinRow[]): Promise<BulletinRow[]> {
  const city = await repository.readCity(work.tx, work.actor.city);
  if (city === undefined) return [];
  const known = new Set(issued.map((row) => row.day));
  const drafts = await repository.listDrafts(work.tx, work.actor.city, filter);
  const rows = drafts.filter((row) => !known.has(row.day)).map((row) => ({ ...row, by: row.changed_by }));
  const today = await work.today();
  const shown = rows.some((row) => row.day === today) || known.has(today);
  if (!shown && (filter.before === undefined || today < filter.before))
    rows.push({ day: today, changed_at: null, changed_by: null, by: null });
  return rows.map((row) => ({
    day: row.day,
    state: 'draft',
    year: null,
    number: null,
    title: [bulletinTitle(city, row.day, 'zh'), bulletinTitle(city, row.day, 'en')],
    at: row.changed_at,
    byName: row.by,
    corrections: 0,
  }));
}

/** The issued bulletin, or the live draft. Errors: `bulletin.not-there` for who sees issued ones only, `bulletin.future-day`. */
export async function readBulletin(work: Work, day: string): Promise<BulletinDay> {
  const issue = await repository.findIssue(work.tx, work.actor.city, day);
  if (issue !== undefined) return shownIssue(work, issue);
  if (work.actor.scope !== 'city') throw new DomainError('bulletin.not-there', { day });
  return shownDraft(work, await readDraft(work, day));
}

async function shownDraft(work: Work, draft: Draft): Promise<BulletinDay> {
  const { content, arrangement, frame } = draft;
  const english = new Map(
    content.parts.en.map((part) => [part.key, new Map(part.paragraphs.map((one) => [one.key, one.segments]))]),
  );
  const headings = new Map(content.parts.en.map((part) => [part.key, part.heading]));
  return {
    day: draft.day,
    state: 'draft',
    zh: { title: content.title.zh, paragraphs: content.paragraphs.zh },
    en: { title: content.title.en, paragraphs: content.paragraphs.en },
    ...frame,
    figures: content.figures.map(shownFigure),
    tree: content.tree,
    energy: content.energy,
    inputHash: content.inputHash,
    draft: {
      revision: draft.revision,
      changedAt: draft.changedAt,
      changedBy: draft.changedBy,
      parts: content.parts.zh.map((part) => ({
        key: part.key,
        heading: [part.heading, headings.get(part.key) ?? part.heading],
        paragraphs: part.paragraphs.map((paragraph) => ({
          key: paragraph.key,
          kind: paragraph.kind === 'entry' ? 'entry' : 'body',
          hidden: paragraph.hidden,
          zh: paragraph.segments.map(shownSegment),
          en: (english.get(part.key)?.get(paragraph.key) ?? []).map(shownSegment),
        })),
      })),
      ...arrangement,
      contentHash: draft.contentHash,
      suggestedNumber: await suggestNumber(work, draft.day),
    },
    issue: null,
  };
}

async function shownIssue(work: Work, issue: repository.IssueRow): Promise<BulletinDay> {
  const { tx, actor } = work;
  const whole = actor.scope === 'city';
  const evidence = whole ? await repository.findEvidence(tx, actor.city, issue.day) : undefined;
  const comparison = whole ? await compareWithData(work, issue.day) : undefined;
  return {
    day: issue.day,
    state: 'issued',
    zh: { title: issue.title_zh, paragraphs: issue.paragraphs_zh },
    en: { title: issue.title_en, paragraphs: issue.paragraphs_en },
    ...frameOf(issue),
    figures: (comparison?.told ?? []).map(shownFigure),
    tree: evidence?.figures ?? {},
    energy: evidence?.energy ?? [],
    inputHash: evidence?.input_hash ?? '',
    draft: null,
    issue: {
      year: issue.year,
      number: issue.number,
      at: issue.issued_at,
      day: issue.issued_day,
      byName: issue.issued_by_name,
      corrections: await readCorrections(work, issue),
      differences: comparison?.differences ?? [],
      differencesHash: comparison?.hash ?? '',
    },
  };
}

export async function readCorrections(work: Work, issue: repository.IssueRow): Promise<BulletinCorrection[]> {
  const rows = await repository.listCorrections(work.tx, work.actor.city, issue.day);
  return rows.map((row) => ({
    number: row.number,
    at: row.corrected_at,
    day: row.corrected_day,
    by: [issue.signer_zh, issue.signer_en],
    byName: row.corrected_by_name,
    note: row.note_zh === '' ? null : [row.note_zh, row.note_en],
    items: row.items,
  }));
}

const shownFigure = ({ sources, kind, ...told }: SourcedFigure): ShownFigure => ({
  ...told,
  kind: kind as ShownFigure['kind'],
  count: sources.length,
});

/** The rows of a figure: live ones of a draft; of an issued bulletin those that were kept. Error `bulletin.unknown-figure`. */
export async function readSources(
  work: Work,
  day: string,
  asked: { figure: string; asIssued: boolean },
): Promise<{ figure: ShownFigure; rows: BulletinSource[] }> {
  requireCityScope(work);
  const { tx, actor } = work;
  const issue = await repository.findIssue(tx, actor.city, day);
  const found = issue === undefined ? await liveFigure(work, day, asked.figure) : await keptFigure(work, day, asked);
  if (found === undefined) throw new DomainError('bulletin.unknown-figure', { figure: asked.figure });
  return { figure: shownFigure(found), rows: found.sources };
}

async function liveFigure(work: Work, day: string, figure: string): Promise<SourcedFigure | undefined> {
  return (await readDraft(work, day)).content.figures.find((one) => one.figure === figure);
}

async function keptFigure(
  { tx, actor }: Work,
  day: string,
  { figure, asIssued }: { figure: string; asIssued: boolean },
): Promise<SourcedFigure | undefined> {
  const row = await repository.findFigure(tx, actor.city, day, figure, asIssued);
  return row === undefined ? undefined : sourcedFigure(row);
}

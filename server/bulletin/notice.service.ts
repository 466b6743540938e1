/** Standing notices (通知, 公告): drafted, issued, withdrawn; each step keeps who and when. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { bulletinContracts, Notice } from '#contracts/bulletin.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { requireCityScope } from './draft.service.ts';
import * as repository from './notice.repository.ts';

export type NoticeInput = z.output<typeof bulletinContracts.addNotice.body>;

export async function listNotices(work: Work, limit: number): Promise<Notice[]> {
  const today = await work.today();
  const rows = await repository.listNotices(work.tx, work.actor.city, limit);
  const shown = rows.map((row) => shownNotice(row, today));
  // Others than the city's officers read what is in force.
  return work.actor.scope === 'city' ? shown : shown.filter((notice) => notice.inForce);
}

/** Error `notice.until-before-from`. */
export async function addNotice(work: Work, input: NoticeInput): Promise<Notice> {
  requireCityScope(work);
  refuseBackwards(input);
  const stamp = { at: work.now, by: work.actor.name };
  const row = await repository.insertNotice(work.tx, work.actor.city, randomUUID(), valuesOf(input), stamp);
  return noted(work, 'notice.draft', undefined, row);
}

/** Errors: `notice.not-draft`, `changed-meanwhile`, `notice.until-before-from`, `not-found`. */
export async function changeNotice(work: Work, id: string, input: NoticeInput & { revision: number }): Promise<Notice> {
  refuseBackwards(input);
  const before = await draftToChange(work, id, input.revision);
  return change(work, 'notice.draft', before, valuesOf(input));
}

/** Errors: `notice.not-draft`, `changed-meanwhile`, `not-found`. */
export async function issueNotice(work: Work, id: string, revision: number): Promise<Notice> {
  const before = await draftToChange(work, id, revision);
  return change(work, 'notice.issue', before, { state: 'issued', issued_at: work.now, issued_by: work.actor.name });
}

/** Errors: `notice.not-published`, `not-found`. */
export async function withdrawNotice(work: Work, id: string, reason: string): Promise<Notice> {
  const before = await noticeToChange(work, id);
  if (before.state !== 'issued') throw new DomainError('notice.not-published', { title: titleOf(before) });
  return change(work, 'notice.withdraw', before, {
    state: 'withdrawn',
    withdrawn_at: work.now,
    withdrawn_by: work.actor.name,
    withdrawn_reason: reason,
  });
}

async function noticeToChange(work: Work, id: string): Promise<repository.NoticeRow> {
  requireCityScope(work);
  const row = await repository.lockNotice(work.tx, work.actor.city, id);
  if (row === undefined) throw new DomainError('not-found', { what: ['通知', 'The notice'] });
  return row;
}

async function draftToChange(work: Work, id: string, revision: number): Promise<repository.NoticeRow> {
  const row = await noticeToChange(work, id);
  if (row.state !== 'draft') throw new DomainError('notice.not-draft', { title: titleOf(row) });
  if (row.revision !== revision)
    throw new DomainError('changed-meanwhile', { who: row.changed_by, when: row.changed_at });
  return row;
}

async function change(
  work: Work,
  action: string,
  before: repository.NoticeRow,
  values: Omit<repository.NoticeChange, 'revision' | 'changed_at' | 'changed_by'>,
): Promise<Notice> {
  const row = await repository.changeNotice(work.tx, work.actor.city, before.notice_id, {
    ...values,
    revision: before.revision + 1,
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  return noted(work, action, before, row);
}

async function noted(
  work: Work,
  action: string,
  before: repository.NoticeRow | undefined,
  row: repository.NoticeRow,
): Promise<Notice> {
  const today = await work.today();
  const after = shownNotice(row, today);
  work.audit({
    action,
    subject: 'bulletin-notice',
    subjectId: row.notice_id,
    before: before === undefined ? null : shownNotice(before, today),
    after,
  });
  work.changed('bulletins');
  return after;
}

function refuseBackwards({ from, until }: { from: string; until: string | null }): void {
  if (until !== null && until < from) throw new DomainError('notice.until-before-from', { from, until });
}

const titleOf = (row: repository.NoticeRow): [string, string] => [row.title_zh, row.title_en];

function valuesOf(input: NoticeInput): repository.NoticeValues {
  return {
    kind: input.kind,
    title_zh: input.titleZh,
    title_en: input.titleEn,
    body_zh: input.bodyZh,
    body_en: input.bodyEn,
    audience: input.audience,
    from_day: input.from,
    until_day: input.until,
  };
}

function shownNotice(row: repository.NoticeRow, today: string): Notice {
  return {
    id: row.notice_id,
    kind: row.kind as Notice['kind'],
    titleZh: row.title_zh,
    titleEn: row.title_en,
    bodyZh: row.body_zh,
    bodyEn: row.body_en,
    audience: row.audience as Notice['audience'],
    from: row.from_day,
    until: row.until_day,
    state: row.state as Notice['state'],
    revision: row.revision,
    inForce: row.state === 'issued' && row.from_day <= today && (row.until_day === null || row.until_day >= today),
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    issuedAt: row.issued_at,
    issuedBy: row.issued_by,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: row.withdrawn_by,
    withdrawnReason: row.withdrawn_reason,
  };
}

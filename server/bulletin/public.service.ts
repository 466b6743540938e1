/** What everyone may read without sign-in (S22): issued bulletins with their corrections, notices in force. */
import qrcode from 'qrcode';
import type { PublicBulletin, PublicNotice } from '#contracts/bulletin.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import * as repository from './bulletin.repository.ts';
import { readCorrections } from './bulletin.service.ts';
import * as notices from './notice.repository.ts';

export async function listPublic(work: Work, filter: repository.ListFilter) {
  const { tx, actor } = work;
  const issues = await repository.listIssues(tx, actor.city, filter);
  const inForce = await notices.listPublicNotices(tx, actor.city, await work.today());
  return {
    bulletins: issues.map((row) => ({
      day: row.day,
      year: row.year,
      number: row.number,
      title: [row.title_zh, row.title_en] as [string, string],
      at: row.issued_at,
      by: [row.signer_zh, row.signer_en] as [string, string],
      corrections: Number(row.corrections ?? 0),
    })),
    notices: inForce.map(shownNotice),
  };
}

/** `origin`: where people reach this server. Error `bulletin.not-there`. */
export async function readPublic(work: Work, day: string, origin: string): Promise<PublicBulletin> {
  const issue = await repository.findIssue(work.tx, work.actor.city, day);
  if (issue === undefined) throw new DomainError('bulletin.not-there', { day });
  const corrections = await readCorrections(work, issue);
  return {
    day: issue.day,
    year: issue.year,
    number: issue.number,
    title: [issue.title_zh, issue.title_en],
    at: issue.issued_at,
    issuedDay: issue.issued_day,
    by: [issue.signer_zh, issue.signer_en],
    zh: { title: issue.title_zh, paragraphs: issue.paragraphs_zh },
    en: { title: issue.title_en, paragraphs: issue.paragraphs_en },
    addressee: [issue.addressee_zh, issue.addressee_en],
    // The issuing body answers for a correction; who worked on it is the headquarters' own matter.
    corrections: corrections.map(({ byName: _, ...correction }) => correction),
    code: await codeOf(`${origin}/p/bulletins/${issue.day}`),
  };
}

/** Error `not-found` when it is not public, not yet or no longer in force. */
export async function readPublicNotice(work: Work, id: string): Promise<PublicNotice> {
  const row = await notices.findPublicNotice(work.tx, work.actor.city, await work.today(), id);
  if (row === undefined)
    throw new DomainError('not-found', {
      what: ['这份公告（可能已撤回或过期）', 'The notice (it may be withdrawn or over)'],
    });
  return shownNotice(row);
}

/** A code that opens the address on a telephone; a quarter of it may be dirty or folded (level Q). */
async function codeOf(address: string): Promise<{ address: string; svg: string }> {
  return { address, svg: await qrcode.toString(address, { type: 'svg', errorCorrectionLevel: 'Q', margin: 2 }) };
}

function shownNotice(row: notices.NoticeRow): PublicNotice {
  return {
    id: row.notice_id,
    kind: row.kind as PublicNotice['kind'],
    title: [row.title_zh, row.title_en],
    body: [row.body_zh, row.body_en],
    from: row.from_day,
    until: row.until_day,
    at: row.issued_at ?? row.changed_at,
  };
}

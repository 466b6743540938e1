/** A day's bulletin as a file: the live draft, or what was issued with its corrections. */
import type { Language } from '#contracts/units.ts';
import { DomainError } from '../platform/errors.ts';
import type { FileAnswer } from '../platform/http/route.ts';
import type { Work } from '../platform/work.ts';
import * as repository from './bulletin.repository.ts';
import { readCorrections } from './bulletin.service.ts';
import { type OfficialDocument, officialDocument } from './document/official-document.ts';
import { frameOf, readDraft, yearOf } from './draft.service.ts';

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** `issuedOnly`: for who sees no draft. Error `bulletin.not-there`. */
export async function bulletinDocument(
  work: Work,
  day: string,
  language: Language,
  options: { issuedOnly?: boolean } = {},
): Promise<FileAnswer> {
  const issue = await repository.findIssue(work.tx, work.actor.city, day);
  if (issue === undefined && (options.issuedOnly === true || work.actor.scope !== 'city'))
    throw new DomainError('bulletin.not-there', { day });
  const given =
    issue === undefined ? await draftDocument(work, day, language) : await issueDocument(work, issue, language);
  return { name: `${given.title}.docx`, type: docxType, bytes: await officialDocument(given) };
}

async function issueDocument(work: Work, issue: repository.IssueRow, language: Language): Promise<OfficialDocument> {
  const zh = language === 'zh';
  const frame = frameOf(issue);
  const corrections = await readCorrections(work, issue);
  return {
    language,
    number: { year: issue.year, number: issue.number },
    year: issue.year,
    title: zh ? issue.title_zh : issue.title_en,
    addressee: zh ? frame.addresseeZh : frame.addresseeEn,
    paragraphs: zh ? issue.paragraphs_zh : issue.paragraphs_en,
    signer: zh ? frame.signerZh : frame.signerEn,
    date: issue.issued_day,
    corrections: corrections.map(({ number, day, note, items }) => ({
      number,
      day,
      note: note?.[zh ? 0 : 1] ?? null,
      items,
    })),
  };
}

async function draftDocument(work: Work, day: string, language: Language): Promise<OfficialDocument> {
  const zh = language === 'zh';
  const { content, frame } = await readDraft(work, day);
  return {
    language,
    number: null,
    year: yearOf(day),
    title: content.title[language],
    addressee: zh ? frame.addresseeZh : frame.addresseeEn,
    paragraphs: content.paragraphs[language],
    signer: zh ? frame.signerZh : frame.signerEn,
    date: day,
    corrections: [],
  };
}

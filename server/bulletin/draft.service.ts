/** The day's draft: computed from the data as it is, with what officers add. */
import { daysBetween } from '#contracts/calendar.ts';
import { readCityDataset } from '../exchange/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type BulletinContent, composeBulletin, hashOf } from './bulletin.content.ts';
import * as repository from './bulletin.repository.ts';
import { type Arrangement, asGenerated } from './figures/index.ts';

export interface Frame {
  addresseeZh: string;
  addresseeEn: string;
  signerZh: string;
  signerEn: string;
}

export interface Draft {
  day: string;
  content: BulletinContent;
  arrangement: Arrangement;
  frame: Frame;
  revision: number;
  changedAt: string | null;
  changedBy: string | null;
  contentHash: string;
}

/** Only who sees the whole city sees its figures whole. Error `access.denied`. */
export function requireCityScope(work: Work): void {
  if (work.actor.scope !== 'city') throw new DomainError('access.denied', { permission: 'bulletin.read' });
}

/** Errors: `bulletin.future-day`, `not-found` when there is no city. */
export async function readDraft(work: Work, day: string): Promise<Draft> {
  await refuseFutureDay(work, day);
  const [dataset, row] = [
    await readCityDataset(work, { day }),
    await repository.findDraft(work.tx, work.actor.city, day),
  ];
  const arrangement = row?.arrangement ?? asGenerated;
  const content = composeBulletin(dataset, arrangement);
  const frame = row === undefined ? usualFrame(dataset.city) : frameOf(row);
  return {
    day,
    content,
    arrangement,
    frame,
    revision: row?.revision ?? 0,
    changedAt: row?.changed_at ?? null,
    changedBy: row?.changed_by ?? null,
    contentHash: contentHash(content, frame),
  };
}

/** The same data, told in the order in which it was issued. */
export async function composeAsArranged(work: Work, day: string): Promise<BulletinContent> {
  const row = await repository.findDraft(work.tx, work.actor.city, day);
  return composeBulletin(await readCityDataset(work, { day }), row?.arrangement ?? asGenerated);
}

async function refuseFutureDay(work: Work, day: string): Promise<void> {
  const today = await work.today();
  if (day > today) throw new DomainError('bulletin.future-day', { day, today });
}

function contentHash(content: BulletinContent, frame: Frame): string {
  const figures = content.figures.map(({ figure, value, unit, sources }) => [figure, value, unit, sources]);
  return hashOf(JSON.parse(JSON.stringify([content.title, content.paragraphs, figures, frame])));
}

export const frameOf = (row: {
  addressee_zh: string;
  addressee_en: string;
  signer_zh: string;
  signer_en: string;
}): Frame => ({
  addresseeZh: row.addressee_zh,
  addresseeEn: row.addressee_en,
  signerZh: row.signer_zh,
  signerEn: row.signer_en,
});

/** S3: the supply production group coordinates all supply, its members are the counties' bureaus. */
function usualFrame(city: { name: string; nameEn: string }): Frame {
  return {
    addresseeZh: '各县（市、区）人民政府，市指挥部各成员单位',
    addresseeEn: 'County, city and district governments; member bodies of the headquarters',
    signerZh: `${city.name}疫情防控指挥部物资生产保障组`,
    signerEn: `Supply Production Group, ${city.nameEn} Epidemic Control Headquarters`,
  };
}

export interface DraftChange extends Frame {
  revision: number;
  remarks: Arrangement['remarks'];
  order: string[];
  hidden: string[];
}

/** Answers the new revision. Errors: `bulletin.already-issued`, `changed-meanwhile`, `bulletin.future-day`. */
export async function saveDraft(work: Work, day: string, change: DraftChange): Promise<number> {
  requireCityScope(work);
  await refuseFutureDay(work, day);
  const { tx, actor } = work;
  await repository.lockBulletins(tx, actor.city);
  await refuseIssued(work, day);
  const before = await repository.findDraft(tx, actor.city, day);
  const arrangement = { order: change.order, hidden: change.hidden, remarks: change.remarks };
  const revision = await repository.putDraft(tx, actor.city, day, change.revision, {
    arrangement,
    addressee_zh: change.addresseeZh,
    addressee_en: change.addresseeEn,
    signer_zh: change.signerZh,
    signer_en: change.signerEn,
    changed_at: work.now,
    changed_by: actor.name,
  });
  if (revision === undefined) {
    throw new DomainError('changed-meanwhile', { who: before?.changed_by ?? '—', when: before?.changed_at ?? '—' });
  }
  const { revision: _, ...after } = change;
  work.audit({
    action: 'bulletin.draft',
    subject: 'bulletin',
    subjectId: day,
    before: before === undefined ? null : { ...frameOf(before), ...before.arrangement },
    after,
  });
  work.changed('bulletins');
  return revision;
}

export async function refuseIssued(work: Work, day: string): Promise<void> {
  const issue = await repository.findIssue(work.tx, work.actor.city, day);
  if (issue !== undefined) throw new DomainError('bulletin.already-issued', { day, who: issue.issued_by_name });
}

/** After the last one of the year; the first one that the system issues counts the days since 1 January, one bulletin a day. */
export async function suggestNumber(work: Work, day: string): Promise<number> {
  const year = yearOf(day);
  const last = await repository.lastNumber(work.tx, work.actor.city, year);
  return last === null ? daysBetween(`${year}-01-01`, day) + 1 : last + 1;
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Answers to requests, by level; and what becomes of what was granted. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { type AnswerLevel, answerLevels, type requestContracts, requestStateNames } from '#contracts/requests.ts';
import { roleNames } from '#contracts/roles.ts';
import { formatQuantity } from '#contracts/units.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import * as repository from './requests.repository.ts';
import { requestToChange, requireWhole, traced } from './requests.service.ts';
import { gradeOf, plain, stateOf, waits } from './requests.view.ts';

export type RequestAnswer = z.output<typeof requestContracts.decide.body>['answer'];
type Accepted = Extract<RequestAnswer, { act: 'accept' }>;
type Referred = Extract<RequestAnswer, { act: 'refer' }>;

const rankOf = (role: string): number => (answerLevels as readonly string[]).indexOf(role);

/**
 * Accepts (whole, in part, by a substitute), refuses, or refers a request seen at `revision`.
 * Errors: `changed-meanwhile`, `needs.already-answered`, `needs.referred-up`, `needs.refer-up`, `needs.reason`, `needs.more-than-asked`,
 * `needs.whole-only`, `needs.no-substitute`, `needs.medical-only`, `not-found`.
 */
export async function decideRequest(
  work: Work,
  id: string,
  revision: number,
  answer: RequestAnswer,
): Promise<repository.RequestRow> {
  const before = await requestToChange(work, id);
  requireAnswerable(work, before, revision);
  if (answer.act === 'accept') return accept(work, before, answer);
  if (answer.reason === '')
    throw new DomainError('needs.reason', {}, [{ path: 'body.answer.reason', message: '请写明原因 Say why' }]);
  if (answer.act === 'refer') return refer(work, before, answer);
  return answered(work, before, 'refused', answer.reason, {
    state: 'refused',
    decision_reason: answer.reason,
    ...decided(work),
  });
}

function requireAnswerable(work: Work, row: repository.RequestRow, revision: number): void {
  const number = row.request_number;
  if (!waits(row)) throw new DomainError('needs.already-answered', { number, state: requestStateNames[stateOf(row)] });
  if (row.revision !== revision)
    throw new DomainError('changed-meanwhile', { who: row.changed_by, when: row.changed_at });
  if (row.referred_to !== null && rankOf(work.actor.role) < rankOf(row.referred_to)) {
    throw new DomainError('needs.referred-up', { number, level: roleNames[row.referred_to as AnswerLevel] });
  }
}

async function refer(work: Work, row: repository.RequestRow, answer: Referred): Promise<repository.RequestRow> {
  if (rankOf(answer.to) <= rankOf(work.actor.role)) throw new DomainError('needs.refer-up');
  return answered(work, row, 'referred', answer.reason, { state: 'referred', referred_to: answer.to });
}

async function accept(work: Work, row: repository.RequestRow, answer: Accepted): Promise<repository.RequestRow> {
  const { items } = await readRegistry(work);
  const code = answer.item ?? row.item_code;
  const item = items.find((entry) => entry.code === code);
  if (item === undefined) throw new DomainError('needs.unknown-item', { item: code });
  if (code !== row.item_code && !row.substitutes.includes(code))
    throw new DomainError('needs.no-substitute', { item: [item.name, item.nameEn] });
  const grade = item.licenceRule !== 'grade' ? null : answer.grade === undefined ? gradeOf(row.grade) : answer.grade;
  if (row.grade === 'medical' && item.licenceRule === 'grade' && grade !== 'medical')
    throw new DomainError('needs.medical-only');
  const unitAsked = items.find((entry) => entry.code === row.item_code)?.unit;
  checkGranted(row, answer.quantity, item.unit, item.unit === unitAsked);
  requireWhole(item, answer.quantity, 'body.answer.quantity');
  return answered(work, row, 'accepted', answer.reason, {
    state: 'accepted',
    granted_item: code,
    granted_grade: grade,
    granted_quantity: answer.quantity,
    met_by: answer.metBy,
    decision_reason: answer.reason,
    ...decided(work),
  });
}

/** A substitute counted in another unit is compared by people, who agreed on it. */
function checkGranted(row: repository.RequestRow, granted: string, unit: string, comparable: boolean): void {
  const wrong = [{ path: 'body.answer.quantity', message: '' }];
  if (new Decimal(granted).lte(0)) throw new DomainError('needs.quantity', {}, wrong);
  if (!comparable) return;
  const both = (quantity: string) => [formatQuantity(quantity, unit, 'zh'), formatQuantity(quantity, unit, 'en')];
  const asked = both(plain(row.quantity));
  if (new Decimal(granted).gt(row.quantity))
    throw new DomainError('needs.more-than-asked', { granted: both(granted), asked });
  if (!row.partial_ok && !new Decimal(granted).eq(row.quantity)) throw new DomainError('needs.whole-only', { asked });
}

const decided = (work: Work) => ({
  decided_at: work.now,
  decided_by: work.actor.userId,
  decided_by_name: work.actor.name,
});

/** Writes an act on the locked request, with its line in the conversation. */
export async function answered(
  work: Work,
  before: repository.RequestRow,
  act: string,
  words: string,
  change: repository.RequestChange,
): Promise<repository.RequestRow> {
  const row = await repository.changeRequest(work.tx, work.actor.city, before.request_id, {
    ...change,
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  await traced(work, act, words, before, row);
  return row;
}

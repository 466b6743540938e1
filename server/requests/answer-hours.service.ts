/** The hours within which requests are answered: the city's own for an emergency and for peacetime, or the product's. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { type AnswerHours, defaultAnswerHours, type requestContracts, type Urgency } from '#contracts/requests.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import * as repository from './requests.repository.ts';
import { plain } from './requests.view.ts';

type Mode = 'emergency' | 'peacetime';
type Shown = z.input<typeof requestContracts.answerHours.response>;

export async function readAnswerHours(work: Work): Promise<Shown> {
  const { tx, actor } = work;
  const rows = await repository.findAnswerHours(tx, actor.city);
  const of = (mode: Mode): Shown['hours'][Mode] => {
    const row = rows.find((entry) => entry.mode === mode);
    if (row === undefined) return { ...defaultAnswerHours[mode], changedBy: null, changedAt: null };
    const { emergency, urgent, routine, changed_by: changedBy, changed_at: changedAt } = row;
    return { emergency: plain(emergency), urgent: plain(urgent), routine: plain(routine), changedBy, changedAt };
  };
  return {
    mode: await repository.modeOf(tx, actor.city),
    hours: { emergency: of('emergency'), peacetime: of('peacetime') },
  };
}

/** The instant by which a request that is filed now is answered. */
export async function answerBy(work: Work, urgency: Urgency): Promise<Date> {
  const { mode, hours } = await readAnswerHours(work);
  return new Date(work.now.getTime() + Number(hours[mode][urgency]) * 3_600_000);
}

/** For requests that are filed from now on: what was promised to earlier ones stands. Error `needs.hours-order`. */
export async function setAnswerHours(work: Work, mode: Mode, given: AnswerHours): Promise<void> {
  const [emergency, urgent, routine] = [given.emergency, given.urgent, given.routine].map((text) => new Decimal(text));
  const inOrder = emergency!.gt(0) && urgent!.gte(emergency!) && routine!.gte(urgent!) && routine!.lte(720);
  if (!inOrder) throw new DomainError('needs.hours-order');
  const { changedBy: _by, changedAt: _at, ...before } = (await readAnswerHours(work)).hours[mode];
  await repository.putAnswerHours(work.tx, {
    city_code: work.actor.city,
    mode,
    emergency: given.emergency,
    urgent: given.urgent,
    routine: given.routine,
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  work.audit({
    action: 'request.answer-hours',
    subject: 'request-answer-hours',
    subjectId: mode,
    before,
    after: { ...given },
  });
  work.changed('requests');
}

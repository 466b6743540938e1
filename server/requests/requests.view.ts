/** Requests as they are answered by the API. */
import { Decimal } from 'decimal.js';
import {
  type AnswerLevel,
  answerLevels,
  meetings,
  type RequestNote,
  type RequestSeries,
  type RequestState,
  requestStates,
  type SupplyRequest,
  type Urgency,
  urgencies,
} from '#contracts/requests.ts';
import type { NoteRow, RequestRow, SeriesRow } from './requests.repository.ts';

export type Grade = 'medical' | 'general';

export const plain = (quantity: string): string => new Decimal(quantity).toFixed();
export const gradeOf = (grade: string | null): Grade | null =>
  grade === 'medical' || grade === 'general' ? grade : null;
export const stateOf = (row: RequestRow): RequestState => requestStates.find((state) => state === row.state) ?? 'filed';
const levelOf = (level: string | null): AnswerLevel | null => answerLevels.find((known) => known === level) ?? null;
const urgencyOf = (urgency: string): Urgency => urgencies.find((known) => known === urgency) ?? 'routine';

export const waits = (row: Pick<RequestRow, 'state'>): boolean => row.state === 'filed' || row.state === 'referred';

export function requestShown(row: RequestRow, pointName: string, now: Date): SupplyRequest {
  return {
    id: row.request_id,
    number: row.request_number,
    point: row.demand_point_id,
    pointName,
    county: row.county_code,
    item: row.item_code,
    grade: gradeOf(row.grade),
    quantity: plain(row.quantity),
    from: row.from_day,
    by: row.by_day,
    reason: row.reason,
    urgency: urgencyOf(row.urgency),
    substitutes: row.substitutes,
    partialOk: row.partial_ok,
    series: row.series_id,
    beside: row.beside,
    state: stateOf(row),
    referredTo: levelOf(row.referred_to),
    answerBy: row.answer_by,
    overdue: waits(row) && new Date(row.answer_by) < now,
    granted: grantedOf(row),
    orders: row.order_numbers,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by_name,
    decisionReason: row.decision_reason,
    filedAt: row.filed_at,
    filedBy: row.filed_by_name,
    revision: row.revision,
  };
}

function grantedOf(row: RequestRow): SupplyRequest['granted'] {
  if (row.granted_quantity === null) return null;
  return {
    item: row.granted_item ?? row.item_code,
    grade: gradeOf(row.granted_grade),
    quantity: plain(row.granted_quantity),
    metBy: meetings.find((known) => known === row.met_by) ?? 'order',
    covered: plain(row.covered),
    delivered: plain(row.delivered),
  };
}

export function noteShown(row: NoteRow): RequestNote {
  return { number: row.note_number, at: row.at, by: row.by_name, role: row.by_role, act: row.act, words: row.words };
}

export function seriesShown(row: SeriesRow, pointName: string): RequestSeries {
  return {
    id: row.series_id,
    point: row.demand_point_id,
    pointName,
    item: row.item_code,
    grade: gradeOf(row.grade),
    quantity: plain(row.quantity),
    every: row.every === 'week' ? 'week' : 'day',
    daysAhead: row.days_ahead,
    urgency: urgencyOf(row.urgency),
    reason: row.reason,
    nextDay: row.next_day,
    until: row.until_day,
    stoppedAt: row.stopped_at,
    filedBy: row.filed_by_name,
  };
}

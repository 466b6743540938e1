/** What hospitals and communities ask for: filing, withdrawing, talking, reading. Answers stand in decision.service.ts. */
import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { type requestContracts, requestStateNames } from '#contracts/requests.ts';
import { roleMay } from '#contracts/roles.ts';
import { formatQuantity, packOf, unitName } from '#contracts/units.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import { answerBy } from './answer-hours.service.ts';
import * as repository from './requests.repository.ts';
import { noteShown, plain, requestShown, stateOf, waits } from './requests.view.ts';

type Filed = z.output<typeof requestContracts.file.body>;
/** What one request and each of a series have in common. */
export type Asked = Pick<
  Filed,
  'point' | 'item' | 'grade' | 'quantity' | 'reason' | 'urgency' | 'substitutes' | 'partialOk'
>;
export interface RequestInput extends Asked {
  from: string;
  by: string;
  besidesKnown: boolean;
}

/**
 * Files a request for a place that the actor sees. The answer is owed within hours that its urgency sets.
 * Errors: `needs.duplicate` unless `besidesKnown`, `needs.unknown-item`, `needs.quantity`, `needs.day-past`, `needs.days-backward`,
 * `needs.substitute-same`, `not-found`.
 */
export async function fileRequest(work: Work, given: Filed): Promise<repository.RequestRow> {
  const today = await work.today();
  if (given.by < today) throw new DomainError('needs.day-past', { day: given.by, today });
  const input = { ...given, from: given.from ?? today };
  if (input.from > input.by) throw new DomainError('needs.days-backward', { from: input.from, by: input.by });
  const checked = await checkAsked(work, input);
  // taken first: of two that file the same at once, the second waits here and then sees the first
  const number = await repository.nextNumber(work.tx, work.actor.city, today);
  const same = await repository.overlapping(work.tx, work.actor.city, input);
  if (same.length > 0 && !input.besidesKnown) throw duplicateOf(same, checked.unit);
  const row = await store(work, input, checked, { number, beside: same[0]?.request_number ?? null, series: null });
  if (row === undefined) throw new Error('a request outside a series was not stored');
  return row;
}

function duplicateOf(same: readonly repository.RequestRow[], unit: string): DomainError {
  const sum = Decimal.sum(...same.map((row) => row.quantity)).toFixed();
  return new DomainError('needs.duplicate', {
    numbers: [same.map((row) => row.request_number).join('、'), same.map((row) => row.request_number).join(', ')],
    quantity: [formatQuantity(sum, unit, 'zh'), formatQuantity(sum, unit, 'en')],
  });
}

export interface CheckedAsk {
  county: string;
  unit: string;
  grade: 'medical' | 'general' | null;
}

/** The place's county and the item's unit; refuses what no one could answer. */
export async function checkAsked(work: Work, asked: Asked): Promise<CheckedAsk> {
  const quantity = new Decimal(asked.quantity);
  if (quantity.lte(0)) throw new DomainError('needs.quantity', {}, [{ path: 'body.quantity', message: '> 0' }]);
  const { demandPoints, items } = await readRegistry(work);
  const point = demandPoints.find((entry) => entry.id === asked.point);
  if (point === undefined) throw new DomainError('not-found', { what: ['这个需求点', 'This demand point'] });
  for (const code of [asked.item, ...asked.substitutes]) {
    if (!items.some((item) => item.code === code)) throw new DomainError('needs.unknown-item', { item: code });
  }
  if (asked.substitutes.includes(asked.item)) throw new DomainError('needs.substitute-same');
  const item = items.find((entry) => entry.code === asked.item)!;
  requireWhole(item, asked.quantity, 'body.quantity');
  return { county: point.county, unit: item.unit, grade: item.licenceRule === 'grade' ? asked.grade : null };
}

/** (C8) What is not whole packs no order could ever bring. */
export function requireWhole(item: { name: string; nameEn: string; unit: string }, quantity: string, path: string) {
  const pack = packOf(item.unit);
  if (new Decimal(quantity).mod(pack).isZero()) return;
  const params = {
    item: [item.name, item.nameEn],
    unit: [item.unit, unitName(item.unit, 'en')],
    pack: pack.toFixed(),
    quantity: plain(quantity),
  };
  throw new DomainError('needs.not-whole', params, [{ path, message: '' }]);
}

/** Undefined when that day of the series was filed before. */
export async function store(
  work: Work,
  input: Asked & { from: string; by: string },
  checked: CheckedAsk,
  given: { number: string; beside: string | null; series: string | null },
): Promise<repository.RequestRow | undefined> {
  const { actor, now } = work;
  const row = await repository.insertRequest(work.tx, {
    city_code: actor.city,
    request_id: randomUUID(),
    request_number: given.number,
    demand_point_id: input.point,
    county_code: checked.county,
    item_code: input.item,
    grade: checked.grade,
    quantity: input.quantity,
    from_day: input.from,
    by_day: input.by,
    reason: input.reason,
    urgency: input.urgency,
    substitutes: [...new Set(input.substitutes)],
    partial_ok: input.partialOk,
    series_id: given.series,
    beside: given.beside,
    answer_by: await answerBy(work, input.urgency),
    filed_at: now,
    filed_by: actor.userId,
    filed_by_name: actor.name,
    changed_at: now,
    changed_by: actor.name,
  });
  if (row !== undefined) await traced(work, 'filed', input.reason, null, row);
  return row;
}

/** One act on a request: its line in the conversation, the audit note, the news to open pages. */
export async function traced(
  work: Work,
  act: string,
  words: string,
  before: repository.RequestRow | null,
  row: repository.RequestRow,
): Promise<void> {
  const { actor } = work;
  await repository.addNote(work.tx, row, {
    at: work.now,
    by_id: actor.userId,
    by_name: actor.name,
    by_role: actor.role,
    act,
    words,
  });
  work.audit({
    action: `request.${act}`,
    subject: 'request',
    subjectId: row.request_id,
    before: before === null ? null : facts(before),
    after: { ...facts(row), words },
    county: row.county_code,
    demandPoint: row.demand_point_id,
  });
  work.changed('requests');
}

const facts = (row: repository.RequestRow) => ({
  number: row.request_number,
  state: row.state,
  item: row.item_code,
  quantity: plain(row.quantity),
  by: row.by_day,
  ...(row.granted_quantity === null
    ? {}
    : {
        grantedItem: row.granted_item,
        granted: plain(row.granted_quantity),
        metBy: row.met_by,
        covered: plain(row.covered),
      }),
  ...(row.referred_to === null ? {} : { referredTo: row.referred_to }),
});

/** The request, locked until the transaction ends. Error `not-found`. */
export async function requestToChange(work: Work, id: string): Promise<repository.RequestRow> {
  const row = await repository.findRequest(work.tx, work.actor.city, id, true);
  if (row === undefined) throw unknownRequest();
  return row;
}

const unknownRequest = () => new DomainError('not-found', { what: ['这项申请', 'This request'] });

/** Its filer's side takes it back while nothing is on its way. Errors `needs.not-withdrawable`, `not-found`. */
export async function withdrawRequest(work: Work, id: string, reason: string): Promise<void> {
  const before = await requestToChange(work, id);
  const onItsWay = !new Decimal(before.covered).isZero() || !new Decimal(before.delivered).isZero();
  if (!waits(before) && (before.state !== 'accepted' || onItsWay)) {
    throw new DomainError('needs.not-withdrawable', {
      number: before.request_number,
      state: requestStateNames[stateOf(before)],
    });
  }
  const row = await repository.changeRequest(work.tx, work.actor.city, id, {
    state: 'withdrawn',
    granted_quantity: null,
    granted_item: null,
    granted_grade: null,
    met_by: null,
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  await traced(work, 'withdrawn', reason, before, row);
}

/** A line in the conversation, of those who file or answer. Errors `access.denied`, `not-found`. */
export async function sayInRequest(work: Work, id: string, words: string): Promise<void> {
  if (!roleMay(work.actor.role, 'request.file') && !roleMay(work.actor.role, 'request.decide'))
    throw new DomainError('access.denied', { permission: 'request.file' });
  const row = await requestToChange(work, id);
  await traced(work, 'said', words, row, row);
}

async function pointNames(work: Work): Promise<(id: string) => string> {
  const { demandPoints } = await readRegistry(work);
  const names = new Map(demandPoints.map((point) => [point.id, point.name]));
  return (id) => names.get(id) ?? id;
}

type ListQuery = z.output<typeof requestContracts.list.query>;

/** Requests that the actor sees, newest first; how many wait, and too long. */
export async function listRequests(
  work: Work,
  query: ListQuery,
): Promise<z.input<typeof requestContracts.list.response>> {
  const { city } = work.actor;
  const rows = await repository.listRequests(work.tx, city, {
    show: query.show,
    search: query.search,
    after: query.cursor === undefined ? undefined : placeOf(query.cursor),
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const name = await pointNames(work);
  return {
    rows: page.map((row) => requestShown(row, name(row.demand_point_id), work.now)),
    next: last === undefined ? null : cursorOf(repository.placeInList(query.show, last)),
    ...(await repository.countWaiting(work.tx, city, work.now)),
  };
}

const cursorOf = ({ waits, at, id }: repository.ListPlace): string => `${waits ? 'waits' : 'answered'} ${at} ${id}`;

function placeOf(cursor: string): repository.ListPlace {
  const [, waits, at, id] = /^(waits|answered) (.+) (\S+)$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)))
    throw new DomainError('request.invalid', { where: 'query.cursor', why: cursor });
  return { waits: waits === 'waits', at, id };
}

export async function readRequest(work: Work, id: string) {
  const row = await repository.findRequest(work.tx, work.actor.city, id);
  if (row === undefined) throw unknownRequest();
  const name = await pointNames(work);
  const notes = await repository.listNotes(work.tx, work.actor.city, id);
  return { request: requestShown(row, name(row.demand_point_id), work.now), notes: notes.map(noteShown) };
}

/** The places that the actor may ask for, and what there is to ask for. */
export async function readChoices(work: Work): Promise<z.input<typeof requestContracts.points.response>> {
  const { demandPoints, items } = await readRegistry(work);
  return {
    points: demandPoints.map(({ id, name }) => ({ id, name })),
    items: items.map(({ code, name, nameEn, unit, licenceRule }) => ({
      code,
      name,
      nameEn,
      unit,
      graded: licenceRule === 'grade',
    })),
  };
}

/** Of the same place and item on overlapping days, answered or waiting. For what a place will get. */
export async function requestsBeside(
  work: Work,
  given: { point: string; item: string; from: string; by: string; except?: string | undefined },
) {
  const rows = await repository.overlapping(work.tx, work.actor.city, given);
  return rows.map((row) => ({
    number: row.request_number,
    quantity: plain(row.granted_quantity ?? row.quantity),
    by: row.by_day,
    state: stateOf(row),
  }));
}

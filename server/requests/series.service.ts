/** What is needed again and again: a request for each of its days, filed by itself some days before. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { addDays } from '#contracts/calendar.ts';
import { type requestContracts, type Urgency, urgencies } from '#contracts/requests.ts';
import { systemActor } from '../platform/database/index.ts';
import { DomainError } from '../platform/errors.ts';
import type { AppServer } from '../platform/http/server.ts';
import { enqueueJob } from '../platform/jobs.ts';
import { inWork, type Work } from '../platform/work.ts';
import { readRegistry } from '../registry/index.ts';
import * as repository from './requests.repository.ts';
import { checkAsked, store } from './requests.service.ts';
import { gradeOf, plain, seriesShown } from './requests.view.ts';

const task = 'requests.file-due';
/** Seconds between two looks at what is due; a day's requests are filed soon after the day begins. */
const pause = 1800;

export type SeriesInput = z.output<typeof requestContracts.startSeries.body>;

/** Starts a series and files what of it is due already. Errors as of `fileRequest`, without `needs.duplicate`. */
export async function startSeries(work: Work, input: SeriesInput): Promise<{ id: string; filed: number }> {
  const today = await work.today();
  if (input.first < today) throw new DomainError('needs.day-past', { day: input.first, today });
  if (input.until !== null && input.until < input.first)
    throw new DomainError('needs.days-backward', { from: input.first, by: input.until });
  const checked = await checkAsked(work, input);
  const { actor } = work;
  const row = await repository.insertSeries(work.tx, {
    city_code: actor.city,
    series_id: randomUUID(),
    demand_point_id: input.point,
    county_code: checked.county,
    item_code: input.item,
    grade: checked.grade,
    quantity: input.quantity,
    every: input.every,
    days_ahead: input.daysAhead,
    reason: input.reason,
    urgency: input.urgency,
    substitutes: [...new Set(input.substitutes)],
    partial_ok: input.partialOk,
    next_day: input.first,
    until_day: input.until,
    filed_at: work.now,
    filed_by: actor.userId,
    filed_by_name: actor.name,
  });
  noteSeries(work, 'request-series.start', row);
  const filed = await fileSeries(work, row, today);
  await enqueueJob(work.tx, task, { city: actor.city }, { key: `${task}/${actor.city}`, delaySeconds: pause });
  return { id: row.series_id, filed };
}

function noteSeries(work: Work, action: string, row: repository.SeriesRow): void {
  work.audit({
    action,
    subject: 'request-series',
    subjectId: row.series_id,
    after: { item: row.item_code, quantity: plain(row.quantity), every: row.every, next: row.next_day },
    county: row.county_code,
    demandPoint: row.demand_point_id,
  });
  work.changed('requests');
}

/** Error `needs.series-stopped`, `not-found`. What it filed stays. */
export async function stopSeries(work: Work, id: string): Promise<void> {
  const row = await repository.findSeries(work.tx, work.actor.city, id);
  if (row === undefined) throw new DomainError('not-found', { what: ['这项定期申请', 'This recurring request'] });
  if (row.stopped_at !== null) throw new DomainError('needs.series-stopped');
  await repository.changeSeries(work.tx, work.actor.city, id, { stopped_at: work.now, stopped_by: work.actor.name });
  noteSeries(work, 'request-series.stop', row);
}

export async function readSeries(work: Work) {
  const { demandPoints } = await readRegistry(work);
  const names = new Map(demandPoints.map((point) => [point.id, point.name]));
  const rows = await repository.listSeries(work.tx, work.actor.city);
  return { rows: rows.map((row) => seriesShown(row, names.get(row.demand_point_id) ?? row.demand_point_id)) };
}

/** Files what every series has due by today; answers how many. What was filed for a day is not filed again. */
export async function fileDueRequests(work: Work): Promise<number> {
  const today = await work.today();
  let filed = 0;
  for (const series of await repository.dueSeries(work.tx, work.actor.city, today)) {
    filed += await fileSeries(work, series, today);
  }
  return filed;
}

async function fileSeries(work: Work, series: repository.SeriesRow, today: string): Promise<number> {
  const { city } = work.actor;
  const step = series.every === 'week' ? 7 : 1;
  const last = addDays(today, series.days_ahead);
  let day = series.next_day;
  let filed = 0;
  for (; day <= last && (series.until_day === null || day <= series.until_day); day = addDays(day, step)) {
    // a day that passed while the system stood still is past: nobody can deliver then
    if (day >= today && (await fileDay(work, series, day, today))) filed += 1;
  }
  if (day !== series.next_day) await repository.changeSeries(work.tx, city, series.series_id, { next_day: day });
  return filed;
}

async function fileDay(work: Work, series: repository.SeriesRow, day: string, today: string): Promise<boolean> {
  const { city } = work.actor;
  const number = await repository.nextNumber(work.tx, city, today);
  const given = { point: series.demand_point_id, item: series.item_code, from: day, by: day };
  const same = await repository.overlapping(work.tx, city, given);
  const checked = { county: series.county_code, unit: '', grade: gradeOf(series.grade) };
  const asked = {
    ...given,
    grade: checked.grade,
    quantity: series.quantity,
    reason: series.reason,
    urgency: urgencies.find((known): known is Urgency => known === series.urgency) ?? 'routine',
    substitutes: series.substitutes,
    partialOk: series.partial_ok,
  };
  const beside = same[0]?.request_number ?? null;
  return (await store(work, asked, checked, { number, beside, series: series.series_id })) !== undefined;
}

/** Looks again every half hour, as long as a series of the city goes on. */
export function handleSeries(server: AppServer): void {
  server.jobs.handle(task, async (payload) => {
    const city = (payload as { city?: unknown } | null)?.city;
    if (typeof city !== 'string') return;
    await inWork(server.database, server.clock, systemActor(city), async (work) => {
      await fileDueRequests(work);
      const rows = await repository.listSeries(work.tx, city);
      if (rows.some((row) => row.stopped_at === null))
        await enqueueJob(work.tx, task, { city }, { key: `${task}/${city}`, delaySeconds: pause });
    });
  });
}

/** At every deadline, and when a promise runs out, those who must act by then are told. */
import { systemActor } from '../platform/database/index.ts';
import type { AppServer } from '../platform/http/server.ts';
import { enqueueJob } from '../platform/jobs.ts';
import { inWork } from '../platform/work.ts';
import { momentsToWatch, raiseCalls } from './chase.service.ts';
import { secondsToNext } from './deadlines.ts';

const task = 'reports.escalate';
/** After a change of reports, deadlines or the city's mode: many changes are looked at once. */
const soonSeconds = 1;
/** A second past the minute, so that the deadline has passed whatever the clocks differ by. */
const pastSeconds = 1;
/** Looked at again at least so often: a held city may be set to another day, a clock may be changed. */
const longestWaitSeconds = 300;

export function registerEscalation(server: AppServer): void {
  const ask = (city: string, seconds: number, name: 'soon' | 'next') =>
    inWork(server.database, server.clock, systemActor(city), (work) =>
      enqueueJob(work.tx, task, { city }, { key: `reports-escalate-${name}-${city}`, delaySeconds: seconds }),
    ).catch((error: unknown) => server.fastify.log.error({ err: error }, 'reports are not escalated'));
  server.jobs.handle(task, async (payload) => {
    const city = (payload as { city?: unknown } | null)?.city;
    if (typeof city !== 'string') return;
    const next = await inWork(server.database, server.clock, systemActor(city), async (work) => {
      await raiseCalls(work);
      const { now, clockTimes } = await momentsToWatch(work);
      return secondsToNext(now, clockTimes) - work.now.getUTCSeconds() + pastSeconds;
    });
    await ask(city, Math.min(Math.max(next, soonSeconds), longestWaitSeconds), 'next');
  });
  server.changes.subscribe((change) => {
    if (
      change.topics.some((topic) => topic === 'reports' || topic === 'city') &&
      !change.topics.includes('report-calls')
    )
      void ask(change.city, soonSeconds, 'soon');
  });
  server.fastify.addHook('onReady', async () => {
    const cities = await server.database.kysely.selectFrom('cities').select('city_code').execute();
    for (const { city_code: city } of cities) await ask(city, soonSeconds, 'soon');
  });
}

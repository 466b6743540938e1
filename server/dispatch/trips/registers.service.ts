/** What trips are planned with beside the registry: drivers, closed roads, road distances; and the alerts. */
import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { DispatchAlert, Driver } from '#contracts/trips.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { enterpriseCounty } from '../passes/passes.repository.ts';
import * as repository from './trips.repository.ts';

export async function listDrivers(work: Work): Promise<Driver[]> {
  const rows = await work.tx
    .selectFrom('drivers')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .where('withdrawn', '=', false)
    .orderBy('enterprise_id')
    .orderBy('name')
    .limit(5000)
    .execute();
  return rows.map((row) => ({
    id: row.driver_id,
    name: row.name,
    phone: row.phone,
    licence: row.licence,
    enterprise: row.enterprise_id,
  }));
}

/** Error `not-found` when there is no such enterprise. */
export async function saveDriver(
  work: Work,
  id: string,
  driver: Omit<Driver, 'id'> & { withdrawn: boolean },
): Promise<Driver> {
  const { tx, actor, now } = work;
  const county = await enterpriseCounty(tx, actor.city, driver.enterprise);
  if (county === undefined) throw new DomainError('not-found', { what: ['这家企业', 'The enterprise'] });
  const values = {
    enterprise_id: driver.enterprise,
    county_code: county,
    name: driver.name,
    phone: driver.phone,
    licence: driver.licence,
    withdrawn: driver.withdrawn,
    changed_at: now,
    changed_by: actor.name,
  };
  await tx
    .insertInto('drivers')
    .values({ city_code: actor.city, driver_id: id, ...values })
    .onConflict((conflict) => conflict.columns(['city_code', 'driver_id']).doUpdateSet(values))
    .execute();
  work.audit({ action: 'driver.save', subject: 'driver', subjectId: id, after: driver, enterprise: driver.enterprise });
  work.changed('trips');
  return { id, name: driver.name, phone: driver.phone, licence: driver.licence, enterprise: driver.enterprise };
}

export async function listClosures(work: Work) {
  const rows = await repository.closuresOn(work.tx, work.actor.city, await work.today());
  return rows.map((row) => ({
    id: row.closure_id,
    county: row.county_code,
    fromPlace: row.from_place,
    toPlace: row.to_place,
    from: row.from_day,
    until: row.until_day,
    reason: row.reason,
  }));
}

export async function closeRoad(
  work: Work,
  closure: {
    county: string | null;
    fromPlace: string | null;
    toPlace: string | null;
    from: string;
    until: string | null;
    reason: string;
  },
): Promise<string> {
  const id = randomUUID();
  await work.tx
    .insertInto('road_closures')
    .values({
      city_code: work.actor.city,
      closure_id: id,
      county_code: closure.county,
      from_place: closure.fromPlace,
      to_place: closure.toPlace,
      from_day: closure.from,
      until_day: closure.until,
      reason: closure.reason,
      created_at: work.now,
      created_by: work.actor.name,
    })
    .execute();
  work.audit({ action: 'road.close', subject: 'road-closure', subjectId: id, after: closure });
  work.changed('trips');
  return id;
}

export async function openRoad(work: Work, id: string): Promise<void> {
  const lifted = await work.tx
    .updateTable('road_closures')
    .set({ lifted_at: work.now })
    .where('city_code', '=', work.actor.city)
    .where('closure_id', '=', id)
    .where('lifted_at', 'is', null)
    .returning('closure_id')
    .executeTakeFirst();
  if (!lifted) throw new DomainError('not-found', { what: ['这处封闭', 'The closure'] });
  work.audit({ action: 'road.open', subject: 'road-closure', subjectId: id });
  work.changed('trips');
}

/** A csv of from,to,km[,minutes] with places of the ledger; one wrong line refuses the whole file. Error `trip.bad-road-file`. */
export async function saveRoadFile(work: Work, csv: string): Promise<number> {
  const rows = readRoadFile(csv);
  const places = [...new Set(rows.flatMap(({ from, to }) => [from, to]))];
  const known = new Set((await repository.placesAt(work.tx, work.actor.city, places)).map(({ place_id }) => place_id));
  for (const [index, row] of rows.entries()) {
    const unknown = [row.from, row.to].find((place) => !known.has(place));
    if (unknown !== undefined)
      throw new DomainError('trip.bad-road-file', {
        line: index + 2,
        what: [`没有地点 ${unknown}`, `there is no place ${unknown}`],
      });
  }
  await repository.saveRoads(
    work.tx,
    rows.map((row) => ({
      city_code: work.actor.city,
      from_place: row.from,
      to_place: row.to,
      km: row.km.toFixed(3),
      minutes: row.minutes === null ? null : row.minutes.toFixed(2),
    })),
  );
  work.audit({
    action: 'road.distances',
    subject: 'road-distances',
    subjectId: work.actor.city,
    after: { rows: rows.length },
  });
  work.changed('trips');
  return rows.length;
}

export function readRoadFile(csv: string): Array<{ from: string; to: string; km: number; minutes: number | null }> {
  const [head = [], ...lines] = parse(csv, {
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as string[][];
  const at = Object.fromEntries(
    ['from', 'to', 'km', 'minutes'].map((name) => [name, head.findIndex((cell) => cell.toLowerCase() === name)]),
  );
  const missing = ['from', 'to', 'km'].find((name) => at[name] === -1);
  if (missing !== undefined)
    throw new DomainError('trip.bad-road-file', {
      line: 1,
      what: [`缺少 ${missing} 列`, `the column ${missing} is missing`],
    });
  const seen = new Map<string, { from: string; to: string; km: number; minutes: number | null }>();
  for (const [index, cells] of lines.entries()) {
    const wrong = (zh: string, en: string): never => {
      throw new DomainError('trip.bad-road-file', { line: index + 2, what: [zh, en] });
    };
    const cell = (name: string) => cells[at[name] ?? -1] ?? '';
    const number = (name: string): number => {
      const value = Number(cell(name));
      return cell(name) === '' || !(value >= 0 && value < 100_000)
        ? wrong(`${name} 应为不小于 0 的数`, `${name} is a number of 0 or more`)
        : value;
    };
    const [from, to] = [cell('from'), cell('to')];
    if (from === '' || to === '') wrong('缺少地点', 'a place is missing');
    if (seen.has(`${from} ${to}`)) wrong(`${from} 到 ${to} 出现两次`, `${from} to ${to} is there twice`);
    seen.set(`${from} ${to}`, {
      from,
      to,
      km: number('km'),
      minutes: cell('minutes') === '' ? null : number('minutes'),
    });
  }
  return [...seen.values()];
}

export async function listAlerts(work: Work): Promise<DispatchAlert[]> {
  const rows = await work.tx
    .selectFrom('dispatch_alerts')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .where('state', '<>', 'closed')
    .orderBy('raised_at', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.alert_id,
    kind: row.kind,
    subject: row.subject,
    subjectId: row.subject_id,
    detail: row.detail as Record<string, unknown>,
    at: row.raised_at,
    owner: row.owner,
    state: row.state as DispatchAlert['state'],
    outcome: row.outcome,
  }));
}

/** Error `not-found` when it is closed already or another's. */
export async function closeAlert(work: Work, id: string, outcome: string): Promise<void> {
  const closed = await work.tx
    .updateTable('dispatch_alerts')
    .set({ state: 'closed', closed_at: work.now, closed_by: work.actor.name, outcome })
    .where('city_code', '=', work.actor.city)
    .where('alert_id', '=', id)
    .where('state', '<>', 'closed')
    .returning(['alert_id', 'county_code'])
    .executeTakeFirst();
  if (!closed) throw new DomainError('not-found', { what: ['这条警报（可能已处理）', 'The alert (it may be closed)'] });
  work.audit({
    action: 'dispatch.close-alert',
    subject: 'dispatch-alert',
    subjectId: id,
    after: { outcome },
    county: closed.county_code,
  });
  work.changed('alerts', 'situation');
}

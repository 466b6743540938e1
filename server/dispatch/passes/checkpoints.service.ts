/** Checkpoints: every vehicle and person checked and registered; fever or suspicion isolated and reported at once (S10). */

import { type CheckpointRow, type ScanInput, type ScanRow, scanReasons } from '#contracts/checkpoints.ts';
import type { AlertKind } from '#contracts/dispatch-alerts.ts';
import { checkPass, type EarlierScan, FEVER, type Reason, type ReasonCode } from '#contracts/pass-check.ts';
import { markOf } from '#contracts/pass-revocations.ts';
import { tokenOf } from '#contracts/pass-token.ts';
import { readJson } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors.ts';
import { readAsCity, type Work } from '../../platform/work.ts';
import { raiseAlert } from '../trips/alerts.ts';
import { readRules } from '../trips/rules.service.ts';
import * as repository from './checkpoints.repository.ts';
import { cityTime } from './city-time.ts';
import * as keys from './keys.repository.ts';
import { publishedKeys } from './keys.service.ts';
import * as passes from './passes.repository.ts';
import { stateOf } from './passes.service.ts';

export async function listCheckpoints(work: Work): Promise<{ rows: CheckpointRow[]; dispatchPhone: string | null }> {
  const rows = await repository.listCheckpoints(work.tx, work.actor.city);
  const { dispatchPhone } = await readRules(work);
  return { rows: rows.map(shownCheckpoint), dispatchPhone };
}

const shownCheckpoint = (row: repository.CheckpointRecord): CheckpointRow => ({
  id: row.checkpoint_id,
  name: row.name,
  county: row.county_code,
  lat: row.lat,
  lon: row.lon,
});

export async function saveCheckpoint(
  work: Work,
  id: string,
  values: Omit<CheckpointRow, 'id'> & { withdrawn: boolean },
): Promise<CheckpointRow> {
  const { tx, actor, now } = work;
  const before = await repository.findCheckpoint(tx, actor.city, id);
  if (
    actor.scope === 'county' &&
    ![values.county, before?.county_code ?? values.county].every((county) => actor.scopeIds.includes(county))
  )
    throw new DomainError('access.denied', { permission: 'pass.issue' });
  const { name, county, lat, lon, withdrawn } = values;
  if (!(await passes.countiesOf(tx, actor.city)).has(county))
    throw new DomainError('pass.unknown-county', { counties: county });
  await repository.saveCheckpoint(tx, {
    city_code: actor.city,
    checkpoint_id: id,
    name,
    county_code: county,
    lat,
    lon,
    withdrawn,
    changed_at: now,
    changed_by: actor.name,
  });
  work.audit({ action: 'checkpoint.save', subject: 'checkpoint', subjectId: id, before, after: values, county });
  work.changed('checkpoints');
  return { id, name, county, lat, lon };
}

interface CityView {
  earlier: EarlierScan[];
  state: ReturnType<typeof stateOf> | null;
}

/** What the whole city knows of a pass, for a guard who sees one county: times and places only. */
export function cityViewOf(guard: Work, passId: string, around: Date): Promise<CityView> {
  return readAsCity(guard, async (work) => {
    const { city } = work.actor;
    const scans = await repository.scansOfPass(work.tx, city, passId, around);
    const pass = await passes.findPass(work.tx, city, passId);
    return {
      state: pass ? stateOf(pass, await cityTime(work)) : null,
      earlier: scans.map((scan) => ({
        eventId: scan.event_id,
        passId,
        at: Date.parse(scan.scanned_at),
        checkpoint: scan.checkpoint_id,
        lat: scan.lat,
        lon: scan.lon,
      })),
    };
  });
}

/**
 * Registers a check. The server checks again by its own keys, revocations and everything seen elsewhere; where it finds worse than the phone
 * did, or fever, an alert is raised. Errors: `not-found`, `checkpoint.fever-must-stop`, `checkpoint.positive-must-stop`, `checkpoint.red-must-stop`.
 */
export async function registerScan(work: Work, input: ScanInput) {
  const { tx, actor } = work;
  const known = await registeredAlready(work, input.eventId);
  if (known) return known;
  refusePassing(input);
  const checkpoint = await repository.findCheckpoint(tx, actor.city, input.checkpoint);
  if (!checkpoint) throw new DomainError('not-found', { what: ['这个卡口', 'The checkpoint'] });
  if (actor.scope === 'county' && !actor.scopeIds.includes(checkpoint.county_code))
    throw new DomainError('access.denied', { permission: 'checkpoint.scan' });
  const time = await cityTime(work);
  // A phone whose clock runs ahead does not write into the future.
  const at = new Date(Math.min(Date.parse(input.at), time.getTime()));
  const { verdict, reasons, passId } = await checkAgain(work, input, checkpoint, at);
  const inserted = await repository.insertScan(tx, {
    city_code: actor.city,
    event_id: input.eventId,
    checkpoint_id: checkpoint.checkpoint_id,
    county_code: checkpoint.county_code,
    pass_id: passId,
    plate_seen: input.plate,
    verdict: input.verdict,
    server_verdict: verdict,
    reasons: JSON.stringify(reasons),
    decision: input.decision,
    temperature: input.temperature === null ? null : String(input.temperature),
    test_result: input.test,
    test_hours: input.testHours,
    scanned_at: at,
    received_at: work.now,
    guard_id: actor.userId,
    guard_name: actor.name,
    note: input.note,
  });
  // the same check came a second time at the same moment: both are told what is registered
  if (!inserted) return (await registeredAlready(work, input.eventId))!;
  await raiseAlerts(work, input, reasons, checkpoint, passId);
  work.audit({
    action: 'checkpoint.scan',
    subject: 'checkpoint-scan',
    subjectId: input.eventId,
    after: {
      checkpoint: checkpoint.checkpoint_id,
      passId,
      verdict: input.verdict,
      serverVerdict: verdict,
      decision: input.decision,
    },
    county: checkpoint.county_code,
  });
  work.changed('checkpoints');
  return { serverVerdict: verdict, reasons, repeated: false };
}

async function registeredAlready({ tx, actor }: Work, eventId: string) {
  const known = await repository.findScan(tx, actor.city, eventId);
  if (!known) return null;
  return { serverVerdict: known.server_verdict as Reason['verdict'], reasons: reasonsOf(known), repeated: true };
}

const reasonsOf = ({ reasons }: { reasons: unknown }): ScanRow['reasons'] =>
  readJson(scanReasons, reasons, 'checkpoint_events.reasons');

function refusePassing(input: ScanInput): void {
  if (input.decision !== 'passed') return;
  if (input.temperature !== null && input.temperature >= FEVER)
    throw new DomainError('checkpoint.fever-must-stop', { temperature: input.temperature });
  if (input.test === 'positive') throw new DomainError('checkpoint.positive-must-stop');
  if (input.verdict === 'red') throw new DomainError('checkpoint.red-must-stop');
}

async function checkAgain(work: Work, input: ScanInput, checkpoint: repository.CheckpointRecord, at: Date) {
  const { tx, actor } = work;
  const token = tokenOf(input.token);
  const revoked = await keys.revokedIds(tx, actor.city, at);
  const list = {
    keys: await publishedKeys(work),
    marks: new Set(await Promise.all(revoked.map(markOf))),
    city: actor.city,
    madeAt: at.getTime(),
  };
  const base = {
    token,
    now: at.getTime(),
    list,
    checkpoint: {
      id: checkpoint.checkpoint_id,
      county: checkpoint.county_code,
      lat: checkpoint.lat,
      lon: checkpoint.lon,
    },
    plate: input.plate,
    health: { temperature: input.temperature, test: input.test, testHours: input.testHours },
  };
  const first = await checkPass({ ...base, earlier: [] });
  const passId = first.pass?.i ?? null;
  if (passId === null) return { ...first, passId };
  const { earlier } = await cityViewOf(work, passId, at);
  return { ...(await checkPass({ ...base, earlier })), passId };
}

const alertOf: Partial<Record<ReasonCode, AlertKind>> = {
  fever: 'fever',
  test_positive: 'test_positive',
  forged: 'forged',
  malformed: 'forged',
  other_city: 'forged',
  used_elsewhere: 'replayed',
  revoked: 'revoked_shown',
  plate_differs: 'plate_differs',
};

async function raiseAlerts(
  work: Work,
  input: ScanInput,
  reasons: Reason[],
  checkpoint: repository.CheckpointRecord,
  passId: string | null,
): Promise<void> {
  const kinds = new Set(reasons.flatMap(({ code }) => alertOf[code] ?? []));
  for (const kind of kinds) {
    await raiseAlert(work, {
      kind,
      subject: 'checkpoint',
      subjectId: input.eventId,
      sameKey: `scan:${input.eventId}:${kind}`,
      county: checkpoint.county_code,
      owner: `county_officer:${checkpoint.county_code}`,
      detail: {
        checkpoint: checkpoint.name,
        passId,
        plate: input.plate,
        temperature: input.temperature,
        decision: input.decision,
      },
    });
  }
}

export async function listScans(work: Work, filter: { limit: number; passId?: string }): Promise<ScanRow[]> {
  const rows = await repository.listScans(work.tx, work.actor.city, filter);
  return rows.map((row) => ({
    id: row.event_id,
    checkpoint: row.checkpoint_id,
    checkpointName: row.checkpoint_name,
    county: row.county_code,
    passId: row.pass_id,
    plate: row.plate_seen,
    verdict: row.verdict as ScanRow['verdict'],
    serverVerdict: row.server_verdict as ScanRow['verdict'],
    reasons: reasonsOf(row),
    decision: row.decision as ScanRow['decision'],
    temperature: row.temperature,
    test: row.test_result as ScanRow['test'],
    testHours: row.test_hours,
    at: row.scanned_at,
    receivedAt: row.received_at,
    guard: row.guard_name,
    note: row.note,
  }));
}

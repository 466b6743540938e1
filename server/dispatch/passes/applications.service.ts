/** Passes by application: people on duty and normal production vehicles (S20), with review, limits and expiry. */
import { randomUUID } from 'node:crypto';
import { plainPlate } from '#contracts/pass-check.ts';
import { type ApplicationInput, type ApplicationRow, defaultLimits } from '#contracts/passes.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { cityTime } from './city-time.ts';
import * as repository from './passes.repository.ts';
import { issuePass, revokePassOfApplication } from './passes.service.ts';

const DAY = 86_400_000;
type ApplicationKind = keyof typeof defaultLimits;

export async function limitsOf(work: Work) {
  const kept = await repository.readLimits(work.tx, work.actor.city);
  return (Object.keys(defaultLimits) as ApplicationKind[]).map((kind) => {
    const row = kept.find((each) => each.kind === kind);
    return row ? { kind, longestDays: row.longest_days, mostOpen: row.most_open } : { kind, ...defaultLimits[kind] };
  });
}

export async function setLimits(work: Work, limits: { kind: ApplicationKind; longestDays: number; mostOpen: number }) {
  if (work.actor.scope !== 'city') throw new DomainError('access.denied', { permission: 'pass.issue' });
  const before = (await limitsOf(work)).find(({ kind }) => kind === limits.kind);
  await repository.saveLimits(work.tx, {
    city_code: work.actor.city,
    kind: limits.kind,
    longest_days: limits.longestDays,
    most_open: limits.mostOpen,
    changed_at: work.now,
    changed_by: work.actor.name,
  });
  work.audit({ action: 'pass.limits', subject: 'pass-limits', subjectId: limits.kind, before, after: limits });
  work.changed('passes');
  return limitsOf(work);
}

/** Errors: `pass.too-long`, `pass.too-many`, `pass.time-over`, `pass.plate-in-use`, `pass.unknown-county`, `not-found`. */
export async function applyForPass(work: Work, input: ApplicationInput): Promise<ApplicationRow> {
  const owner = await ownerOf(work, input);
  const time = await cityTime(work);
  await refuseUnknownCounties(work, input.counties);
  await repository.lockOwner(work.tx, `pass:${work.actor.city}:${owner.enterprise ?? owner.county}`);
  await refuseBeyondLimits(work, input, owner, time);
  const row = await repository.insertApplication(work.tx, {
    city_code: work.actor.city,
    application_id: randomUUID(),
    kind: input.kind,
    enterprise_id: owner.enterprise,
    county_code: owner.county,
    plate: input.plate === null ? null : plainPlate(input.plate),
    holder_name: input.holder,
    holder_phone: input.phone,
    crew: input.crew,
    purpose: input.purpose,
    counties: [...new Set(input.counties)],
    from_at: input.from,
    until_at: input.until,
    state: 'waiting',
    applied_at: work.now,
    applied_by: work.actor.userId,
    applied_by_name: work.actor.name,
  });
  return noted(work, 'pass.apply', row);
}

async function ownerOf(work: Work, input: ApplicationInput): Promise<{ enterprise: string | null; county: string }> {
  const { actor, tx } = work;
  const own = actor.scopeIds[0];
  const enterprise = actor.scope === 'enterprise' ? (input.enterprise ?? own ?? null) : (input.enterprise ?? null);
  if (enterprise !== null) {
    // Row-level security shows an actor only the enterprises of their scope.
    const county = await repository.enterpriseCounty(tx, actor.city, enterprise);
    if (county === undefined) throw new DomainError('not-found', { what: ['这家企业', 'The enterprise'] });
    return { enterprise, county };
  }
  const county = input.county ?? (actor.scope === 'county' ? own : undefined) ?? input.counties[0] ?? '';
  if (actor.scope === 'county' && !actor.scopeIds.includes(county))
    throw new DomainError('access.denied', { permission: 'pass.apply' });
  return { enterprise: null, county };
}

async function refuseUnknownCounties(work: Work, counties: string[]): Promise<void> {
  const known = await repository.countiesOf(work.tx, work.actor.city);
  const unknown = counties.filter((county) => !known.has(county));
  if (unknown.length > 0) throw new DomainError('pass.unknown-county', { counties: unknown.join('、') });
}

async function refuseBeyondLimits(
  work: Work,
  input: ApplicationInput,
  owner: { enterprise: string | null; county: string },
  time: Date,
): Promise<void> {
  if (new Date(input.until) <= time) throw new DomainError('pass.time-over', { until: input.until });
  const limits = (await limitsOf(work)).find(({ kind }) => kind === input.kind)!;
  const days = (Date.parse(input.until) - Date.parse(input.from)) / DAY;
  if (days > limits.longestDays)
    throw new DomainError('pass.too-long', { days: Math.ceil(days * 10) / 10, longest: limits.longestDays });
  const open = await repository.openApplications(work.tx, work.actor.city, { kind: input.kind, ...owner, now: time });
  if (open.length >= limits.mostOpen)
    throw new DomainError('pass.too-many', {
      who: owner.enterprise ? ['本企业', 'The enterprise'] : ['本县区', 'The county'],
      open: open.length,
      most: limits.mostOpen,
    });
  const plate = input.plate === null ? null : plainPlate(input.plate);
  const same = open.find(
    (row) => plate !== null && row.plate === plate && row.from_at < input.until && row.until_at > input.from,
  );
  if (same) throw new DomainError('pass.plate-in-use', { plate, number: same.holder_name });
}

/** Approving issues the pass in the same transaction. Errors: `pass.own-application`, `pass.city-decides`, `pass.decided-already`, `changed-meanwhile`. */
export async function decideApplication(
  work: Work,
  secret: string,
  id: string,
  decision: { approve: boolean; reason: string; revision: number },
): Promise<ApplicationRow> {
  const row = await waiting(work, id);
  const { actor } = work;
  if (row.revision !== decision.revision)
    throw new DomainError('changed-meanwhile', { who: row.applied_by_name, when: row.applied_at });
  if (row.applied_by === actor.userId) throw new DomainError('pass.own-application');
  const others = row.counties.filter((county) => !actor.scopeIds.includes(county));
  if (decision.approve && actor.scope === 'county' && others.length > 0)
    throw new DomainError('pass.city-decides', { counties: others.join('、') });
  if (decision.approve && new Date(row.until_at) <= (await cityTime(work)))
    throw new DomainError('pass.time-over', { until: row.until_at });
  const changed = await repository.changeApplication(work.tx, row, {
    state: decision.approve ? 'approved' : 'refused',
    at: work.now,
    by: actor.userId,
    byName: actor.name,
    reason: decision.reason,
  });
  if (decision.approve) {
    await issuePass(work, secret, {
      kind: row.kind as ApplicationKind,
      tripId: null,
      applicationId: id,
      enterprise: row.enterprise_id,
      county: row.county_code,
      plate: row.plate,
      holder: row.holder_name,
      phone: row.holder_phone,
      crew: row.crew,
      goods: row.purpose,
      counties: row.counties,
      from: new Date(row.from_at),
      until: new Date(row.until_at),
    });
  }
  return noted(work, decision.approve ? 'pass.approve' : 'pass.refuse', changed, row);
}

/** Errors: `not-found`, `pass.decided-already` once it is refused or withdrawn. */
export async function withdrawApplication(work: Work, id: string): Promise<ApplicationRow> {
  const row = await repository.lockApplication(work.tx, work.actor.city, id);
  if (!row) throw new DomainError('not-found', { what: ['这份申请', 'The application'] });
  if (row.state !== 'waiting' && row.state !== 'approved')
    throw new DomainError('pass.decided-already', { who: row.decided_by_name ?? '' });
  const changed = await repository.changeApplication(work.tx, row, {
    state: 'withdrawn',
    at: work.now,
    by: work.actor.userId,
    byName: work.actor.name,
    reason: row.reason,
  });
  await revokePassOfApplication(work, id, '申请撤回 withdrawn');
  return noted(work, 'pass.withdraw', changed, row);
}

async function waiting(work: Work, id: string): Promise<repository.ApplicationRecord> {
  const row = await repository.lockApplication(work.tx, work.actor.city, id);
  if (!row) throw new DomainError('not-found', { what: ['这份申请', 'The application'] });
  if (row.state !== 'waiting')
    throw new DomainError('pass.decided-already', { who: row.decided_by_name ?? row.applied_by_name });
  return row;
}

export async function listApplications(work: Work, filter: { state?: string | undefined; limit: number }) {
  const rows = await repository.listApplications(work.tx, work.actor.city, filter);
  return rows.map((row) => shownApplication(row, work.actor.userId));
}

async function noted(
  work: Work,
  action: string,
  row: repository.ApplicationRecord,
  before?: repository.ApplicationRecord,
): Promise<ApplicationRow> {
  const [listed] = await repository.listApplications(work.tx, work.actor.city, { id: row.application_id, limit: 1 });
  const after = shownApplication(listed ?? { ...row, pass_id: null }, work.actor.userId);
  work.audit({
    action,
    subject: 'pass-application',
    subjectId: row.application_id,
    ...(before ? { before: { state: before.state } } : {}),
    after: {
      state: after.state,
      kind: after.kind,
      plate: after.plate,
      holder: after.holder,
      until: after.until,
      reason: after.reason,
    },
    county: row.county_code,
    enterprise: row.enterprise_id,
  });
  work.changed('passes');
  return after;
}

function shownApplication(row: repository.ListedApplication, userId: string): ApplicationRow {
  return {
    id: row.application_id,
    kind: row.kind as ApplicationKind,
    enterprise: row.enterprise_id,
    county: row.county_code,
    plate: row.plate,
    holder: row.holder_name,
    phone: row.holder_phone,
    crew: row.crew,
    purpose: row.purpose,
    counties: row.counties,
    from: row.from_at,
    until: row.until_at,
    state: row.state as ApplicationRow['state'],
    appliedAt: row.applied_at,
    appliedBy: row.applied_by_name,
    own: row.applied_by === userId,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by_name,
    reason: row.reason,
    passId: row.pass_id,
    revision: row.revision,
  };
}

/** The registry's rules: who keeps what, how a row is added, edited, withdrawn and restored, each with its trace. */
import { keyFields } from '#contracts/registry-resources.ts';
import { type Rights, rightsOn } from '#contracts/registry-rights.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { checkRow, completed, fault } from './registry.checks.ts';
import { askBeforeWithdrawal, placesChanged } from './registry.hooks.ts';
import {
  carryCounty,
  countReferrers,
  markWithdrawn,
  nextPosition,
  putRows,
  readReferrers,
  readStored,
  type Stamp,
} from './registry.repository.ts';
import { placeOf, type Resource, referrersOf, resourceOf } from './tables.ts';
import { changedFields, keyOf, keyParts, ownersOf, type Stored, type Values } from './values.ts';

const shanghaiTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});
const stampOf = (work: Work): Stamp => ({ by: work.actor.name, at: work.now });
const what = (resource: Resource, key: string) => [`${resource.one[0]}“${key}”`, `The ${resource.one[1]} “${key}”`];

/** One row that the actor sees. Errors: `not-found`. */
export async function findRow(
  work: Work,
  resource: Resource,
  key: string,
  options: { lock?: boolean } = {},
): Promise<Stored> {
  const parts = keyParts(resource, key);
  const today = await work.today();
  const row =
    parts === null ? null : await readStored(work.tx, work.actor.city, resource, parts, { today, ...options });
  if (row === null) throw new DomainError('not-found', { what: what(resource, key) });
  return row;
}

const rights = (work: Work, resource: Resource): Rights => rightsOn(resource, work.actor.role);

function requireRows(work: Work, resource: Resource): void {
  if (!rights(work, resource).rows) throw new DomainError('registry.rows-not-yours', { what: resource.one });
}

function requireFields(work: Work, resource: Resource, changed: string[]): void {
  const refused = resource.fields.filter(
    (field) => changed.includes(field.name) && !rights(work, resource).fields.includes(field.name),
  );
  if (refused.length === 0) return;
  const words = (language: 0 | 1, between: string) => refused.map((field) => field.label[language]).join(between);
  throw fault(refused[0]!.name, 'registry.field-not-yours', { fields: [words(0, '、'), words(1, ', ')] });
}

/** The county of the row's enterprise, or its own. */
async function countyOf(work: Work, resource: Resource, values: Values): Promise<string | null> {
  const { enterprise } = placeOf(resource);
  if (enterprise === undefined || resource.name === 'enterprises') {
    return typeof values.county === 'string' ? values.county : null;
  }
  const owner = await findRow(work, resourceOf('enterprises'), String(values[enterprise]));
  return owner.county;
}

/** A county's officer keeps the rows of their own county. Told here in words; row-level security would refuse it in any case. */
async function requireOwnCounty(work: Work, county: string | null): Promise<void> {
  const { scope, scopeIds } = work.actor;
  if (scope !== 'county' || county === null || scopeIds.includes(county)) return;
  const [given, ...own] = await Promise.all(
    [county, ...scopeIds].map(async (code) => (await findRow(work, resourceOf('counties'), code)).values),
  );
  throw fault('county', 'registry.other-county', {
    county: [given?.name, given?.nameEn],
    own: [own.map(({ name }) => name).join('、'), own.map(({ nameEn }) => nameEn).join(', ')],
  });
}

/** Adds a row. Errors: `registry.rows-not-yours`, `registry.other-county`, `registry.key-taken`, `registry.plate-taken`, and those of `checkRow`. */
export async function addRow(work: Work, resource: Resource, given: Values): Promise<Stored> {
  requireRows(work, resource);
  const values = completed(resource, given);
  const key = keyOf(resource, values);
  await checkRow(work, resource, values);
  const parts = keyParts(resource, key)!;
  const old = await readStored(work.tx, work.actor.city, resource, parts, { today: await work.today(), lock: true });
  if (old !== null) throw fault(keyFields(resource).at(-1)!.name, 'registry.key-taken', { key, what: resource.one });
  const county = await countyOf(work, resource, values);
  await requireOwnCounty(work, county);
  const position = await nextPosition(work.tx, work.actor.city, resource);
  await withPlate(values, () =>
    putRows(work.tx, work.actor.city, resource, [{ values, position, county }], stampOf(work)),
  );
  await followChange(work, resource, key, county);
  return traced(work, resource, 'registry.add', null, await findRow(work, resource, key));
}

/** PostgreSQL decides, whoever comes first, whether a plate is free. */
async function withPlate<T>(values: Values, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const taken = (error as { constraint?: unknown } | null)?.constraint === 'vehicles_plate_once';
    if (!taken) throw error;
    throw fault('plate', 'registry.plate-taken', { plate: values.plate });
  }
}

/** Refuses what was decided on an older state of the row. */
function requireRevision(row: Stored, revision: number): void {
  if (row.revision === revision) return;
  throw new DomainError('changed-meanwhile', {
    who: row.changedBy,
    when: shanghaiTime.format(new Date(row.changedAt)),
  });
}

/**
 * Changes fields of a row that was seen at `revision`; answers the row, the same one when nothing differs. Errors: `changed-meanwhile`,
 * `registry.withdrawn`, `registry.field-not-yours`, `registry.other-county`, `registry.fixed-field`, and those of `checkRow`.
 */
export async function editRow(
  work: Work,
  resource: Resource,
  key: string,
  revision: number,
  given: Values,
): Promise<{ row: Stored; changed: boolean }> {
  const old = await findRow(work, resource, key, { lock: true });
  requireRevision(old, revision);
  if (old.withdrawn) throw new DomainError('registry.withdrawn', { key });
  const values = completed(resource, { ...storedValues(resource, old.values), ...given });
  const changed = changedFields(old.values, values);
  if (changed.length === 0) return { row: old, changed: false };
  requireFields(work, resource, changed);
  const fixed = resource.fields.find((field) => field.fixed === true && changed.includes(field.name));
  if (fixed) throw fault(fixed.name, 'registry.fixed-field', { key, field: fixed.label });
  await checkRow(work, resource, values);
  const county = await countyOf(work, resource, values);
  await requireOwnCounty(work, county);
  await withPlate(values, () =>
    putRows(work.tx, work.actor.city, resource, [{ values, position: old.position, county }], stampOf(work)),
  );
  await followChange(work, resource, key, county);
  return { row: await traced(work, resource, 'registry.edit', old, await findRow(work, resource, key)), changed: true };
}

const storedValues = (resource: Resource, values: Values): Values =>
  Object.fromEntries(
    resource.fields.filter((field) => field.derived !== true).map((field) => [field.name, values[field.name] ?? null]),
  );

/** Rows beside an enterprise follow it to its county; other capabilities follow names and counties of places. */
async function followChange(work: Work, resource: Resource, key: string, county: string | null): Promise<void> {
  if (resource.name === 'enterprises' && county !== null) await carryCounty(work.tx, work.actor.city, key, county);
  if (resource.name === 'enterprises' || resource.name === 'demandPoints') await placesChanged(work);
}

/**
 * Takes a row out of use; its history stays. An enterprise takes its licences, lines, trucks and input stocks with it; what others still
 * refer to stays: `registry.still-used`. Errors as well: `changed-meanwhile`, and what other capabilities object.
 */
export async function withdrawRow(work: Work, resource: Resource, key: string, revision: number): Promise<Stored> {
  requireRows(work, resource);
  const row = await findRow(work, resource, key, { lock: true });
  requireRevision(row, revision);
  if (row.withdrawn) throw new DomainError('registry.withdrawn', { key });
  await askBeforeWithdrawal(work, resource.name, key);
  if (resource.name === 'enterprises') await withdrawWithEnterprise(work, key);
  else await refuseWhenUsed(work, resource, key);
  await markWithdrawn(work.tx, work.actor.city, resource, [row.values], stampOf(work));
  return traced(work, resource, 'registry.withdraw', row, await findRow(work, resource, key));
}

async function withdrawWithEnterprise(work: Work, enterprise: string): Promise<void> {
  const today = await work.today();
  for (const { resource, field } of referrersOf('enterprises')) {
    const rows = await readReferrers(work.tx, work.actor.city, resource, field.name, enterprise, today);
    if (rows.length === 0) continue;
    await markWithdrawn(
      work.tx,
      work.actor.city,
      resource,
      rows.map((row) => row.values),
      stampOf(work),
    );
    for (const row of rows) await traced(work, resource, 'registry.withdraw', row, { ...row, withdrawn: true });
  }
}

async function refuseWhenUsed(work: Work, resource: Resource, key: string): Promise<void> {
  for (const { resource: user, field } of referrersOf(resource.name)) {
    const count = await countReferrers(work.tx, work.actor.city, user, field.name, key);
    if (count > 0) throw new DomainError('registry.still-used', { key, by: user.label, count });
  }
}

/** Puts a withdrawn row back in use. Errors: those of `checkRow`, when what it refers to is gone; `registry.plate-taken`. */
export async function restoreRow(work: Work, resource: Resource, key: string, revision: number): Promise<Stored> {
  requireRows(work, resource);
  const row = await findRow(work, resource, key, { lock: true });
  requireRevision(row, revision);
  await checkRow(work, resource, row.values);
  const county = await countyOf(work, resource, row.values);
  await withPlate(row.values, () =>
    markWithdrawn(work.tx, work.actor.city, resource, [row.values], stampOf(work), false),
  );
  await followChange(work, resource, key, county);
  return traced(work, resource, 'registry.restore', row, await findRow(work, resource, key));
}

async function traced(
  work: Work,
  resource: Resource,
  action: string,
  before: Stored | null,
  after: Stored,
): Promise<Stored> {
  work.audit({
    action,
    subject: resource.name,
    subjectId: after.key,
    before: before === null ? null : { ...storedValues(resource, before.values), withdrawn: before.withdrawn },
    after: { ...storedValues(resource, after.values), withdrawn: after.withdrawn },
    ...ownersOf(resource, after.values, after.county),
  });
  work.changed('registry');
  return after;
}

/** A pass is born from a trip or an approved application, and ends with it (S20). */
import { randomBytes } from 'node:crypto';
import qrcode from 'qrcode';
import { fittingPayload, LONGEST_PASS_CODE, letterOfKind, type PassKind } from '#contracts/pass-token.ts';
import type { PassRow } from '#contracts/passes.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { cityTime } from './city-time.ts';
import * as keys from './keys.repository.ts';
import { makeKey, signerOf } from './keys.service.ts';
import * as repository from './passes.repository.ts';

export interface PassGrant {
  kind: PassKind;
  tripId: string | null;
  tripNumber?: string;
  applicationId: string | null;
  enterprise: string | null;
  county: string;
  plate: string | null;
  holder: string;
  phone: string;
  crew: string[];
  /** what is carried, or the duty */
  goods: string;
  counties: string[];
  from: Date;
  until: Date;
}

/** Header, dots and signature beside the payload; the address before it ('https://…/p/pass#') is short. */
const AROUND_PAYLOAD = 200;

/** Signs and keeps a pass. One that holds for the same trip or application is revoked and replaced by it. */
export async function issuePass(work: Work, secret: string, grant: PassGrant): Promise<repository.PassRecord> {
  const { tx, actor } = work;
  const signer = await signerOf(work, secret, { make: true });
  const id = randomBytes(12).toString('base64url');
  const before = await holding(work, grant);
  if (before) await end(work, before, { state: 'replaced', reason: 're-issued', replacedBy: id });
  const payload = fittingPayload(
    {
      i: id,
      k: letterOfKind[grant.kind],
      c: actor.city,
      ...(grant.plate === null ? {} : { p: grant.plate }),
      n: grant.holder,
      ...(grant.crew.length > 0 ? { w: grant.crew } : {}),
      g: grant.goods.slice(0, 200),
      r: grant.counties,
      f: Math.floor(grant.from.getTime() / 1000),
      u: Math.floor(grant.until.getTime() / 1000),
      ...(grant.tripNumber === undefined ? {} : { t: grant.tripNumber }),
    },
    LONGEST_PASS_CODE - AROUND_PAYLOAD,
  );
  const pass = await repository.insertPass(tx, {
    city_code: actor.city,
    pass_id: id,
    pass_number: `TX${await repository.nextNumber(tx, actor.city, 'pass', await work.today())}`,
    kind: grant.kind,
    trip_id: grant.tripId,
    application_id: grant.applicationId,
    enterprise_id: grant.enterprise,
    county_code: grant.county,
    plate: grant.plate,
    holder_name: grant.holder,
    holder_phone: grant.phone,
    crew: grant.crew,
    goods: grant.goods,
    counties: grant.counties,
    valid_from: grant.from,
    valid_until: grant.until,
    kid: signer.kid,
    token: await signer.sign('pass', payload),
    issued_at: work.now,
    issued_by: actor.name,
  });
  noted(work, 'pass.issue', pass, {
    number: pass.pass_number,
    plate: pass.plate,
    until: pass.valid_until,
    replaces: before?.pass_number,
  });
  return pass;
}

const holding = (work: Work, grant: Pick<PassGrant, 'tripId' | 'applicationId'>) => {
  const { tx, actor } = work;
  if (grant.tripId !== null) return repository.holdingPass(tx, actor.city, { trip: grant.tripId });
  if (grant.applicationId !== null) return repository.holdingPass(tx, actor.city, { application: grant.applicationId });
  return Promise.resolve(undefined);
};

export function holdingPassOfTrip(work: Work, tripId: string): Promise<repository.PassRecord | undefined> {
  return repository.holdingPass(work.tx, work.actor.city, { trip: tripId });
}

/** Ends the pass of a trip that is cancelled, broken down or over; does nothing when none holds. */
export async function revokePassOfTrip(work: Work, tripId: string, reason: string): Promise<void> {
  const pass = await repository.holdingPass(work.tx, work.actor.city, { trip: tripId });
  if (pass) await end(work, pass, { state: 'revoked', reason, replacedBy: null });
}

export async function revokePassOfApplication(work: Work, applicationId: string, reason: string): Promise<void> {
  const pass = await repository.holdingPass(work.tx, work.actor.city, { application: applicationId });
  if (pass) await end(work, pass, { state: 'revoked', reason, replacedBy: null });
}

/** Errors: `not-found`, `pass.not-valid`. */
export async function revokePass(work: Work, id: string, reason: string): Promise<PassRow> {
  const pass = await repository.lockPass(work.tx, work.actor.city, id);
  if (!pass) throw new DomainError('not-found', { what: ['这份通行证', 'The pass'] });
  if (pass.state !== 'valid') throw new DomainError('pass.not-valid', { number: pass.pass_number });
  return shownPass(await end(work, pass, { state: 'revoked', reason, replacedBy: null }), await cityTime(work));
}

async function end(
  work: Work,
  pass: repository.PassRecord,
  change: { state: 'revoked' | 'replaced'; reason: string; replacedBy: string | null },
): Promise<repository.PassRecord> {
  const { tx, actor, now } = work;
  const ended = await repository.endPass(tx, actor.city, pass.pass_id, { ...change, at: now, by: actor.name });
  await keys.addRevocation(tx, actor.city, { id: pass.pass_id, at: now, until: pass.valid_until });
  noted(work, 'pass.revoke', ended, { number: pass.pass_number, reason: change.reason, replacedBy: change.replacedBy });
  return ended;
}

function noted(work: Work, action: string, pass: repository.PassRecord, after: object): void {
  work.audit({
    action,
    subject: 'pass',
    subjectId: pass.pass_id,
    after,
    county: pass.county_code,
    enterprise: pass.enterprise_id,
  });
  work.changed('passes');
}

/**
 * A new key signs from now on. The old one stays published until the last pass under it is over; one that leaked goes at once, and what
 * holds under it is signed again. Error `access.denied` for others than the city's officers.
 */
export async function rotateKey(
  work: Work,
  secret: string,
  { compromised, reason }: { compromised: boolean; reason: string },
): Promise<{ kid: string; reissued: number }> {
  const { tx, actor } = work;
  if (actor.scope !== 'city') throw new DomainError('access.denied', { permission: 'pass.issue' });
  const before = await signingKid(work);
  const time = await cityTime(work);
  if (before !== undefined) {
    const last = await repository.lastUnderKey(tx, actor.city, before);
    const publishUntil = last && new Date(last) > time ? new Date(last) : time;
    await keys.retireKey(tx, actor.city, before, {
      state: compromised ? 'compromised' : 'retired',
      at: work.now,
      publishUntil,
    });
  }
  const made = await makeKey(work, secret);
  if (!made) throw new DomainError('pass.no-key');
  const again =
    compromised && before !== undefined ? await repository.passesUnderKey(tx, actor.city, before, time) : [];
  for (const pass of again) await issuePass(work, secret, grantOf(pass));
  work.audit({
    action: 'pass.rotate-key',
    subject: 'pass-key',
    subjectId: made.kid,
    after: { reason, compromised, before, reissued: again.length },
  });
  work.changed('passes');
  return { kid: made.kid, reissued: again.length };
}

async function signingKid(work: Work): Promise<string | undefined> {
  return (await keys.signingKey(work.tx, work.actor.city))?.kid;
}

function grantOf(pass: repository.PassRecord): PassGrant {
  return {
    kind: pass.kind as PassKind,
    tripId: pass.trip_id,
    applicationId: pass.application_id,
    enterprise: pass.enterprise_id,
    county: pass.county_code,
    plate: pass.plate,
    holder: pass.holder_name,
    phone: pass.holder_phone,
    crew: pass.crew,
    goods: pass.goods,
    counties: pass.counties,
    from: new Date(pass.valid_from),
    until: new Date(pass.valid_until),
  };
}

export function stateOf(pass: repository.PassRecord, time: Date): PassRow['state'] {
  if (pass.state !== 'valid') return pass.state as 'revoked' | 'replaced';
  if (new Date(pass.valid_until) < time) return 'expired';
  return new Date(pass.valid_from) > time ? 'not_yet' : 'valid';
}

export function shownPass(pass: repository.PassRecord, time: Date): PassRow {
  return {
    id: pass.pass_id,
    number: pass.pass_number,
    kind: pass.kind as PassKind,
    state: stateOf(pass, time),
    plate: pass.plate,
    holder: pass.holder_name,
    phone: pass.holder_phone,
    crew: pass.crew,
    goods: pass.goods,
    counties: pass.counties,
    enterprise: pass.enterprise_id,
    county: pass.county_code,
    tripId: pass.trip_id,
    applicationId: pass.application_id,
    from: pass.valid_from,
    until: pass.valid_until,
    issuedAt: pass.issued_at,
    issuedBy: pass.issued_by,
    endedAt: pass.ended_at,
    endedBy: pass.ended_by,
    endReason: pass.end_reason,
    replacedBy: pass.replaced_by,
  };
}

/** Opens the public check on any phone; as SVG, dark on light whatever the page's colours. */
export function codeOf(token: string, origin: string): Promise<string> {
  return qrcode.toString(`${origin}/p/pass#${token}`, { type: 'svg', errorCorrectionLevel: 'L', margin: 3 });
}

/**
 * What a guard is told at a checkpoint (S10, S20): green lets pass, grey asks a person to decide, red stops. Pure, and the same on the phone
 * without a network and on the server afterwards.
 */
import { markOf } from './pass-revocations.ts';
import { type PassPayload, type PublicKey, readPass, type TokenProblem } from './pass-token.ts';

export type Verdict = 'green' | 'grey' | 'red';

/** Body temperature from which a person is isolated and reported at once (S10), °C: fever in the national diagnosis and control plans. */
export const FEVER = 37.3;
/** A negative nucleic-acid test counts so many hours: what highways ask of truck drivers (国务院联防联控机制, 货运物流保通保畅). */
export const TEST_HOURS = 48;
/** Keys and revocations on a phone older than this no longer let anyone pass by themselves, hours. */
export const OLDEST_LIST_HOURS = 24;
/** A key that a phone does not know is a forger's when its keys are newer than this, minutes; else it may be the newest one. */
const FRESH_KEYS_MINUTES = 10;
/** A clock that is off by less is no fault of anybody, seconds. */
const CLOCK_TOLERANCE = 120;
/** Faster between two checkpoints than any truck: the code is used twice. km/h as the crow flies. */
export const IMPOSSIBLE_SPEED = 110;
/** Seen at the same checkpoint this shortly before, minutes: a second vehicle may be showing the first one's code. */
const SAME_PLACE_MINUTES = 10;

export const reasonCodes = [
  'not_a_pass',
  'forged',
  'unknown_key',
  'malformed',
  'other_city',
  'expired',
  'not_yet_valid',
  'revoked',
  'plate_differs',
  'plate_not_compared',
  'used_elsewhere',
  'seen_just_now',
  'other_county',
  'no_list',
  'old_list',
  'clock_went_back',
  'fever',
  'test_positive',
  'test_old',
  'temperature_missing',
  'in_order',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
export interface Reason {
  code: ReasonCode;
  verdict: Verdict;
  params?: Record<string, string | number>;
}

export interface EarlierScan {
  passId: string;
  /** milliseconds since 1970, headquarters' time */
  at: number;
  checkpoint: string;
  lat: number;
  lon: number;
}

export interface CarriedList {
  keys: readonly PublicKey[];
  marks: ReadonlySet<number>;
  city: string;
  /** headquarters' time when the list was made, milliseconds */
  madeAt: number;
}

export interface Health {
  temperature: number | null;
  test: 'negative' | 'positive' | 'none';
  /** hours since the sample was taken */
  testHours: number | null;
}

export interface CheckInput {
  token: string;
  /** headquarters' time, milliseconds */
  now: number;
  list: CarriedList | null;
  clockWentBack?: boolean;
  checkpoint: { id: string; county: string; lat: number; lon: number };
  /** what stands on the vehicle, as the guard reads it: null = not compared yet */
  plate: string | null;
  health: Health;
  earlier: readonly EarlierScan[];
}

export interface CheckOutcome {
  verdict: Verdict;
  reasons: Reason[];
  pass: PassPayload | null;
}

/** Plates as people type them: blanks, dots and small letters do not count. */
export const plainPlate = (plate: string): string =>
  plate
    .normalize('NFKC')
    .replace(/[\s·・.-]/gu, '')
    .toUpperCase();

export function kilometresBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * radians) / 2) ** 2 +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(((b.lon - a.lon) * radians) / 2) ** 2;
  return 12_742 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** True when nobody can have driven from one scan to the other in the time between. */
export function impossibleBetween(a: Omit<EarlierScan, 'passId'>, b: Omit<EarlierScan, 'passId'>): boolean {
  if (a.checkpoint === b.checkpoint) return false;
  const hours = Math.abs(b.at - a.at) / 3_600_000;
  // Clocks of two phones differ: two minutes are given.
  return kilometresBetween(a, b) > IMPOSSIBLE_SPEED * (hours + CLOCK_TOLERANCE / 3600);
}

const red = (code: ReasonCode, params?: Reason['params']): Reason => ({
  code,
  verdict: 'red',
  ...(params ? { params } : {}),
});
const grey = (code: ReasonCode, params?: Reason['params']): Reason => ({
  code,
  verdict: 'grey',
  ...(params ? { params } : {}),
});

/** The worst reason decides; without any, the pass is in order. Fever counts whatever the pass says. */
export async function checkPass(input: CheckInput): Promise<CheckOutcome> {
  const reasons = healthReasons(input.health);
  let pass: PassPayload | null = null;
  if (input.list === null) reasons.push(grey('no_list'));
  else {
    const read = await readPass(input.token, input.list.keys);
    if (read.ok) {
      pass = read.payload;
      reasons.push(...(await passReasons(read.payload, input, input.list)));
    } else reasons.push(tokenReason(read.problem, input.now - input.list.madeAt));
    reasons.push(...listReasons(input, input.list));
  }
  const worst = (['red', 'grey'] as const).find((verdict) => reasons.some((reason) => reason.verdict === verdict));
  const order = { red: 0, grey: 1, green: 2 };
  reasons.sort((a, b) => order[a.verdict] - order[b.verdict]);
  if (!worst) return { verdict: 'green', reasons: [{ code: 'in_order', verdict: 'green' }], pass };
  return { verdict: worst, reasons, pass };
}

function tokenReason(problem: TokenProblem, age: number): Reason {
  if (problem === 'not_a_pass') return grey('not_a_pass');
  if (problem === 'unknown_key') return age < FRESH_KEYS_MINUTES * 60_000 ? red('forged') : grey('unknown_key');
  return red(problem);
}

function listReasons({ now, clockWentBack }: CheckInput, list: CarriedList): Reason[] {
  const hours = (now - list.madeAt) / 3_600_000;
  if (clockWentBack || now < list.madeAt - CLOCK_TOLERANCE * 1000) return [grey('clock_went_back')];
  return hours > OLDEST_LIST_HOURS ? [grey('old_list', { hours: Math.floor(hours) })] : [];
}

async function passReasons(pass: PassPayload, input: CheckInput, list: CarriedList): Promise<Reason[]> {
  const reasons: Reason[] = [];
  const seconds = input.now / 1000;
  if (pass.c !== list.city) reasons.push(red('other_city'));
  if (seconds > pass.u) reasons.push(red('expired', { at: pass.u }));
  if (seconds < pass.f - CLOCK_TOLERANCE) reasons.push(red('not_yet_valid', { at: pass.f }));
  if (list.marks.has(await markOf(pass.i))) reasons.push(red('revoked'));
  if (pass.p !== undefined) {
    if (input.plate === null) reasons.push(grey('plate_not_compared', { plate: pass.p }));
    else if (plainPlate(input.plate) !== plainPlate(pass.p))
      reasons.push(red('plate_differs', { plate: pass.p, seen: input.plate }));
  }
  if (!pass.r.includes(input.checkpoint.county)) reasons.push(grey('other_county'));
  reasons.push(...replayReasons(pass, input));
  return reasons;
}

function replayReasons(pass: PassPayload, { earlier, checkpoint, now }: CheckInput): Reason[] {
  const here = { at: now, checkpoint: checkpoint.id, lat: checkpoint.lat, lon: checkpoint.lon };
  const mine = earlier.filter((scan) => scan.passId === pass.i);
  if (mine.some((scan) => impossibleBetween(scan, here))) return [red('used_elsewhere')];
  const near = mine.filter(
    (scan) => scan.checkpoint === checkpoint.id && Math.abs(now - scan.at) < SAME_PLACE_MINUTES * 60_000,
  );
  if (near.length === 0) return [];
  const minutes = Math.max(0, Math.round(Math.min(...near.map((scan) => Math.abs(now - scan.at))) / 60_000));
  return [grey('seen_just_now', { minutes })];
}

function healthReasons({ temperature, test, testHours }: Health): Reason[] {
  const reasons: Reason[] = [];
  if (temperature === null) reasons.push(grey('temperature_missing'));
  else if (temperature >= FEVER) reasons.push(red('fever', { temperature }));
  if (test === 'positive') reasons.push(red('test_positive'));
  else if (test === 'none' || testHours === null || testHours > TEST_HOURS) reasons.push(grey('test_old'));
  return reasons;
}

/**
 * A pass as its code carries it (绿色通道, S20): a compact JWS (RFC 7515, EdDSA over Ed25519) that any phone checks with the published keys,
 * without a network. Pure: the server, the checkpoint's phone and the public page read it with the same code.
 */
import { z } from 'zod';
import { verifyEd25519 } from './ed25519.ts';

export const passKinds = ['trip', 'duty', 'production'] as const;
export type PassKind = (typeof passKinds)[number];
export const passStates = ['valid', 'not_yet', 'expired', 'revoked', 'replaced'] as const;

/** Longer codes are hard for old cameras; goods and crew are shortened to stay below. Bytes of the whole code. */
export const LONGEST_PASS_CODE = 700;

/** One letter a name: each byte makes the code larger. Times are seconds since 1970. */
const payload = z.strictObject({
  /** pass */
  i: z.string().min(8).max(24),
  /** kind */
  k: z.enum(['t', 'd', 'p']),
  /** city */
  c: z.string().max(12),
  /** plate; none for a person on duty without a vehicle */
  p: z.string().max(16).optional(),
  /** driver or holder */
  n: z.string().max(40),
  /** crew beside the driver */
  w: z.array(z.string().max(40)).max(6).optional(),
  /** goods, or the duty */
  g: z.string().max(200),
  /** counties that it may pass */
  r: z.array(z.string().max(12)).min(1).max(20),
  /** valid from, until */
  f: z.number().int(),
  u: z.number().int(),
  /** the trip's number */
  t: z.string().max(20).optional(),
});
export type PassPayload = z.output<typeof payload>;

export const kindOfLetter = { t: 'trip', d: 'duty', p: 'production' } as const satisfies Record<string, PassKind>;
export const letterOfKind = { trip: 't', duty: 'd', production: 'p' } as const satisfies Record<
  PassKind,
  PassPayload['k']
>;

/** A published key (RFC 8037), with what this product adds: until when passes under it may exist. */
export const publicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
  kid: z.string(),
  x: z.string(),
});
export type PublicKey = z.output<typeof publicKey>;

export type TokenProblem = 'not_a_pass' | 'forged' | 'unknown_key' | 'malformed';
export type TokenResult<T> = { ok: true; payload: T; kid: string } | { ok: false; problem: TokenProblem };

const header = z.object({ alg: z.string(), kid: z.string().max(40), typ: z.string().max(10) });
const shape = /^[\w-]{2,400}\.[\w-]{2,100000}\.[\w-]{2,120}$/;

/** The code itself, also out of an address that opens it ('https://…/p/pass#eyJ…'). */
export function tokenOf(scanned: string): string {
  const text = scanned.trim();
  const hash = text.indexOf('#');
  return hash >= 0 ? text.slice(hash + 1) : text;
}

export function bytesOfBase64url(text: string): Uint8Array<ArrayBuffer> {
  const padded = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

export function base64urlOf(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOfBase64url(part)));
  } catch {
    return undefined;
  }
}

/** Checks a compact JWS of one type ('pass', 'revoked') against the keys: only EdDSA, only a known key, before anything of it is believed. */
export async function readSigned<T extends z.ZodType>(
  token: string,
  type: 'pass' | 'revoked',
  keys: readonly PublicKey[],
  schema: T,
): Promise<TokenResult<z.output<T>>> {
  if (!shape.test(token)) return { ok: false, problem: 'not_a_pass' };
  const [head = '', body = '', signature = ''] = token.split('.');
  const parsedHead = header.safeParse(jsonOf(head));
  if (!parsedHead.success) return { ok: false, problem: 'not_a_pass' };
  if (parsedHead.data.alg !== 'EdDSA' || parsedHead.data.typ !== type) return { ok: false, problem: 'forged' };
  const key = keys.find(({ kid }) => kid === parsedHead.data.kid);
  if (!key) return { ok: false, problem: 'unknown_key' };
  const signed = new TextEncoder().encode(`${head}.${body}`);
  if (!(await isSignedBy(key, signature, signed))) return { ok: false, problem: 'forged' };
  const parsed = schema.safeParse(jsonOf(body));
  return parsed.success ? { ok: true, payload: parsed.data, kid: key.kid } : { ok: false, problem: 'malformed' };
}

export function readPass(token: string, keys: readonly PublicKey[]): Promise<TokenResult<PassPayload>> {
  return readSigned(token, 'pass', keys, payload);
}

async function isSignedBy(key: PublicKey, signature: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = bytesOfBase64url(signature);
  } catch {
    return false;
  }
  const x = bytesOfBase64url(key.x);
  try {
    const imported = await crypto.subtle.importKey('raw', x, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, bytes, signed);
  } catch {
    return verifyEd25519(x, bytes, signed);
  }
}

/** The payload, with goods and crew shortened until the code is no longer than `longest` characters with its header and signature. */
export function fittingPayload(given: PassPayload, longest: number): PassPayload {
  const fits = (candidate: PassPayload) =>
    Math.ceil((new TextEncoder().encode(JSON.stringify(candidate)).length * 4) / 3) <= longest;
  let result = given;
  while (!fits(result) && [...result.g].length > 8) {
    result = { ...result, g: `${[...result.g].slice(0, -6).join('').replace(/…$/u, '')}…` };
  }
  while (!fits(result) && (result.w?.length ?? 0) > 0) result = { ...result, w: result.w!.slice(0, -1) };
  return result;
}

/** The city's Ed25519 keys: made when first needed, kept encrypted, changed by hand, published as a JWKS (RFC 7517, RFC 8037). */
import { createHash } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import { markOf, packMarks, type RevokedPayload } from '#contracts/pass-revocations.ts';
import type { PublicKey } from '#contracts/pass-token.ts';
import { secretsOf } from '../../platform/auth/secrets.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { cityTime } from './city-time.ts';
import * as repository from './keys.repository.ts';

/** Signs a compact JWS of one type under the city's key. */
export interface Signer {
  kid: string;
  sign(type: 'pass' | 'revoked', payload: object): Promise<string>;
}

/** The list is made anew so often, milliseconds: within it every phone gets the same bytes, or a 304. */
const LIST_PERIOD = 60_000;

export async function publishedKeys(work: Work): Promise<PublicKey[]> {
  const keys = await repository.publishedKeys(work.tx, work.actor.city, await cityTime(work));
  return keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x }));
}

/** Makes the city's first key when there is none. `secret` is the installation's. Error `pass.no-key`. */
export async function signerOf(work: Work, secret: string, options: { make: boolean }): Promise<Signer> {
  const found =
    (await repository.signingKey(work.tx, work.actor.city)) ?? (options.make ? await makeKey(work, secret) : undefined);
  if (!found) throw new DomainError('pass.no-key');
  const d = secretsOf(secret).decrypt(found.encrypted, boundTo(work.actor.city, found.kid));
  const { x } = JSON.parse(d) as { x: string };
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x, ...(JSON.parse(d) as object) }, 'EdDSA');
  return {
    kid: found.kid,
    sign: (type, payload) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', kid: found.kid, typ: type })
        .sign(key),
  };
}

export async function makeKey(work: Work, secret: string): Promise<{ kid: string; encrypted: string } | undefined> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '', d = '' } = await exportJWK(privateKey);
  // Short, because every pass carries it: 48 bits of the thumbprint.
  const kid = createHash('sha256').update(x).digest('base64url').slice(0, 8);
  const encrypted = secretsOf(secret).encrypt(JSON.stringify({ x, d }), boundTo(work.actor.city, kid));
  const city = work.actor.city;
  await repository.insertKey(work.tx, { city, kid, x, encrypted, at: work.now, by: work.actor.name });
  return repository.signingKey(work.tx, city);
}

const boundTo = (city: string, kid: string): string => `pass-key:${city}:${kid}`;

export interface RevocationList {
  list: string;
  city: string;
  count: number;
  /** for the ETag */
  mark: string;
}

/** Signed; the same bytes within a minute while nothing changes. */
export async function revocationList(work: Work, secret: string): Promise<RevocationList> {
  const signer = await signerOf(work, secret, { make: false });
  const now = await cityTime(work);
  const city = work.actor.city;
  const ids = await repository.revokedIds(work.tx, city, now);
  const made = Math.floor(now.getTime() / LIST_PERIOD) * LIST_PERIOD;
  const payload: RevokedPayload = { c: city, a: made / 1000, ...packMarks(await Promise.all(ids.map(markOf))) };
  const mark = createHash('sha256')
    .update(`${signer.kid} ${JSON.stringify(payload)}`)
    .digest('base64url')
    .slice(0, 22);
  return { list: await signer.sign('revoked', payload), city, count: ids.length, mark };
}

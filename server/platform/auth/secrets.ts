import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What the installation's secret (config.secret) protects at rest. Changing it ends sessions and keys and clears second factors. */
export interface Secrets {
  /** HMAC-SHA-256 (hex) of a token or name, for looking it up without keeping it */
  fingerprint(purpose: 'session' | 'api-key' | 'user-name' | 'flow', value: string): string;
  /** AES-256-GCM; `bound` ties the text to its owner, so that it cannot be moved to another's row */
  encrypt(text: string, bound: string): string;
  /** throws when the text was changed, moved or made under another secret */
  decrypt(text: string, bound: string): string;
}

export function secretsOf(secret: string): Secrets {
  const key = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'baogong', purpose, 32));
  const lookup = key('fingerprints');
  const cipherKey = key('totp');
  return {
    fingerprint: (purpose, value) => createHmac('sha256', lookup).update(`${purpose}\n${value}`).digest('hex'),
    encrypt(text, bound) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv).setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt(text, bound) {
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A short random id that cannot be guessed from another ('u-k3f0…'). */
export function newId(kind: 'u' | 's' | 'k'): string {
  return `${kind}-${randomBytes(8).toString('hex')}`;
}

import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../errors.ts';

export const minimumPasswordLength = 12;

/** 32 MB and about a quarter of a second a try: what OWASP gives as equal to N = 2^17, p = 1, with a quarter of the memory. */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyLength = 32;

function derive(password: string, salt: Buffer, parameters: typeof cost, length: number): Promise<Buffer> {
  const { N, r, p } = parameters;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, keyLength);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A hash that no password has: checking against it takes as long as against a real one. */
const nobody = [
  'scrypt',
  cost.N,
  cost.r,
  cost.p,
  Buffer.alloc(16).toString('base64url'),
  Buffer.alloc(keyLength).toString('base64url'),
].join('$');

/** Takes the same time whether there is a hash (a user, a password) or not. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = (hash ?? nobody).split('$');
  const wanted = Buffer.from(key, 'base64url');
  const found = await derive(
    password,
    Buffer.from(salt, 'base64url'),
    { N: Number(N), r: Number(r), p: Number(p) },
    wanted.length,
  );
  return timingSafeEqual(found, wanted) && hash !== null;
}

/** True when the hash was made with other parameters than today's, so that the next sign-in renews it. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(`scrypt$${cost.N}$${cost.r}$${cost.p}$`);
}

/** What people reach for first; a password made of these and little else is refused. */
const commonParts = [
  ...[
    'password',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'qwertyuiop',
    'qwerty',
    'asdfghjkl',
    'asdfgh',
    'zxcvbnm',
    'zxcvbn',
  ],
  ...[
    '1qaz2wsx3edc',
    '1qaz2wsx',
    'qazwsx',
    'abcdefgh',
    'abcdef',
    'abc',
    'admin',
    'administrator',
    'root',
    'user',
    'test',
    'guest',
  ],
  ...['welcome', 'letmein', 'iloveyou', 'woaini', 'baogong', 'zhihuibu', 'changeme', 'default', 'secret', 'system'],
  ...[
    '0123456789',
    '1234567890',
    '123456789',
    '12345678',
    '1234567',
    '123456',
    '12345',
    '1234',
    '123',
    '9876543210',
    '987654321',
    '654321',
  ],
  ...['5201314', '1314520', '保供', '密码', '管理员', '指挥部'],
];

/** Throws what is wrong with a new password (`account.password-short`, `account.password-common`). */
export function requireGoodPassword(password: string, userName: string): void {
  const text = password.normalize('NFKC').toLowerCase();
  if ([...text].length < minimumPasswordLength)
    throw new DomainError('account.password-short', { length: minimumPasswordLength });
  let rest = text;
  for (const part of [userName.toLowerCase(), ...commonParts]) {
    if (part.length > 1) rest = rest.replaceAll(part, '');
  }
  // Years, one character over and over, and signs between the parts add nothing.
  rest = rest
    .replace(/(19|20)\d\d/g, '')
    .replace(/(.)\1{2,}/gu, '$1')
    .replace(/[\s!@#$%^&*._+=-]/g, '');
  if ([...rest].length < 5 || new Set(rest).size < 4) throw new DomainError('account.password-common');
}

const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen characters without look-alikes in groups of four (79 bits), to be read out over a telephone. */
export function oneTimePassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join(''),
  );
  return groups.join('-');
}

import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode';

const period = 30;

function totp(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: '保供 Baogong',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });
}

/** 160 random bits in base32, as authenticators take them. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The otpauth:// address of a secret, for authenticators. */
export function totpAddress(secret: string, userName: string): string {
  return totp(secret, userName).toString();
}

/**
 * The 30-second step whose code this is, one step of clock difference allowed either way; null when it is none of them, or a step that
 * was used before (`lastStep`): a code seen over a shoulder or in a log is worth nothing.
 */
export function acceptedStep(secret: string, code: string, lastStep: number, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  if (delta === null) return null;
  const step = Math.floor(now.getTime() / 1000 / period) + delta;
  return step > lastStep ? step : null;
}

/** The dark modules of a QR code as one SVG path; no image and no inline style, so that the strict content policy allows it. */
export function qrPath(text: string): { size: number; path: string } {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (data[y * size + x]) path += `M${x} ${y}h1v1h-1z`;
    }
  }
  return { size, path };
}

/** 510 → '08:30'; 1440 is 24:00. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** '8', '8:30', '８：３０', '0830', '8点30' → minutes from midnight; null for what is no time of day. */
export function minutesOf(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[点时]/u, ':')
    .replace(/分$/u, '')
    .replace(/:$/u, '');
  const read = /^(\d{1,2})(?::(\d{1,2}))?$/u.exec(plain) ?? /^(\d{2})(\d{2})$/u.exec(plain);
  if (!read) return null;
  const [hours, minutes] = [Number(read[1]), Number(read[2] ?? 0)];
  const sum = hours * 60 + minutes;
  return minutes < 60 && sum <= 1440 ? sum : null;
}

/**
 * GS1 element strings as a scanner hands them over (DataMatrix, GS1-128, QR): application identifiers 01, 02, 10, 11, 15, 17, 21, 30, 37 and
 * those that must be skipped to reach them (GS1 General Specifications, sections 3 and 7.2, 7.12, 7.9). FNC1 arrives as the group
 * separator (ASCII 29), as the symbology identifiers ]d2, ]C1, ]Q3 at the start, or, from a human-readable line, as brackets.
 */
import { isBusinessDay } from './calendar.ts';

export interface Gs1Content {
  /** fourteen digits, its check digit verified */
  gtin: string | null;
  lot: string | null;
  /** last day, 'YYYY-MM-DD' */
  expires: string | null;
  made: string | null;
  serial: string | null;
  /** pieces in the package, as written */
  count: string | null;
}

export type Gs1Result = { ok: true; content: Gs1Content } | { ok: false; zh: string; en: string };

const GS = '\u001D';

/** Length of the data of AIs with a predefined length (figure 7.8.5-2 of the specifications), by their first two digits, AI included. */
const predefined: Record<string, number> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '04': 18,
  '11': 8,
  '12': 8,
  '13': 8,
  '14': 8,
  '15': 8,
  '16': 8,
  '17': 8,
  '18': 8,
  '19': 8,
  '20': 4,
  '31': 10,
  '32': 10,
  '33': 10,
  '34': 10,
  '35': 10,
  '36': 10,
  '41': 16,
};

/** Digits of an AI, by its first two. */
const identifierLength = (prefix: string): number => {
  if (/^(?:2[3459]|4[0-3]|71|72)$/u.test(prefix)) return 3;
  if (/^(?:3[1-69]|70|80|82)$/u.test(prefix)) return 4;
  return 2;
};

const failure = (zh: string, en: string): Gs1Result => ({ ok: false, zh, en });

/** Reads an element string. `today` decides the century of two-digit years. */
export function readGs1(scanned: string, today: string): Gs1Result {
  const elements = elementsOf(scanned.trim());
  if (!(elements instanceof Map)) return elements;
  const gtin = elements.get('01') ?? elements.get('02') ?? null;
  if (gtin !== null && !hasValidCheckDigit(gtin))
    return failure('商品条码（GTIN）校验位不符', 'the check digit of the GTIN is wrong');
  const expiry = dayOf(elements.get('17') ?? elements.get('15'), today);
  const made = dayOf(elements.get('11'), today);
  if (expiry === undefined || made === undefined)
    return failure('标签上的日期不存在', 'a date on it is no day of the calendar');
  return {
    ok: true,
    content: {
      gtin,
      lot: elements.get('10') ?? null,
      expires: expiry,
      made,
      serial: elements.get('21') ?? null,
      count: elements.get('30') ?? elements.get('37') ?? null,
    },
  };
}

function elementsOf(scanned: string): Map<string, string> | Gs1Result {
  const bare = scanned.replace(/^\](?:d2|C1|e0|Q3|J1)/u, '');
  if (bare === '') return failure('码是空的', 'it is empty');
  if (bare.startsWith('(')) return bracketed(bare);
  const elements = new Map<string, string>();
  let rest = bare.startsWith(GS) ? bare.slice(1) : bare;
  while (rest !== '') {
    const prefix = rest.slice(0, 2);
    if (!/^\d\d$/u.test(prefix)) return failure('不是 GS1 码', 'it is not a GS1 code');
    const length = predefined[prefix];
    const end = length ?? (rest.includes(GS) ? rest.indexOf(GS) : rest.length);
    const element = rest.slice(0, end);
    const problem = addElement(
      elements,
      element.slice(0, identifierLength(prefix)),
      element.slice(identifierLength(prefix)),
    );
    if (problem || (length !== undefined && element.length < length)) {
      return problem ?? failure('码不完整', 'it is cut short');
    }
    rest = rest.slice(end);
    if (rest.startsWith(GS)) rest = rest.slice(1);
  }
  return elements;
}

/** '(01)04012345678901(10)ABC': as printed below a symbol and typed by hand. */
function bracketed(text: string): Map<string, string> | Gs1Result {
  const elements = new Map<string, string>();
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/gu)];
  if (parts.map((part) => part[0]).join('') !== text)
    return failure('括号里不是应用标识符', 'a bracket holds no application identifier');
  for (const [, identifier, value] of parts) {
    const problem = addElement(elements, identifier!, value!.trim());
    if (problem) return problem;
  }
  return elements;
}

/** Formats of the identifiers that are read: digits exactly, or up to twenty characters of the invariant set. */
const formats: Record<string, RegExp> = {
  '01': /^\d{14}$/u,
  '02': /^\d{14}$/u,
  '10': /^[!-"%-?A-Z_a-z]{1,20}$/u,
  '11': /^\d{6}$/u,
  '15': /^\d{6}$/u,
  '17': /^\d{6}$/u,
  '21': /^[!-"%-?A-Z_a-z]{1,20}$/u,
  '30': /^\d{1,8}$/u,
  '37': /^\d{1,8}$/u,
};

function addElement(elements: Map<string, string>, identifier: string, value: string): Gs1Result | null {
  const format = formats[identifier];
  if (value === '' || (format && !format.test(value))) {
    return failure(
      `应用标识符 ${identifier} 的内容不对`,
      `the content of application identifier ${identifier} is wrong`,
    );
  }
  const known = elements.get(identifier);
  if (known !== undefined && known !== value) {
    return failure(`应用标识符 ${identifier} 出现了两次`, `application identifier ${identifier} stands twice`);
  }
  elements.set(identifier, value);
  return null;
}

/** Mod 10 with weights 3 and 1 from the right, over the digits before the last. */
export function hasValidCheckDigit(digits: string): boolean {
  const sum = [...digits.slice(0, -1)]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/**
 * YYMMDD; day 00 is the last of the month. The year lies within 49 years before and 50 after this one (section 7.12). Null when absent,
 * undefined when it is no day.
 */
function dayOf(written: string | undefined, today: string): string | null | undefined {
  if (written === undefined) return null;
  const thisYear = Number(today.slice(0, 4));
  const difference = Number(written.slice(0, 2)) - (thisYear % 100);
  const century = Math.floor(thisYear / 100) + (difference >= 51 ? -1 : difference <= -50 ? 1 : 0);
  const year = `${century}${written.slice(0, 2)}`;
  const month = written.slice(2, 4);
  const day = written.slice(4, 6);
  if (day !== '00') {
    const full = `${year}-${month}-${day}`;
    return isBusinessDay(full) ? full : undefined;
  }
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-${last}`;
}

/** The daily bulletin: a live draft, its issue, corrections, standing notices, and the public page (S1, S8, S9, S22). */
import { z } from 'zod';
import { businessDay, contract, instant, listOf } from './contract.ts';
import { defineErrors } from './errors.ts';

export const bulletinErrors = defineErrors({
  'bulletin.not-there': {
    status: 404,
    zh: '{day} 的简报还没有签发',
    en: 'There is no issued bulletin of {day}',
  },
  'bulletin.future-day': {
    status: 422,
    zh: '{day} 还没有到（今天是 {today}），不能编写这一天的简报',
    en: '{day} has not come yet (today is {today}): there is no bulletin of it',
  },
  'bulletin.already-issued': {
    status: 409,
    zh: '{day} 的简报已由 {who} 签发，内容不能再改；如数据有误，请发布更正',
    en: 'The bulletin of {day} was issued by {who} already and stays as it is: publish a correction if data was wrong',
  },
  'bulletin.changed-since-seen': {
    status: 409,
    zh: '您看到草稿之后，数据或文字又有变化，没有签发；请核对新的内容后再签发',
    en: 'Data or text changed since you saw the draft; nothing was issued. Look at it again, then issue it',
  },
  'bulletin.number-taken': {
    status: 409,
    zh: '{year} 年第 {number} 期已经用于 {day} 的简报，请改用第 {next} 期',
    en: 'Number {number} of {year} is the bulletin of {day}: use {next}',
  },
  'bulletin.incomplete': {
    status: 422,
    zh: '还缺：{what}。中英文都要填写',
    en: 'Still missing: {what}. Both languages are needed',
  },
  'bulletin.not-issued': {
    status: 409,
    zh: '{day} 的简报还没有签发，不需要更正；请直接改草稿',
    en: 'The bulletin of {day} is not issued yet: change the draft instead of correcting it',
  },
  'bulletin.nothing-to-correct': {
    status: 409,
    zh: '数据与已发布的内容一致，没有要更正的；如需说明，请填写更正说明（中英文）',
    en: 'The data agrees with what was published: there is nothing to correct. To explain something, write a note in both languages',
  },
  'bulletin.unknown-figure': {
    status: 404,
    zh: '简报里没有这个数字（{figure}）；请刷新页面',
    en: 'The bulletin has no such figure ({figure}): load the page again',
  },
  'notice.not-draft': {
    status: 409,
    zh: '《{title}》已经发布或撤回，不能再改；请另写一份',
    en: '“{title}” was published or withdrawn and stays as it is: write another one',
  },
  'notice.not-published': {
    status: 409,
    zh: '《{title}》没有在发布，不能撤回',
    en: '“{title}” is not published and cannot be withdrawn',
  },
  'notice.until-before-from': {
    status: 422,
    zh: '结束日期 {until} 早于开始日期 {from}',
    en: 'The last day {until} is before the first day {from}',
  },
});

const pair = z.tuple([z.string(), z.string()]);
const tag = '简报 Bulletin';
const dayParams = z.object({ day: businessDay });

export const figureKinds = ['stock', 'line', 'enterprise', 'need', 'energy'] as const;
export const bulletinParts = ['production', 'energy', 'cover', 'notices', 'remarks'] as const;

/** Text; with `figure`, a figure of the day that opens into its rows. */
export const bulletinSegment = z.object({ text: z.string(), figure: z.string().optional() });
export const bulletinParagraph = z.object({
  key: z.string(),
  kind: z.enum(['heading', 'body', 'entry']),
  segments: z.array(bulletinSegment),
});
export type BulletinSegment = z.output<typeof bulletinSegment>;
export type BulletinParagraph = z.output<typeof bulletinParagraph>;

const key = z.string().min(1).max(200);
export const remark = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/u),
  part: z.enum(bulletinParts),
  zh: z.string().max(4000),
  en: z.string().max(8000),
});
export type Remark = z.output<typeof remark>;

/** Who it goes to and who signs, as the official document has them. */
const frame = {
  addresseeZh: z.string().trim().max(300),
  addresseeEn: z.string().trim().max(300),
  signerZh: z.string().trim().max(60),
  signerEn: z.string().trim().max(120),
};

const text = z.object({ title: z.string(), paragraphs: z.array(bulletinParagraph) });

/** before and after in both languages; `gone`: told then and no longer true; `added`: a new paragraph, in `after` */
export const difference = z.object({
  kind: z.enum(['changed', 'gone', 'added']),
  /** the figure, or the paragraph that was added */
  ref: z.string(),
  label: pair.nullable(),
  before: pair.nullable(),
  after: pair.nullable(),
});
export type BulletinDifference = z.output<typeof difference>;

const publicCorrection = z.object({
  number: z.number().int(),
  at: instant,
  day: businessDay,
  /** the issuing body */
  by: pair,
  note: pair.nullable(),
  items: z.array(difference),
});
const correction = publicCorrection.extend({ byName: z.string() });
export type BulletinCorrection = z.output<typeof correction>;
export type PublicCorrection = z.output<typeof publicCorrection>;

const figure = z.object({
  figure: z.string(),
  label: pair,
  text: pair,
  value: z.string(),
  unit: z.string(),
  kind: z.enum(figureKinds).nullable(),
  count: z.number().int(),
});

const energyReading = z.object({
  indicator: z.string(),
  name: pair,
  value: z.string().nullable(),
  sameDayLastYear: z.string().nullable(),
  unit: z.string(),
  status: pair,
  /** per cent, signed, one decimal; null where it cannot be said */
  percent: z.string().nullable(),
});
export type BulletinEnergy = z.output<typeof energyReading>;

export const bulletinDay = z.object({
  day: businessDay,
  state: z.enum(['draft', 'issued']),
  zh: text,
  en: text,
  ...frame,
  figures: z.array(figure),
  /** in the structure of example/published-figures.json */
  tree: z.record(z.string(), z.unknown()),
  energy: z.array(energyReading),
  /** SHA-256 of the data it was computed from */
  inputHash: z.string(),
  draft: z
    .object({
      revision: z.number().int(),
      changedAt: instant.nullable(),
      changedBy: z.string().nullable(),
      /** every paragraph in its place, the hidden ones too */
      parts: z.array(
        z.object({
          key: z.string(),
          heading: pair,
          paragraphs: z.array(
            z.object({
              key: z.string(),
              kind: z.enum(['body', 'entry']),
              hidden: z.boolean(),
              zh: z.array(bulletinSegment),
              en: z.array(bulletinSegment),
            }),
          ),
        }),
      ),
      remarks: z.array(remark),
      order: z.array(key),
      hidden: z.array(key),
      /** SHA-256 of text and figures: what is issued must be what was seen */
      contentHash: z.string(),
      suggestedNumber: z.number().int(),
    })
    .nullable(),
  issue: z
    .object({
      year: z.number().int(),
      number: z.number().int(),
      at: instant,
      day: businessDay,
      byName: z.string(),
      corrections: z.array(correction),
      /** between what is published and the data as it is; only for the city's own officers */
      differences: z.array(difference),
      differencesHash: z.string(),
    })
    .nullable(),
});
export type BulletinDay = z.output<typeof bulletinDay>;

const bulletinRow = z.object({
  day: businessDay,
  state: z.enum(['draft', 'issued']),
  year: z.number().int().nullable(),
  number: z.number().int().nullable(),
  title: pair,
  at: instant.nullable(),
  byName: z.string().nullable(),
  corrections: z.number().int(),
});
export type BulletinRow = z.output<typeof bulletinRow>;

const source = z.object({
  id: z.string(),
  owner: z.string(),
  what: pair,
  quantity: z.string(),
  unit: z.string(),
  until: businessDay.nullable(),
  note: pair.nullable(),
});
export type BulletinSource = z.output<typeof source>;

const issuedRow = z.object({
  day: businessDay,
  year: z.number().int(),
  number: z.number().int(),
  title: pair,
  at: instant,
  by: pair,
  corrections: z.number().int(),
});

export const noticeKinds = ['notice', 'announcement'] as const;
export const noticeStates = ['draft', 'issued', 'withdrawn'] as const;
const noticeText = {
  kind: z.enum(noticeKinds),
  titleZh: z.string().trim().min(1).max(100),
  titleEn: z.string().trim().min(1).max(200),
  bodyZh: z.string().trim().min(1).max(10_000),
  bodyEn: z.string().trim().min(1).max(20_000),
  audience: z.enum(['public', 'signed-in']),
  from: businessDay,
  until: businessDay.nullable(),
};
const noticeInput = z.object(noticeText);
const notice = z.object({
  id: z.string(),
  ...noticeText,
  state: z.enum(noticeStates),
  revision: z.number().int(),
  /** issued, and today lies within its days */
  inForce: z.boolean(),
  changedAt: instant,
  changedBy: z.string(),
  issuedAt: instant.nullable(),
  issuedBy: z.string().nullable(),
  withdrawnAt: instant.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
});
export type Notice = z.output<typeof notice>;
const publicNotice = z.object({
  id: z.string(),
  kind: z.enum(noticeKinds),
  title: pair,
  body: pair,
  from: businessDay,
  until: businessDay.nullable(),
  at: instant,
});
export type PublicNotice = z.output<typeof publicNotice>;

const publicBulletin = issuedRow.extend({
  /** the business day of the issue */
  issuedDay: businessDay,
  zh: text,
  en: text,
  addressee: pair,
  corrections: z.array(publicCorrection),
  /** opens this page on a telephone: the address, and the code as SVG */
  code: z.object({ address: z.string(), svg: z.string() }),
});
export type PublicBulletin = z.output<typeof publicBulletin>;

const noticeParams = z.object({ id: z.string().min(1).max(60) });
const language = z.object({ language: z.enum(['zh', 'en']).default('zh') });

export const bulletinContracts = {
  list: contract({
    method: 'GET',
    path: '/api/bulletins',
    summary: ['简报：草稿、已签发、有更正', 'Bulletins: drafts, issued, corrected'],
    tag,
    access: 'bulletin.read',
    query: z.object({ before: businessDay.optional(), limit: z.coerce.number().int().min(1).max(400).default(100) }),
    response: z.object({ rows: z.array(bulletinRow) }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/bulletins/:day',
    summary: [
      '一天的简报：签发前随数据变化，签发后不变',
      'The bulletin of a day: it follows the data until it is issued, and then stays',
    ],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    response: bulletinDay,
  }),
  sources: contract({
    method: 'GET',
    path: '/api/bulletins/:day/sources',
    summary: ['简报中一个数字由哪些条目相加而成', 'The rows that a figure of the bulletin sums'],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    query: z.object({
      figure: z.string().min(1).max(300),
      /** of an issued bulletin: as first issued, not as last corrected */
      asIssued: z.stringbool().default(false),
    }),
    response: z.object({ figure, rows: z.array(source) }),
  }),
  save: contract({
    method: 'PUT',
    path: '/api/bulletins/:day',
    summary: [
      '修改草稿的说明、次序、主送与落款；数字不能改',
      'Change remarks, order, addressee and signer of a draft; figures cannot be typed',
    ],
    tag,
    access: 'bulletin.draft',
    params: dayParams,
    body: z.object({
      /** of the draft that was changed; 0 for one that nobody has changed yet */
      revision: z.number().int().min(0),
      ...frame,
      remarks: z.array(remark).max(40),
      order: z.array(key).max(1000),
      hidden: z.array(key).max(1000),
    }),
    response: z.object({ revision: z.number().int() }),
  }),
  issue: contract({
    method: 'POST',
    path: '/api/bulletins/:day/issue',
    summary: [
      '签发：文字、数字及其来源从此不变',
      'Issue: text, figures and their sources stay as they are from now on',
    ],
    tag,
    access: 'bulletin.issue',
    params: dayParams,
    body: z.object({ contentHash: z.string().length(64), number: z.number().int().min(1).max(9999) }),
    response: z.object({ year: z.number().int(), number: z.number().int() }),
  }),
  correct: contract({
    method: 'POST',
    path: '/api/bulletins/:day/corrections',
    summary: [
      '发布更正：原文保留，新值写在旁边',
      'Publish a correction: the original stays, the new value stands beside it',
    ],
    tag,
    access: 'bulletin.issue',
    params: dayParams,
    body: z.object({
      differencesHash: z.string().length(64),
      noteZh: z.string().trim().max(1000).default(''),
      noteEn: z.string().trim().max(2000).default(''),
    }),
    response: z.object({ number: z.number().int() }),
  }),
  document: contract({
    method: 'GET',
    path: '/api/bulletins/:day/document',
    summary: ['公文（docx，GB/T 9704 版式）', 'The official document (docx, laid out by GB/T 9704)'],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    query: language,
    kind: 'file',
  }),
  notices: contract({
    method: 'GET',
    path: '/api/notices',
    summary: ['通知公告', 'Notices'],
    tag,
    access: 'bulletin.read',
    query: z.object({ limit: z.coerce.number().int().min(1).max(400).default(200) }),
    response: listOf(notice),
  }),
  addNotice: contract({
    method: 'POST',
    path: '/api/notices',
    summary: ['起草通知公告', 'Draft a notice'],
    tag,
    access: 'bulletin.draft',
    body: noticeInput,
    response: notice,
  }),
  changeNotice: contract({
    method: 'PUT',
    path: '/api/notices/:id',
    summary: ['修改通知公告的草稿', 'Change the draft of a notice'],
    tag,
    access: 'bulletin.draft',
    params: noticeParams,
    body: noticeInput.extend({ revision: z.number().int() }),
    response: notice,
  }),
  issueNotice: contract({
    method: 'POST',
    path: '/api/notices/:id/issue',
    summary: ['发布通知公告', 'Publish a notice'],
    tag,
    access: 'bulletin.issue',
    params: noticeParams,
    body: z.object({ revision: z.number().int() }),
    response: notice,
  }),
  withdrawNotice: contract({
    method: 'POST',
    path: '/api/notices/:id/withdraw',
    summary: ['撤回通知公告', 'Withdraw a notice'],
    tag,
    access: 'bulletin.issue',
    params: noticeParams,
    body: z.object({ reason: z.string().trim().min(1).max(300) }),
    response: notice,
  }),
};

/** For everyone, without sign-in: only what is issued. */
export const publicBulletinContracts = {
  list: contract({
    method: 'GET',
    path: '/api/public/bulletins',
    summary: ['已签发的简报和有效的公告', 'Issued bulletins, and notices in force'],
    tag,
    access: 'public',
    query: z.object({ before: businessDay.optional(), limit: z.coerce.number().int().min(1).max(100).default(31) }),
    response: z.object({ bulletins: z.array(issuedRow), notices: z.array(publicNotice) }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/public/bulletins/:day',
    summary: ['一期已签发的简报', 'One issued bulletin'],
    tag,
    access: 'public',
    params: dayParams,
    response: publicBulletin,
  }),
  document: contract({
    method: 'GET',
    path: '/api/public/bulletins/:day/document',
    summary: ['已签发简报的公文（docx）', 'The official document of an issued bulletin (docx)'],
    tag,
    access: 'public',
    params: dayParams,
    query: language,
    kind: 'file',
  }),
  notice: contract({
    method: 'GET',
    path: '/api/public/notices/:id',
    summary: ['一份有效的公告', 'One notice in force'],
    tag,
    access: 'public',
    params: noticeParams,
    response: publicNotice,
  }),
};

/** Named ones in the wanted order; each other one right behind the one that it followed before. */
export function inOrder<T extends { key: string }>(things: readonly T[], order: readonly string[]): T[] {
  const rank = new Map(order.map((key, index) => [key, index]));
  const arranged = things
    .filter((thing) => rank.has(thing.key))
    .sort((one, other) => rank.get(one.key)! - rank.get(other.key)!);
  things.forEach((thing, index) => {
    if (rank.has(thing.key)) return;
    const before = things[index - 1];
    arranged.splice(before === undefined ? 0 : arranged.indexOf(before) + 1, 0, thing);
  });
  return arranged;
}

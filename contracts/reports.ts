/** Daily reports (S8, S13): what an enterprise says of its day, its review, who has not reported, and the workbook. */
import { z } from 'zod';
import { businessDay, contract, instant, quantity } from './contract.ts';
import { checkKinds, hindranceKinds, reportActs, reportStates, reportWays } from './reports-terms.ts';

export { reportErrors } from './reports-errors.ts';

const tag = '直报 Reports';
const code = z.string().trim().min(1).max(100);
const positive = z
  .string()
  .regex(/^\d{1,14}(\.\d{1,6})?$/, '应为不小于 0 的十进制数，如 434.47 · a plain decimal of 0 or more, such as 434.47');
const words = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `最多 ${longest} 字 · at most ${longest} characters`)
    .regex(/^(?:[^\p{Cc}\uFFFD]|[\t\r\n])*$/u, '含有看不见的控制字符 · holds invisible control characters');
const reason = words(500).min(1, '请写明原因 · give the reason');

const lotFigures = z.strictObject({
  lotNumber: z.string().trim().max(60),
  expires: businessDay.nullable(),
  grade: z.enum(['medical', 'general']).nullable(),
  stock: positive,
});

/** Quantities in the item's or input's base unit. */
export const reportFigures = z.strictObject({
  items: z
    .array(
      z.strictObject({
        item: code,
        made: positive,
        sent: positive,
        stock: positive,
        /** the lot made today, where it is known */
        madeLot: z.strictObject({ lotNumber: z.string().trim().max(60), expires: businessDay.nullable() }).nullish(),
        /** stock at close by lot, where it is known; then it sums to `stock` */
        lots: z.array(lotFigures).max(500).nullish(),
      }),
    )
    .max(200),
  inputs: z.array(z.strictObject({ input: code, left: positive, arrived: positive.nullish() })).max(200),
  staffPresent: z.number().int().min(0).max(1_000_000),
  powerKwh: positive.nullable(),
  gasM3: positive.nullable(),
  hindrances: z.array(z.strictObject({ kind: z.enum(hindranceKinds), text: words(500) })).max(20),
});
export type ReportFigures = z.infer<typeof reportFigures>;

/** As far as it is filled in: a draft may hold anything that the form holds. */
export const draftFigures = z.strictObject({
  items: z
    .array(
      z.strictObject({
        item: code,
        made: positive.nullable(),
        sent: positive.nullable(),
        stock: positive.nullable(),
        madeLot: z.strictObject({ lotNumber: z.string().max(60), expires: businessDay.nullable() }).nullish(),
        lots: z.array(lotFigures).max(500).nullish(),
      }),
    )
    .max(200),
  inputs: z.array(z.strictObject({ input: code, left: positive.nullable(), arrived: positive.nullish() })).max(200),
  staffPresent: z.number().int().min(0).max(1_000_000).nullable(),
  powerKwh: positive.nullable(),
  gasM3: positive.nullable(),
  hindrances: z.array(z.strictObject({ kind: z.enum(hindranceKinds), text: words(500) })).max(20),
});
export type DraftFigures = z.infer<typeof draftFigures>;

const pair = z.tuple([z.string(), z.string()]);

/** One comparison: `difference` = reported − expected, in `unit`; `questions` when it is past the tolerance. */
export const reportCheck = z.object({
  kind: z.enum(checkKinds),
  /** item or input */
  subject: z.string().nullable(),
  name: pair,
  expected: quantity,
  reported: quantity,
  difference: quantity,
  unit: z.string(),
  /** in `unit` */
  tolerance: quantity,
  questions: z.boolean(),
  /** how the expected value came about */
  basis: pair,
});
export type ReportCheck = z.infer<typeof reportCheck>;

export const trustPart = z.object({ kind: z.enum(checkKinds), points: z.number().int(), of: z.number().int() });
export const assessment = z.object({
  trust: z.number().int().min(0).max(100),
  parts: z.array(trustPart),
  checks: z.array(reportCheck),
  questions: z.number().int(),
});
export type Assessment = z.infer<typeof assessment>;

const knownItem = z.object({
  item: z.string(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  graded: z.boolean(),
  /** the ledger at the close of the day before, and what it has of the day so far */
  opening: quantity,
  closing: quantity,
  made: quantity,
  sent: quantity,
  /** the ledger's stock of this day was counted: it holds the day's production and shipments already */
  counted: z.boolean(),
  capacity: z.string().nullable(),
  lots: z.array(
    z.object({
      lotNumber: z.string(),
      expires: businessDay.nullable(),
      grade: z.enum(['medical', 'general']).nullable(),
      stock: quantity,
    }),
  ),
});
const knownInput = z.object({
  input: z.string(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  before: quantity,
  inboundPerDay: quantity,
  counted: z.boolean(),
  /** of a bill of materials: more digits than a quantity has */
  perUnit: z.array(z.object({ item: z.string(), quantity: z.string() })),
});
const person = z.object({ id: z.string(), name: z.string(), role: z.string() });

export const report = z.object({
  enterprise: z.string(),
  enterpriseName: z.string(),
  county: z.string(),
  day: businessDay,
  state: z.enum(reportStates),
  figures: reportFigures,
  assessment,
  via: z.enum(reportWays),
  late: z.boolean(),
  filedAt: instant,
  filedBy: z.string(),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
  confirmedAt: instant.nullable(),
  confirmedBy: z.string().nullable(),
  revision: z.number().int(),
  /** numbers of its documents in the ledger */
  documents: z.array(z.string()),
});
export type Report = z.infer<typeof report>;

const event = z.object({
  number: z.number().int(),
  act: z.enum(reportActs),
  at: instant,
  by: z.string(),
  reason: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});
export type ReportEvent = z.infer<typeof event>;

export const reportForm = z.object({
  enterprise: z.string(),
  enterpriseName: z.string(),
  county: z.string(),
  day: businessDay,
  today: businessDay,
  report: report.nullable(),
  draft: z.object({ figures: draftFigures, savedAt: instant }).nullable(),
  /** what to begin with: yesterday's values and what the ledger knows; null where nobody knows */
  prefill: draftFigures,
  yesterday: z.object({ day: businessDay, figures: reportFigures }).nullable(),
  items: z.array(knownItem),
  inputs: z.array(knownInput),
  staffBooks: z.number().int(),
  events: z.array(event),
  reviewers: z.array(person),
});
export type ReportForm = z.infer<typeof reportForm>;

const deadlines = z.object({
  cycle: z.enum(['daily', 'weekly']),
  weekday: z.number().int().nullable(),
  fileBy: z.string(),
  countyBy: z.string(),
  cityBy: z.string(),
});

export const boardRow = z.object({
  enterprise: z.string(),
  name: z.string(),
  county: z.string(),
  state: z.enum(['none', ...reportStates]),
  late: z.boolean(),
  trust: z.number().int().nullable(),
  questions: z.number().int().nullable(),
  filedAt: instant.nullable(),
  revision: z.number().int().nullable(),
  hindrances: z.array(z.string()),
  /** last day that was reported before this one */
  silentSince: businessDay.nullable(),
  /** whose turn it is, when something is owed */
  owes: z.enum(['clerk', 'county', 'city', 'nobody']),
  /** since when overdue ('YYYY-MM-DD HH:MM', Asia/Shanghai); null when not */
  overdueSince: z.string().nullable(),
  /** who must chase whom by now */
  chase: z
    .object({ level: z.enum(['county', 'city', 'lead']), who: z.array(person), whom: z.array(person) })
    .nullable(),
  chasedBy: z.object({ name: z.string(), at: instant, note: z.string(), level: z.string() }).nullable(),
});
export type BoardRow = z.infer<typeof boardRow>;

const reading = { tag, access: 'report.read' } as const;
const ofReport = z.object({ enterprise: code, day: businessDay });

const workbookOutcome = z.object({
  status: z.enum(['filed', 'refused', 'checked']),
  reports: z.array(
    z.object({
      enterprise: z.string(),
      name: z.string(),
      day: businessDay,
      trust: z.number().int(),
      questions: z.number().int(),
    }),
  ),
  rows: z.number().int(),
  errorCount: z.number().int(),
  errors: z.array(
    z.object({
      row: z.number().int(),
      column: z.string(),
      value: z.string(),
      why: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
  /** xlsx, base64: the failed rows with the reason beside each cell */
  failedRows: z.string().nullable(),
});
export type WorkbookOutcome = z.infer<typeof workbookOutcome>;

export const reportContracts = {
  board: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/board',
    summary: [
      '一天的直报：谁报了、谁没报、该谁催谁',
      'A day’s reports: who has reported, who has not, who must chase whom',
    ],
    query: z.object({ day: businessDay.optional() }),
    response: z.object({
      day: businessDay,
      today: businessDay,
      /** 'YYYY-MM-DD HH:MM' of the business clock */
      now: z.string(),
      due: z.boolean(),
      deadlines,
      dayState: z.object({
        state: z.enum(['open', 'confirmed', 'reopened']),
        at: instant.nullable(),
        by: z.string().nullable(),
        enterprise: z.string().nullable(),
        reason: z.string(),
      }),
      counts: z.object({
        all: z.number(),
        reported: z.number(),
        accepted: z.number(),
        chased: z.number(),
        unaccounted: z.number(),
        clean: z.number(),
      }),
      counties: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
      rows: z.array(boardRow),
    }),
  }),
  form: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/enterprises/:enterprise/form',
    summary: ['填报一天要用的全部内容', 'All that is needed to report a day'],
    params: z.object({ enterprise: code }),
    query: z.object({ day: businessDay.optional() }),
    response: reportForm,
  }),
  saveDraft: contract({
    tag,
    access: 'report.file',
    method: 'PUT',
    path: '/api/reports/enterprises/:enterprise/days/:day/draft',
    summary: ['保存草稿', 'Keep a draft'],
    params: ofReport,
    body: z.strictObject({ figures: draftFigures }),
    response: z.object({ savedAt: instant }),
  }),
  file: contract({
    tag,
    access: 'report.file',
    method: 'POST',
    path: '/api/reports/enterprises/:enterprise/days/:day',
    summary: ['报送日报；同一 clientId 只算一次', 'File a report; under one clientId it counts once'],
    params: ofReport,
    body: z.strictObject({
      clientId: z.string().min(8).max(100),
      via: z.enum(reportWays).default('api'),
      figures: reportFigures,
    }),
    response: report,
  }),
  assess: contract({
    ...reading,
    method: 'POST',
    path: '/api/reports/enterprises/:enterprise/days/:day/assess',
    summary: ['试算：这些数字会有哪些疑点', 'Try: what questions these figures would raise'],
    params: ofReport,
    body: z.strictObject({ figures: reportFigures }),
    response: assessment,
  }),
  accept: contract({
    tag,
    access: 'report.review',
    method: 'POST',
    path: '/api/reports/accept',
    summary: ['审核通过并入账，可多份；全部成功或全部不动', 'Accept and post one or many; all or none'],
    body: z.strictObject({
      day: businessDay,
      reports: z
        .array(z.strictObject({ enterprise: code, revision: z.number().int() }))
        .min(1)
        .max(500),
      /** only what raises no question: others are left as they are */
      cleanOnly: z.boolean().default(false),
    }),
    response: z.object({ accepted: z.number().int(), left: z.number().int() }),
  }),
  giveBack: contract({
    tag,
    access: 'report.review',
    method: 'POST',
    path: '/api/reports/enterprises/:enterprise/days/:day/return',
    summary: ['退回重报', 'Return with a reason'],
    params: ofReport,
    body: z.strictObject({ revision: z.number().int(), reason }),
    response: report,
  }),
  correct: contract({
    tag,
    access: 'report.review',
    method: 'POST',
    path: '/api/reports/enterprises/:enterprise/days/:day/correct',
    summary: ['更正并入账，逐项留痕', 'Correct and post, with the trace of each figure'],
    params: ofReport,
    body: z.strictObject({ revision: z.number().int(), reason, figures: reportFigures }),
    response: report,
  }),
  confirmDay: contract({
    tag,
    access: 'report.confirm',
    method: 'POST',
    path: '/api/reports/days/:day/confirm',
    summary: ['市级确认全天', 'Confirm the day for the city'],
    params: z.object({ day: businessDay }),
    response: z.object({ confirmed: z.number().int() }),
  }),
  chase: contract({
    tag,
    access: 'report.review',
    method: 'POST',
    path: '/api/reports/enterprises/:enterprise/days/:day/chase',
    summary: ['登记由我催报', 'Note that I am chasing it'],
    params: ofReport,
    body: z.strictObject({ note: words(300) }),
    response: z.object({ at: instant }),
  }),
  setDeadlines: contract({
    tag,
    access: 'report.confirm',
    method: 'PUT',
    path: '/api/reports/deadlines/:mode',
    summary: ['设定某一状态下的报送时限', 'Set the deadlines of a mode'],
    params: z.object({ mode: z.enum(['emergency', 'peacetime']) }),
    body: z.strictObject({
      cycle: z.enum(['daily', 'weekly']),
      weekday: z.number().int().min(1).max(7).nullable(),
      fileBy: z.iso.time({ precision: -1 }),
      countyBy: z.iso.time({ precision: -1 }),
      cityBy: z.iso.time({ precision: -1 }),
    }),
    response: deadlines,
  }),
  template: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/template',
    summary: ['日报表格模板，已带昨日数据', 'The workbook to fill in, begun with yesterday’s values'],
    query: z.object({ day: businessDay.optional(), lang: z.enum(['zh', 'en']).default('zh') }),
    kind: 'file',
    response: z.unknown(),
  }),
  upload: contract({
    tag,
    access: 'report.file',
    method: 'POST',
    path: '/api/reports/upload',
    summary: ['上传日报表格；整张表要么全部报送，要么一份不报', 'Upload a workbook of reports: whole or nothing'],
    kind: 'upload',
    response: workbookOutcome,
  }),
  paste: contract({
    tag,
    access: 'report.file',
    method: 'POST',
    path: '/api/reports/paste',
    summary: ['粘贴自表格的日报', 'Reports pasted from a spreadsheet'],
    body: z.strictObject({ text: z.string().max(4_000_000) }),
    response: workbookOutcome,
  }),
};

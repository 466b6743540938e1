/** Daily reports (S8, S13): what an enterprise says of its day, its review, who has not reported, and the workbook. */
import { z } from 'zod';
import { businessDay, contract, instant } from './contract.ts';
import { assessment, code, draftFigures, reportFigures, words } from './reports-figures.ts';
import { chaseWays, reportWays } from './reports-terms.ts';
import {
  boardRow,
  bothDeadlines,
  deadlines,
  ownCall,
  report,
  reportForm,
  trendDay,
  workbookOutcome,
} from './reports-views.ts';

export { reportErrors } from './reports-errors.ts';
export * from './reports-figures.ts';
export * from './reports-views.ts';

const tag = '直报 Reports';
const reason = words(500).min(1, '请写明原因 · give the reason');
const reading = { tag, access: 'report.read' } as const;
const ofReport = z.object({ enterprise: code, day: businessDay });

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
      /** the first day of the city's books; earlier days are kept as history and post nothing */
      booksOpen: businessDay.nullable(),
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
        /** silent: somebody is after it, somebody was named to be, its time has not come, or nobody is there to name */
        chased: z.number(),
        named: z.number(),
        waiting: z.number(),
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
  trend: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/enterprises/:enterprise/trend',
    summary: ['一家企业近两周的日报和可信度', 'An enterprise’s reports and their trust over two weeks'],
    params: z.object({ enterprise: code }),
    query: z.object({ day: businessDay.optional() }),
    response: z.object({ days: z.array(businessDay), rows: z.array(trendDay) }),
  }),
  calls: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/calls',
    summary: ['现在等我处理的：该催谁、该审核什么', 'What waits for me now: whom to chase, what to review'],
    response: z.object({ now: z.string(), rows: z.array(ownCall) }),
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
    summary: ['登记由我催报：怎么催的、约定何时报', 'Note that I am chasing it: how, and by when it was promised'],
    params: ofReport,
    body: z.strictObject({
      note: words(300),
      how: z.enum(chaseWays).default('call'),
      /** 'YYYY-MM-DD HH:MM' of the business clock */
      promised: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/, '应为“2022-01-08 19:30” · as 2022-01-08 19:30')
        .nullable()
        .default(null),
    }),
    response: z.object({ at: instant }),
  }),
  deadlines: contract({
    ...reading,
    method: 'GET',
    path: '/api/reports/deadlines',
    summary: ['应急和平时的报送时限', 'The deadlines in an emergency and in peacetime'],
    response: bothDeadlines,
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

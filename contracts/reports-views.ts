/** Reports as they are read: one with its history, a day of all of them, what became of a workbook. */
import { z } from 'zod';
import { businessDay, instant, quantity } from './contract.ts';
import { assessment, draftFigures, reportFigures } from './reports-figures.ts';
import { callLevels, callTasks, chaseWays, reportActs, reportStates, reportWays } from './reports-terms.ts';

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
export const person = z.object({ id: z.string(), name: z.string(), role: z.string() });
/** 'YYYY-MM-DD HH:MM' of the business clock */
const moment = z.string();

/** Somebody's word that they are after a report that has not come. */
const chased = z.object({
  name: z.string(),
  at: instant,
  how: z.enum(chaseWays),
  note: z.string(),
  level: z.string(),
  /** until when it was promised */
  promised: moment.nullable(),
  /** the promised time has passed */
  broken: z.boolean(),
});

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

export const reportEvent = z.object({
  number: z.number().int(),
  act: z.enum(reportActs),
  at: instant,
  by: z.string(),
  reason: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});
export type ReportEvent = z.infer<typeof reportEvent>;

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
  /** the day on which the books of the enterprise begin; earlier days are kept as history and post nothing */
  booksOpen: businessDay.nullable(),
  /** since when it is late, and who is after it */
  overdueSince: moment.nullable(),
  chasedBy: chased.nullable(),
  events: z.array(reportEvent),
  reviewers: z.array(person),
});
export type ReportForm = z.infer<typeof reportForm>;

export const deadlines = z.object({
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
  hindrances: reportFigures.shape.hindrances,
  /** last day that was reported before this one */
  silentSince: businessDay.nullable(),
  /** whose turn it is, when something is owed */
  owes: z.enum(['clerk', 'county', 'city', 'nobody']),
  /** since when overdue; null when not */
  overdueSince: moment.nullable(),
  /** who must chase whom by now, the first of them by name responsible; with nobody at a level, the next above it */
  chase: z.object({ level: z.enum(callLevels), who: z.array(person), whom: z.array(person) }).nullable(),
  chasedBy: chased.nullable(),
  /** who was told, and when */
  calls: z.array(
    z.object({ task: z.enum(callTasks), level: z.enum(callLevels), at: instant, people: z.array(person) }),
  ),
  /** before the books of the enterprise begin */
  history: z.boolean(),
});
export type BoardRow = z.infer<typeof boardRow>;

/** Both modes' deadlines; the present one is in force. */
export const bothDeadlines = z.object({
  mode: z.enum(['emergency', 'peacetime']),
  emergency: deadlines,
  peacetime: deadlines,
});

/** What waits for the one who asks: told at a deadline, still owed, and nobody's promise stands. */
export const ownCall = z.object({
  enterprise: z.string(),
  name: z.string(),
  county: z.string(),
  day: businessDay,
  task: z.enum(callTasks),
  level: z.enum(callLevels),
  at: instant,
  overdueSince: moment.nullable(),
  /** it was sent back: why, for the clerk who reads this, '' for those who chase; null when it was not */
  returned: z.string().nullable(),
  /** whom to chase */
  whom: z.array(person),
  /** the reader is the first named; else one of those told */
  responsible: z.boolean(),
  chasedBy: chased.nullable(),
});
export type OwnCall = z.infer<typeof ownCall>;

/** One day of an enterprise's past, quantities in base units. */
export const trendDay = z.object({
  day: businessDay,
  state: z.enum(reportStates),
  late: z.boolean(),
  trust: z.number().int(),
  questions: z.number().int(),
  items: z.array(z.object({ item: z.string(), made: quantity, sent: quantity, stock: quantity })),
  staffPresent: z.number().int(),
  powerKwh: quantity.nullable(),
});
export type TrendDay = z.infer<typeof trendDay>;

export const workbookOutcome = z.object({
  status: z.enum(['filed', 'refused']),
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

/** Requests of hospitals and communities: filing, answering, talking about them, and what their filer will get. */
import { z } from 'zod';
import { businessDay, contract, instant, listQuery, quantity } from './contract.ts';
import { orderStates } from './orders-terms.ts';
import { constraintKinds } from './planning.ts';
import './requests-errors.ts';

export const urgencies = ['routine', 'urgent', 'emergency'] as const;
export type Urgency = (typeof urgencies)[number];
export const urgencyNames: Record<Urgency, readonly [zh: string, en: string]> = {
  routine: ['一般', 'Routine'],
  urgent: ['紧急', 'Urgent'],
  emergency: ['特急', 'Emergency'],
};
export type AnswerHours = Record<Urgency, string>;
/** Hours within which an answer is owed, where a city has set nothing else. */
export const defaultAnswerHours: Record<'emergency' | 'peacetime', AnswerHours> = {
  emergency: { routine: '24', urgent: '8', emergency: '2' },
  peacetime: { routine: '24', urgent: '8', emergency: '2' },
};

export const requestStates = ['filed', 'referred', 'accepted', 'ordered', 'fulfilled', 'refused', 'withdrawn'] as const;
export type RequestState = (typeof requestStates)[number];
export const requestStateNames: Record<RequestState, readonly [zh: string, en: string]> = {
  filed: ['待答复', 'waiting'],
  referred: ['已转上级', 'referred'],
  accepted: ['已同意', 'accepted'],
  ordered: ['已下达调拨', 'ordered'],
  fulfilled: ['已送齐', 'fulfilled'],
  refused: ['未同意', 'refused'],
  withdrawn: ['已撤回', 'withdrawn'],
};

/** Who answers, from below upwards. */
export const answerLevels = ['county_officer', 'sub_group_officer', 'group_officer', 'city_lead'] as const;
export type AnswerLevel = (typeof answerLevels)[number];

export const meetings = ['plan', 'reserve', 'order'] as const;
export const meetingNames: Record<(typeof meetings)[number], readonly [zh: string, en: string]> = {
  plan: ['按计划发运', 'shipped by the plan'],
  reserve: ['动用储备', 'from a reserve'],
  order: ['另行调拨', 'an order of its own'],
};

const code = z.string().trim().min(1).max(60);
const grade = z.enum(['medical', 'general']);
const words = z.string().trim().min(1).max(500);

const asked = {
  point: code,
  item: code,
  /** medical: only medical grade will do; null: any */
  grade: grade.nullable().default(null),
  quantity,
  reason: words,
  urgency: z.enum(urgencies),
  substitutes: z.array(code).max(10).default([]),
  partialOk: z.boolean(),
};

const requestRow = z.object({
  id: z.string(),
  number: z.string(),
  point: z.string(),
  pointName: z.string(),
  county: z.string(),
  item: z.string(),
  grade: grade.nullable(),
  quantity,
  from: businessDay,
  by: businessDay,
  reason: z.string(),
  urgency: z.enum(urgencies),
  substitutes: z.array(z.string()),
  partialOk: z.boolean(),
  series: z.string().nullable(),
  /** the number of the one that it was knowingly filed beside */
  beside: z.string().nullable(),
  state: z.enum(requestStates),
  referredTo: z.enum(answerLevels).nullable(),
  answerBy: instant,
  /** the answer is owed and late */
  overdue: z.boolean(),
  granted: z
    .object({
      item: z.string(),
      grade: grade.nullable(),
      quantity,
      metBy: z.enum(meetings),
      /** in orders, received or on their way; the rest waits for one */
      covered: quantity,
      delivered: quantity,
    })
    .nullable(),
  orders: z.array(z.string()),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  decisionReason: z.string(),
  filedAt: instant,
  filedBy: z.string(),
  revision: z.number().int(),
});
export type SupplyRequest = z.output<typeof requestRow>;

const note = z.object({
  number: z.number().int(),
  at: instant,
  by: z.string(),
  role: z.string(),
  /** filed, said, accepted, refused, referred, withdrawn, ordered, uncovered, delivered */
  act: z.string(),
  words: z.string(),
});
export type RequestNote = z.output<typeof note>;

const series = z.object({
  id: z.string(),
  point: z.string(),
  pointName: z.string(),
  item: z.string(),
  grade: grade.nullable(),
  quantity,
  every: z.enum(['day', 'week']),
  daysAhead: z.number().int(),
  urgency: z.enum(urgencies),
  reason: z.string(),
  nextDay: businessDay,
  until: businessDay.nullable(),
  stoppedAt: instant.nullable(),
  filedBy: z.string(),
});
export type RequestSeries = z.output<typeof series>;

/** What a place gets of an item, by the plan in force or, before one is approved, by the newest forecast. */
const outlook = z.object({
  plan: z
    .object({ id: z.string(), title: z.string(), approved: z.boolean(), from: businessDay, until: businessDay })
    .nullable(),
  coming: z.array(
    z.object({
      day: businessDay,
      arrives: businessDay,
      fromName: z.string(),
      grade: grade.nullable(),
      quantity,
      /** the order that carries it, and how far it is; null: the plan's, not yet ordered */
      order: z.string().nullable(),
      state: z.enum(orderStates).nullable(),
    }),
  ),
  /** arrives by the last day asked for */
  comingInTime: quantity,
  /** what the place has of it now, of lots that may be issued */
  inStock: quantity,
  /** what the place uses by the last day, by the city's rates; null: the city has no rate for it */
  need: quantity.nullable(),
  tier: z.number().int().nullable(),
  /** this place's own share, 0–1, over the plan's days */
  share: z.number().nullable(),
  /** other places' tiers that the plan serves before this one */
  servedBefore: z.number().int(),
  short: z.array(z.object({ day: businessDay, quantity })),
  /** what would bring more, the strongest first */
  raisedBy: z.array(
    z.object({
      constraint: z.enum(constraintKinds),
      enterprise: z.string().nullable(),
      input: z.string().nullable(),
      /** last day on which it would still help */
      on: businessDay.nullable(),
      marginal: z.number(),
      together: z.boolean(),
    }),
  ),
  /** answered or waiting requests of the place for the same on overlapping days */
  others: z.array(z.object({ number: z.string(), quantity, by: businessDay, state: z.enum(requestStates) })),
  /** stock and what comes cover the need by the last day */
  met: z.boolean(),
});
export type RequestOutlook = z.output<typeof outlook>;

const tag = '需求 Requests';
const one = z.object({ id: code });
const hours = z.object({ emergency: quantity, urgent: quantity, routine: quantity });

export const requestContracts = {
  list: contract({
    method: 'GET',
    path: '/api/requests',
    summary: ['需求申请', 'Requests'],
    tag,
    access: 'request.read',
    query: z.object({
      /** open: an answer or a delivery is still owed */
      show: z.enum(['open', 'waiting', 'all']).default('open'),
      ...listQuery.pick({ search: true, cursor: true }).shape,
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    response: z.object({
      rows: z.array(requestRow),
      next: z.string().nullable(),
      waiting: z.number().int(),
      overdue: z.number().int(),
    }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/requests/:id',
    summary: ['一项申请及其往来', 'One request with its conversation'],
    tag,
    access: 'request.read',
    params: one,
    response: z.object({ request: requestRow, notes: z.array(note) }),
  }),
  answerHours: contract({
    method: 'GET',
    path: '/api/requests/answer-hours',
    summary: ['答复时限', 'The hours within which requests are answered'],
    tag,
    access: 'request.read',
    response: z.object({
      /** the city's present one */
      mode: z.enum(['emergency', 'peacetime']),
      hours: z.object({
        emergency: hours.extend({ changedBy: z.string().nullable(), changedAt: instant.nullable() }),
        peacetime: hours.extend({ changedBy: z.string().nullable(), changedAt: instant.nullable() }),
      }),
    }),
  }),
  setAnswerHours: contract({
    method: 'PUT',
    path: '/api/requests/answer-hours/:mode',
    summary: ['设定某一状态下的答复时限', 'Set the hours of a mode'],
    tag,
    access: 'city.manage',
    params: z.object({ mode: z.enum(['emergency', 'peacetime']) }),
    body: hours,
  }),
  points: contract({
    method: 'GET',
    path: '/api/requests/points',
    summary: ['可以为之申请的需求点和物资', 'Places and items that may be asked for'],
    tag,
    access: 'request.read',
    response: z.object({
      points: z.array(z.object({ id: z.string(), name: z.string() })),
      items: z.array(
        z.object({ code: z.string(), name: z.string(), nameEn: z.string(), unit: z.string(), graded: z.boolean() }),
      ),
    }),
  }),
  outlook: contract({
    method: 'GET',
    path: '/api/requests/outlook',
    summary: [
      '一个需求点将得到什么、何时、按什么规则、怎样才能更多',
      'What a place will get, when, by which rule, and what would raise it',
    ],
    tag,
    access: 'request.read',
    query: z.object({
      point: code,
      item: code,
      grade: grade.optional(),
      by: businessDay,
      /** leaves this request out of `others` */
      except: code.optional(),
    }),
    response: outlook,
  }),
  file: contract({
    method: 'POST',
    path: '/api/requests',
    summary: ['提出申请', 'File a request'],
    tag,
    access: 'request.file',
    body: z.object({
      ...asked,
      from: businessDay.optional(),
      by: businessDay,
      /** it is needed besides what overlaps */
      besidesKnown: z.boolean().default(false),
    }),
    response: z.object({ id: z.string(), number: z.string() }),
  }),
  decide: contract({
    method: 'POST',
    path: '/api/requests/:id/answer',
    summary: ['答复申请：同意、不同意、转上级', 'Answer a request: accept, refuse, refer'],
    tag,
    access: 'request.decide',
    params: one,
    body: z.object({
      revision: z.number().int(),
      answer: z.discriminatedUnion('act', [
        z.object({
          act: z.literal('accept'),
          quantity,
          /** the item asked for, or one of its substitutes */
          item: code.optional(),
          grade: grade.nullable().optional(),
          metBy: z.enum(meetings),
          reason: z.string().trim().max(500).default(''),
        }),
        z.object({ act: z.literal('refuse'), reason: z.string().trim().max(500) }),
        z.object({ act: z.literal('refer'), to: z.enum(answerLevels), reason: z.string().trim().max(500) }),
      ]),
    }),
    response: z.object({ request: requestRow }),
  }),
  withdraw: contract({
    method: 'POST',
    path: '/api/requests/:id/withdraw',
    summary: ['撤回申请', 'Withdraw a request'],
    tag,
    access: 'request.file',
    params: one,
    body: z.object({ reason: words }),
  }),
  say: contract({
    method: 'POST',
    path: '/api/requests/:id/notes',
    summary: ['在申请的对话中留言', 'Write in a request’s conversation'],
    tag,
    access: 'request.read',
    params: one,
    body: z.object({ words }),
  }),
  series: contract({
    method: 'GET',
    path: '/api/request-series',
    summary: ['定期申请', 'Recurring requests'],
    tag,
    access: 'request.read',
    response: z.object({ rows: z.array(series) }),
  }),
  startSeries: contract({
    method: 'POST',
    path: '/api/request-series',
    summary: ['开始一项定期申请', 'Start a recurring request'],
    tag,
    access: 'request.file',
    body: z.object({
      ...asked,
      every: z.enum(['day', 'week']),
      daysAhead: z.number().int().min(0).max(30),
      first: businessDay,
      until: businessDay.nullable().default(null),
    }),
    response: z.object({ id: z.string(), filed: z.number().int() }),
  }),
  stopSeries: contract({
    method: 'POST',
    path: '/api/request-series/:id/stop',
    summary: ['停止一项定期申请', 'Stop a recurring request'],
    tag,
    access: 'request.file',
    params: one,
  }),
};

/** The words of daily reports, for server and web. */
type Pair = readonly [zh: string, en: string];

export const hindranceKinds = ['raw_material', 'labour', 'power', 'logistics', 'licence', 'other'] as const;
export type HindranceKind = (typeof hindranceKinds)[number];
export const hindranceNames: Record<HindranceKind, Pair> = {
  raw_material: ['原材料', 'Raw material'],
  labour: ['用工', 'Labour'],
  power: ['电力燃气', 'Power and gas'],
  logistics: ['物流运输', 'Logistics'],
  licence: ['资质许可', 'Licence'],
  other: ['其他', 'Other'],
};

export const reportStates = ['filed', 'returned', 'accepted', 'corrected', 'confirmed'] as const;
export type ReportState = (typeof reportStates)[number];
export const reportStateNames: Record<ReportState | 'none' | 'draft', Pair> = {
  none: ['未报', 'Not reported'],
  draft: ['填报中', 'Being filled in'],
  filed: ['待审核', 'To be reviewed'],
  returned: ['已退回', 'Returned'],
  accepted: ['已审核', 'Accepted'],
  corrected: ['已更正', 'Corrected'],
  confirmed: ['已确认', 'Confirmed'],
};
/** In these its figures are in the ledger. */
export const postedStates: readonly ReportState[] = ['accepted', 'corrected', 'confirmed'];

export const reportActs = ['file', 'return', 'accept', 'correct', 'confirm', 'reopen'] as const;
export const reportActNames: Record<(typeof reportActs)[number], Pair> = {
  file: ['报送', 'Filed'],
  return: ['退回', 'Returned'],
  accept: ['审核通过', 'Accepted'],
  correct: ['更正', 'Corrected'],
  confirm: ['确认', 'Confirmed'],
  reopen: ['重新对平', 'Reconciled anew'],
};

export const reportWays = ['form', 'phone', 'workbook', 'api'] as const;
export const reportWayNames: Record<(typeof reportWays)[number], Pair> = {
  form: ['网页', 'Web form'],
  phone: ['手机', 'Telephone'],
  workbook: ['表格', 'Workbook'],
  api: ['接口', 'API'],
};

/** How someone who has not reported was chased. */
export const chaseWays = ['call', 'message', 'visit'] as const;
export const chaseWayNames: Record<(typeof chaseWays)[number], Pair> = {
  call: ['打了电话', 'Called'],
  message: ['发了消息', 'Sent a message'],
  visit: ['上门', 'Went there'],
};

/** What is owed of a report: that it is filed, reviewed, confirmed. */
export const callTasks = ['file', 'review', 'confirm'] as const;
export const callLevels = ['county', 'city', 'lead'] as const;

export const checkKinds = ['ledger', 'capacity', 'licence', 'inputs', 'staff', 'power', 'gas', 'shipments'] as const;
export type CheckKind = (typeof checkKinds)[number];

/**
 * What each check compares, what it allows, and what would explain a difference. `tolerance` is a share of the expected value (of capacity
 * for capacity); `weight` its part of the trust score of 100. Checks for which the city has no data to compare with count for nothing.
 */
export const checkRules: Record<CheckKind, { name: Pair; tolerance: number; weight: number; explains: Pair }> = {
  ledger: {
    name: ['昨日结存 + 生产 − 发出 = 结存', 'Opening + made − sent = stock'],
    tolerance: 0.005,
    weight: 30,
    explains: [
      '漏报的发出或入库、报损、盘点差错，或单位写错（万）',
      'A shipment or receipt left out, a write-off, a miscount, or a wrong unit (10,000)',
    ],
  },
  capacity: {
    name: ['生产不超过产线日产能', 'Made within the lines’ daily capacity'],
    tolerance: 0.02,
    weight: 15,
    explains: [
      '产线扩能未登记、两天的产量合报，或单位写错',
      'Capacity added but not registered, two days in one, or a wrong unit',
    ],
  },
  licence: {
    name: ['卫生许可在有效期内', 'The hygiene licence is valid'],
    tolerance: 0,
    weight: 5,
    explains: [
      '许可已延续但未登记；否则当日不能生产',
      'A licence renewed but not registered; else nothing may be made that day',
    ],
  },
  inputs: {
    name: ['原料消耗与产量相符', 'Inputs used agree with what was made'],
    tolerance: 0.05,
    weight: 15,
    explains: [
      '到货与登记的日到货不同、原料损耗、外借，或产量不实',
      'Arrivals other than registered, waste, a loan, or a wrong quantity made',
    ],
  },
  staff: {
    name: ['到岗人数够开这些产线', 'Staff present suffice for what was made'],
    tolerance: 0.1,
    weight: 10,
    explains: ['加班或借调人员未计入，或产量不实', 'Overtime or borrowed staff not counted, or a wrong quantity made'],
  },
  power: {
    name: ['用电与产量相符', 'Power used agrees with what was made'],
    tolerance: 0.15,
    weight: 10,
    explains: [
      '抄表时间不同、采暖照明等非生产用电，或产量不实',
      'Meter read at another hour, heating and light, or a wrong quantity made',
    ],
  },
  gas: {
    name: ['用气与产量相符', 'Gas used agrees with what was made'],
    tolerance: 0.15,
    weight: 5,
    explains: ['抄表时间不同、采暖用气，或产量不实', 'Meter read at another hour, heating, or a wrong quantity made'],
  },
  shipments: {
    name: ['发出不少于已登记的发运', 'Sent is not less than the shipments on record'],
    tolerance: 0,
    weight: 10,
    explains: [
      '已开单未装车、单据日期不同，或漏报发出',
      'Ordered but not loaded, another date on the order, or a shipment left out',
    ],
  },
};

/** Non-production load: power and gas may exceed what production explains by this share before it is a question. */
export const energyOverShare = 0.5;

export interface Deadlines {
  cycle: 'daily' | 'weekly';
  /** 1 Monday … 7 Sunday; null when daily */
  weekday: number | null;
  /** 'HH:MM' of the business day in Asia/Shanghai */
  fileBy: string;
  countyBy: string;
  cityBy: string;
}

/** Where a city has set nothing else: every day in an emergency, Fridays in peacetime. */
export const defaultDeadlines: Record<'emergency' | 'peacetime', Deadlines> = {
  emergency: { cycle: 'daily', weekday: null, fileBy: '18:00', countyBy: '19:00', cityBy: '20:00' },
  peacetime: { cycle: 'weekly', weekday: 5, fileBy: '16:00', countyBy: '17:00', cityBy: '18:00' },
};

/** Days that are shown of an enterprise's past. */
export const trendDays = 14;

/** Days back for which a late report is still taken. */
export const lateDays = 7;

/** The columns of a workbook of reports: one row a figure. */
export const reportColumns = {
  enterprise: ['企业编码', 'Enterprise'],
  day: ['日期', 'Day'],
  kind: ['类别', 'Kind'],
  code: ['编码', 'Code'],
  name: ['名称', 'Name'],
  unit: ['单位', 'Unit'],
  made: ['生产', 'Made'],
  sent: ['发出', 'Sent'],
  quantity: ['结存', 'Stock or value'],
  arrived: ['到货', 'Arrived'],
  lot: ['批号', 'Lot'],
  expires: ['有效期至', 'Expires'],
  note: ['说明', 'Note'],
} as const satisfies Record<string, Pair>;
export type ReportColumn = keyof typeof reportColumns;

export const reportRowKinds = {
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  input: ['原料', 'Input'],
  staff: ['到岗', 'Staff'],
  power: ['用电', 'Power'],
  gas: ['用气', 'Gas'],
  hindrance: ['困难', 'Hindrance'],
} as const satisfies Record<string, Pair>;
export type ReportRowKind = keyof typeof reportRowKinds;

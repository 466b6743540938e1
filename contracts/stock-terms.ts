/** The ledger's words, for server and web. */
export const placeKinds = [
  'producer',
  'reserve',
  'demand_point',
  'in_transit',
  'production',
  'consumption',
  'supplier',
  'adjustment',
  'write_off',
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Places that hold stock; the others are where stock comes from and goes to. */
export const realPlaceKinds = ['producer', 'reserve', 'demand_point', 'in_transit'] as const;
export type RealPlaceKind = (typeof realPlaceKinds)[number];

export const lotStates = ['free', 'quarantined', 'recalled'] as const;
export type LotState = (typeof lotStates)[number];

export const grades = ['medical', 'general'] as const;

export const placeKindNames: Record<PlaceKind, readonly [zh: string, en: string]> = {
  producer: ['生产企业', 'Producer'],
  reserve: ['储备库', 'Reserve'],
  demand_point: ['需求点', 'Demand point'],
  in_transit: ['在途', 'In transit'],
  production: ['生产', 'Production'],
  consumption: ['消耗', 'Consumption'],
  supplier: ['外部供应', 'Supplier'],
  adjustment: ['调整', 'Adjustment'],
  write_off: ['报损', 'Write-off'],
};

export const lotStateNames: Record<LotState, readonly [zh: string, en: string]> = {
  free: ['可用', 'Free'],
  quarantined: ['封存', 'Quarantined'],
  recalled: ['召回', 'Recalled'],
};

export const gradeNames: Record<(typeof grades)[number], readonly [zh: string, en: string]> = {
  medical: ['医用', 'Medical'],
  general: ['普通', 'General'],
};

/** What movements are written down in. A capability that posts under a kind of its own names it here. */
export const documentNames: Record<string, readonly [zh: string, en: string]> = {
  opening: ['期初库存', 'Opening stock'],
  stocktake: ['盘点', 'Stocktake'],
  correction: ['更正', 'Correction'],
  report: ['日报', 'Daily report'],
  order: ['调拨令', 'Allocation order'],
  trip: ['运单', 'Trip'],
  receipt: ['签收', 'Receipt'],
  'reserve-receipt': ['储备入库', 'Reserve receipt'],
  recall: ['召回', 'Recall'],
};

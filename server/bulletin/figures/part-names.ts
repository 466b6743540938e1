/** The parts of a bulletin; 'remarks' holds what officers add that belongs to no other part. */
export const PART_NAMES = {
  production: ['生产与库存', 'Production and stock'],
  energy: ['能源', 'Energy'],
  cover: ['可用天数', 'How long stock lasts'],
  notices: ['需要处理', 'To be acted on'],
  remarks: ['其他事项', 'Other matters'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type PartKey = keyof typeof PART_NAMES;

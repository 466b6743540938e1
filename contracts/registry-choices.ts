/** Values that the registry offers: all there is for a choice, suggestions where a city may name its own. */

export const categories = [
  { value: 'disinfectant', label: ['消杀用品', 'Disinfectants'] },
  { value: 'alcohol', label: ['酒精', 'Alcohol'] },
  { value: 'mask', label: ['口罩', 'Masks'] },
  { value: 'pharmaceutical', label: ['药品', 'Pharmaceuticals'] },
] as const;
export const demandKinds = [
  { value: 'community', label: ['社区', 'Community'] },
  { value: 'hospital', label: ['医院', 'Hospital'] },
] as const;
export const grades = [
  { value: 'medical', label: ['医用级', 'Medical'] },
  { value: 'general', label: ['普通级', 'General'] },
] as const;
/** `hygiene` is the one that the licence rules of items read. */
export const licenceKinds = [
  { value: 'hygiene', label: ['卫生许可证', 'Hygiene licence'] },
  { value: 'drug-production', label: ['药品生产许可证', 'Drug production licence'] },
  { value: 'device-production', label: ['医疗器械生产许可证', 'Medical device production licence'] },
  { value: 'safety', label: ['安全生产许可证', 'Work safety licence'] },
  { value: 'other', label: ['其他许可证', 'Another licence'] },
] as const;

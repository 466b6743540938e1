import type { Language } from '#contracts/errors.ts';

/** Words that several lists of the fleet say: of what is wrong, and of the history's acts and fields. */
export const fleetWords = {
  badTime: ['写成 8:30 这样的时间，最晚 24:00', 'A time of day such as 8:30, 24:00 at the latest'],
  lateFirst: ['结束要晚于开始', 'The end comes after the beginning'],
  'truck.save': ['修改', 'changed it'],
  'truck.take-out': ['停用', 'took it out of service'],
  'truck.put-back': ['恢复使用', 'put it back in service'],
  'driver.save': ['登记或修改', 'registered or changed'],
  'receiver.save': ['修改收货时间', 'changed the hours'],
  'road.close': ['封闭', 'closed it'],
  'road.change': ['修改', 'changed it'],
  'road.open': ['解除封闭', 'opened it again'],
  'trip-rules.save': ['修改规则', 'changed the rules'],
  volumeM3: ['容积（立方米）', 'Room (m³)'],
  worksFrom: ['工作开始', 'Works from'],
  worksUntil: ['工作结束', 'Works until'],
  maximumTrips: ['每日装车次数', 'Loadings a day'],
  driverName: ['常用司机', 'Usual driver'],
  outOfService: ['停用', 'Out of service'],
  outOfServiceReason: ['停用原因', 'Why it is out'],
  note: ['说明', 'Note'],
  enterprise: ['企业', 'Enterprise'],
  name: ['姓名', 'Name'],
  phone: ['电话', 'Telephone'],
  licence: ['准驾车型', 'Licence'],
  withdrawn: ['停用', 'Withdrawn'],
  opens: ['开始收货', 'Opens'],
  closes: ['停止收货', 'Closes'],
  county: ['县区', 'County'],
  fromPlace: ['一端', 'One end'],
  toPlace: ['另一端', 'Other end'],
  from: ['从', 'From'],
  until: ['到', 'Until'],
  reason: ['原因', 'Why'],
  restAfterMinutes: ['连续驾驶最长（分钟）', 'Longest driving (min)'],
  restMinutes: ['休息至少（分钟）', 'Shortest rest (min)'],
  lateAfterMinutes: ['晚点报警（分钟）', 'Late after (min)'],
  dispatchPhone: ['调度电话', 'Telephone of dispatch'],
  offRouteKm: ['偏航报警（公里）', 'Off the way beyond (km)'],
} as const;

/** In the history 'true' and 'false' as people say them; other values stay as recorded. */
export function yesOrNo(value: string, language: Language): string | undefined {
  if (value !== 'true' && value !== 'false') return undefined;
  return { zh: { true: '是', false: '否' }, en: { true: 'yes', false: 'no' } }[language][value];
}

import type { Language } from '#contracts/errors.ts';
import type { Reason, ReasonCode, Verdict } from '#contracts/pass-check.ts';
import { formatMoment } from '../../platform/day.tsx';
import { pick } from '../../platform/language.ts';

export const reasonWords: Record<ReasonCode, readonly [zh: string, en: string]> = {
  in_order: ['证件有效，可以通行', 'In order: may pass'],
  not_a_pass: ['这不是通行证的二维码，请重新扫码', 'This is no pass: scan again'],
  forged: ['签名不对：这是伪造的通行证', 'The signature is wrong: a forged pass'],
  malformed: ['通行证内容不完整，不能承认', 'The pass is not complete and does not count'],
  unknown_key: ['本机不认识签发密钥，请联网更新后再扫', 'This phone does not know the key: go online, then scan again'],
  other_city: ['不是本市签发的通行证', 'Not a pass of this city'],
  expired: ['已过期：{at} 失效', 'Expired at {at}'],
  not_yet_valid: ['还没有生效：{at} 起有效', 'Not valid before {at}'],
  revoked: ['已被撤销', 'Revoked'],
  plate_differs: ['车牌不符：证上是 {plate}', 'Another plate: the pass is for {plate}'],
  plate_not_compared: ['请核对车牌：{plate}', 'Compare the plate: {plate}'],
  used_elsewhere: ['同一张通行证刚在别处用过，车不可能这么快到这里', 'Just used elsewhere: no truck gets here so fast'],
  seen_just_now: [
    '{minutes} 分钟前在本卡口查过，请核对是不是同一辆车',
    'Checked here {minutes} minutes ago: is it the same truck?',
  ],
  other_county: ['行驶范围不包括本县区，请与指挥部核实', 'Its route does not pass this county: ask headquarters'],
  no_list: ['本机还没有核验数据，请先联网一次', 'No data to check with yet: go online once'],
  old_list: ['核验数据已是 {hours} 小时前的，请联网更新', 'The data to check with is {hours} hours old: go online'],
  clock_went_back: ['本机时间不对，请校准时间并联网', 'This phone’s clock is wrong: set it and go online'],
  fever: [
    '体温 {temperature} ℃：发热。就地隔离，立即报告',
    '{temperature} °C is fever: isolate on the spot, report at once',
  ],
  test_positive: ['核酸阳性。就地隔离，立即报告', 'Test positive: isolate on the spot, report at once'],
  test_old: ['没有 48 小时内的核酸阴性证明', 'No negative test of the last 48 hours'],
  temperature_missing: ['请测体温', 'Take the temperature'],
};

export function reasonText(reason: Reason, language: Language): string {
  const params: Record<string, unknown> = { ...reason.params };
  if (typeof params.at === 'number') params.at = formatMoment(new Date(params.at * 1000).toISOString(), language);
  return pick(reasonWords[reason.code], language, params);
}

export const verdictWords: Record<Verdict, readonly [zh: string, en: string]> = {
  green: ['放行', 'Pass'],
  grey: ['待核', 'Check'],
  red: ['拦下', 'Stop'],
};

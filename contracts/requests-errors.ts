import { defineErrors } from './errors.ts';

/** What requests refuse, and what to do about it. */
export const requestErrors = defineErrors({
  'needs.unknown-item': {
    status: 422,
    zh: '没有物资“{item}”，请从目录中选择',
    en: 'There is no item "{item}": choose one of the list',
  },
  'needs.quantity': {
    status: 422,
    zh: '数量须大于 0，最多六位小数',
    en: 'The quantity must be above 0, with at most six decimals',
  },
  'needs.not-whole': {
    status: 422,
    zh: '{item}按 {pack} {unit}的整数倍发放，{quantity} 不是整件；请改为整件数量',
    en: '{item} is handed out in whole multiples of {pack} {unit}, which {quantity} is not: give a whole quantity',
  },
  'needs.hours-order': {
    status: 422,
    zh: '答复时限须大于 0，且特急不长于紧急、紧急不长于一般；请核对',
    en: 'The hours must be above 0, those of an emergency at most those of urgent, and those at most of routine: check them',
  },
  'needs.day-past': {
    status: 422,
    zh: '需要日期 {day} 已过（今天是 {today}），请改为今天或以后',
    en: 'The day {day} is past (today is {today}): give today or a later one',
  },
  'needs.days-backward': {
    status: 422,
    zh: '“不早于” {from} 晚于“最迟” {by}，请对调',
    en: 'Not before {from} is later than the last day {by}: swap them',
  },
  'needs.substitute-same': {
    status: 422,
    zh: '替代品不能是所申请的物资本身',
    en: 'An item cannot be a substitute for itself',
  },
  'needs.duplicate': {
    status: 409,
    zh: '{numbers} 已为同一需求点申请了同一物资，日期重叠，共 {quantity}。若这是另外需要的量，请确认后再提交；若是修改，请先撤回原申请',
    en: '{numbers} already asks for this item at this place on overlapping days, {quantity} in all. If this is needed besides, confirm it and file again; if it is a change, withdraw the earlier one first',
  },
  'needs.already-answered': {
    status: 409,
    zh: '申请 {number} 已{state}，不能再答复',
    en: 'Request {number} is {state} already and takes no other answer',
  },
  'needs.not-withdrawable': {
    status: 409,
    zh: '申请 {number} 已{state}，不能撤回；请在对话中说明',
    en: 'Request {number} is {state} and cannot be withdrawn: say so in its conversation',
  },
  'needs.more-than-asked': {
    status: 422,
    zh: '同意的数量 {granted} 超过申请的 {asked}',
    en: 'You grant {granted}, more than the {asked} asked for',
  },
  'needs.whole-only': {
    status: 422,
    zh: '申请人注明只收足额 {asked}；请足额同意，或不同意并说明原因',
    en: 'The filer can use the whole {asked} only: grant it whole, or refuse and say why',
  },
  'needs.no-substitute': {
    status: 422,
    zh: '申请人没有允许用“{item}”替代；可在对话中征得同意后请其重新提交',
    en: 'The filer does not accept "{item}" in its place: ask in the conversation and have it filed again',
  },
  'needs.medical-only': {
    status: 422,
    zh: '申请的是医用级，不能以普通级答复',
    en: 'Medical grade was asked for: general grade does not answer it',
  },
  'needs.reason': { status: 422, zh: '请写明原因，申请人会看到', en: 'Say why: the filer reads it' },
  'needs.referred-up': {
    status: 403,
    zh: '申请 {number} 已转 {level} 答复',
    en: 'Request {number} was referred to the {level} for an answer',
  },
  'needs.refer-up': { status: 422, zh: '只能转给上一级答复', en: 'It can only be referred to a higher level' },
  'needs.series-stopped': { status: 409, zh: '这项定期申请已停止', en: 'This recurring request is stopped already' },
});

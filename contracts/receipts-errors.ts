import { defineErrors } from './errors.ts';

/** What receipts and claims refuse, and what to do about it. */
export const receiptErrors = defineErrors({
  'receipt.not-yours': {
    status: 403,
    zh: '{number} 是发往“{to}”的，只能由收货方签收',
    en: '{number} goes to “{to}”: only the receiver signs for it',
  },
  'receipt.already': {
    status: 409,
    zh: '{number} 已由{who}于 {when} 签收，与您清点的不同；您的清点没有登记，请与其核对后在“差异”中处理',
    en: '{number} was received by {who} at {when} with another count; yours was not recorded. Compare, then follow it up under claims',
  },
  'receipt.photo-not-jpeg': {
    status: 422,
    zh: '第 {number} 张照片不是 JPEG 图片；请重新拍照',
    en: 'Photo {number} is not a JPEG: take it again',
  },
  'receipt.photo-too-large': {
    status: 413,
    zh: '第 {number} 张照片有 {has} kB，上限 200 kB；请在本页重新拍照，它会自动缩小',
    en: 'Photo {number} has {has} kB, the limit is 200: take it on this page, which makes it smaller',
  },
  'receipt.photo-of-nothing': {
    status: 422,
    zh: '第 {number} 张照片所属的批次不在这张调拨令里；请重新选择',
    en: 'Photo {number} is of a lot that this order does not have: choose again',
  },
  'claim.not-yours': {
    status: 403,
    zh: '{claim} 应由{owner}答复',
    en: '{claim} is for {owner_en} to answer',
  },
  'claim.wrong-state': {
    status: 409,
    zh: '{claim} 现为“{state}”，不能{act}；请刷新后查看',
    en: '{claim} is {state_en} and cannot be {act_en}: refresh to see it',
  },
  'claim.changed': {
    status: 409,
    zh: '{claim} 刚被他人修改；请刷新核对后重新提交',
    en: 'Someone changed {claim} meanwhile: refresh, check and send again',
  },
  'claim.not-accounted': {
    status: 422,
    zh: '还有 {open} {unit}未说明去向，而退回与损失之和为 {given}；两者应相等',
    en: '{open} {unit} is unaccounted for, yet returned and lost make {given}: they must be equal',
  },
  'claim.arrived-too-much': {
    status: 422,
    zh: '{claim} 只差 {open}，不能补收 {given}；多出的请退回',
    en: '{claim} lacks {open} only, {given} cannot arrive: send the rest back',
  },
  'claim.damaged-needs-none': {
    status: 422,
    zh: '破损的货物已经报损，结案时不再填写补收、退回和损失',
    en: 'Damaged goods are written off already: leave returned and lost empty',
  },
  'claim.loss-without-bearer': {
    status: 422,
    zh: '{claim} 有损失 {lost} {unit}，须写明由谁承担，不能选“无损失”',
    en: '{claim} has a loss of {lost} {unit}: say who bears it, not “nothing is lost”',
  },
  'claim.too-many-rows': {
    status: 422,
    zh: '符合条件的差异超过 {limit} 项，请缩小范围后再导出',
    en: 'More than {limit} claims match: narrow them down and export again',
  },
});

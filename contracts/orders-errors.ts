import { defineErrors } from './errors.ts';

/** What orders refuse, and what to do about it. */
export const orderErrors = defineErrors({
  'order.no-plan': {
    status: 409,
    zh: '没有已批准的计划；请先在“计划”中批准一个',
    en: 'No plan is approved: approve one under Plan first',
  },
  'order.outside-plan-days': {
    status: 422,
    zh: '“{title}”的日期是 {first} 至 {last}；请在这些日期内下达',
    en: '“{title}” covers {first} to {last}: choose days within it',
  },
  'order.past-day': {
    status: 422,
    zh: '{day} 已经过去（今天是 {today}）；请选今天或以后的日期',
    en: '{day} has passed (today is {today}): choose today or a later day',
  },
  'order.days-in-order': {
    status: 422,
    zh: '到货日期 {due} 早于发出日期 {dispatch}；请改日期',
    en: 'The due day {due} is before the day of dispatch {dispatch}: change one of them',
  },
  'order.unknown-place': {
    status: 422,
    zh: '“{place}”不能{what}；请从列表中选择',
    en: '“{place}” cannot {what_en}: choose one from the list',
  },
  'order.same-place': {
    status: 422,
    zh: '发出和收货是同一地点；请选另一个地点',
    en: 'It leaves from where it goes to: choose another place',
  },
  'order.not-whole-packs': {
    status: 422,
    zh: '第 {line} 行的{item}数量 {quantity} 不是整件；{unit}的最小单位是 {pack}',
    en: 'Line {line}: {quantity} of {item_en} is not in whole packs; the smallest is {pack} {unit}',
  },
  'order.item-twice': {
    status: 422,
    zh: '{item}写了两行；请合并成一行',
    en: '{item_en} stands in two lines: make them one',
  },
  'order.grade-not-asked': {
    status: 422,
    zh: '{item}不分医用和普通；请去掉等级',
    en: '{item_en} has no grades: leave the grade out',
  },
  'order.not-enough': {
    status: 409,
    zh: '“{place}”可调拨的{item}只有 {has} {unit}，这张调拨令需要 {needs} {unit}；请减少数量、换一处发出，或等入库',
    en: '“{place}” has {has} {unit} of {item_en} that can be ordered; this order needs {needs} {unit}. Lower the quantity, choose another place, or wait for stock',
  },
  'order.request-elsewhere': {
    status: 422,
    zh: '申请 {number} 的需求点是“{point}”，这张调拨令送往“{to}”；请改收货单位，或不关联这项申请',
    en: 'Request {number} is of “{point}” and this order goes to “{to}”: change the receiver, or leave the request out',
  },
  'order.request-other-item': {
    status: 422,
    zh: '申请 {number} 同意的是{item}，这张调拨令里没有；请加上这种物资，或不关联这项申请',
    en: 'Request {number} was granted {item_en}, which is not in this order: add it, or leave the request out',
  },
  'order.request-covered': {
    status: 409,
    zh: '申请 {number} 同意 {granted} {unit}，连同这张调拨令已下达 {covered} {unit}，多出 {over} {unit}（已有 {orders}）；请减少数量',
    en: 'Request {number} was granted {granted} {unit}; with this order {covered} {unit} would be ordered, {over} too much (there is {orders}). Lower the quantity',
  },
  'order.above-release': {
    status: 409,
    zh: '这张调拨令执行已批准的储备动用，只能减少，不能超过 {approved} {unit}（{item}）；多出的请另行申请动用',
    en: 'This order carries out an approved release: it can be lowered but not exceed {approved} {unit} of {item_en}. Ask for another release for more',
  },
  'order.above-your-level': {
    status: 403,
    zh: '这个数量须由{level}决定；请提请{level}办理',
    en: 'This amount is for the {level_en} to decide: ask them',
  },
  'order.wrong-state': {
    status: 409,
    zh: '调拨令 {number} 现为“{state}”，不能{act}；请刷新后核对',
    en: 'Order {number} is now “{state_en}” and cannot be {act_en}: refresh and check',
  },
  'order.not-waiting-confirmation': {
    status: 409,
    zh: '调拨令 {number} 不需要补批，或已由 {who} 补批',
    en: 'Order {number} needs no confirmation, or {who} has confirmed it already',
  },
  'order.not-your-stock': {
    status: 403,
    zh: '这批货由“{place}”发出，只能由该单位拣货、装车',
    en: 'These goods leave “{place}”: only that place picks and loads them',
  },
  'order.unknown-line': {
    status: 422,
    zh: '这张调拨令没有第 {line} 行（批次 {lot}）；请刷新',
    en: 'This order has no line {line} with lot {lot}: refresh',
  },
  'order.picked-too-much': {
    status: 422,
    zh: '第 {line} 行批号 {lot_number} 只下达 {ordered}，不能拣 {picked}',
    en: 'Line {line}, lot {lot_number}: {ordered} was ordered, {picked} cannot be picked',
  },
  'order.pick-incomplete': {
    status: 422,
    zh: '第 {line} 行批号 {lot_number} 还没有登记；没有货请填 0',
    en: 'Line {line}, lot {lot_number} is not recorded yet: enter 0 if there is none',
  },
  'order.short-reason-needed': {
    status: 422,
    zh: '拣货数量少于下达数量，请写明原因',
    en: 'Less was picked than ordered: say why',
  },
  'order.nothing-picked': {
    status: 422,
    zh: '一件也没有拣到；请让下达人撤销这张调拨令',
    en: 'Nothing at all was picked: ask the officer to cancel this order',
  },
  'order.nothing-left': {
    status: 422,
    zh: '更改后没有剩下任何物资；请改为撤销',
    en: 'Nothing would be left of this order: cancel it instead',
  },
  'order.amend-changes-nothing': {
    status: 422,
    zh: '更改后的内容与原调拨令相同；请修改数量或日期',
    en: 'The amended order says what it already says: change a quantity or a day',
  },
  'order.code-unreadable': {
    status: 422,
    zh: '这个码读不出：{why}；请对准标签再扫，或手工核对批号',
    en: 'This code cannot be read: {why_en}. Scan the label again, or check the lot number by eye',
  },
  'order.wrong-lot': {
    status: 409,
    zh: '扫到的是“{scanned}”，不在这张调拨令里；应拣：{expected}',
    en: 'This is “{scanned}”, which is not in this order; pick: {expected}',
  },
  'order.lot-past-expiry': {
    status: 409,
    zh: '标签上的效期 {scanned} 与系统中的 {expected} 不符（批号 {lot_number}）；请勿装车并报告',
    en: 'The label says expiry {scanned}, the books say {expected} (lot {lot_number}): do not load it, report it',
  },
  'order.received-too-much': {
    status: 422,
    zh: '第 {line} 行批号 {lot_number} 装车 {sent}，签收和破损合计不能是 {received}',
    en: 'Line {line}, lot {lot_number}: {sent} was loaded, received and damaged cannot come to {received}',
  },
  'order.bad-cursor': {
    status: 400,
    zh: '翻页标记已失效，请从第一页开始',
    en: 'The page mark is no longer valid: start at the first page',
  },
  'order.too-many-rows': {
    status: 422,
    zh: '要导出的调拨令超过 {limit} 张；请缩小日期范围或增加筛选条件',
    en: 'More than {limit} orders to export: choose a shorter period or more conditions',
  },
  'order.rules-out-of-order': {
    status: 422,
    zh: '上一级的限额应不小于下一级；请核对',
    en: 'A higher level’s limit may not be below a lower one’s: check them',
  },
});

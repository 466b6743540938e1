import { defineErrors } from './errors.ts';

/** What the ledger refuses, and what to do about it. Parameters come from the database's own functions (server/database/views/0021-…). */
export const stockErrors = defineErrors({
  'stock.insufficient': {
    status: 409,
    zh: '“{place}”的{item}（批号 {lot_number}）可动用 {has} {unit}，这次需要 {needs} {unit}；请减少数量、换一批，或先盘点核实',
    en: '“{place}” has {has} {unit} of {item_en} free to issue (lot {lot_number}); this needs {needs} {unit}. Lower the quantity, take another lot, or count the stock first',
  },
  'stock.insufficient-on-day': {
    status: 409,
    zh: '“{place}”的{item}（批号 {lot_number}）在 {day} 结存 {has} {unit}，补记后会少 {needs} {unit} 而低于零；请核对日期和数量',
    en: '“{place}” closed {day} with {has} {unit} of {item_en} (lot {lot_number}); this posting takes {needs} {unit} from it and would leave less than nothing. Check the day and the quantity',
  },
  'stock.quantity-not-positive': {
    status: 422,
    zh: '第 {line} 行的数量应大于零（现为 {quantity}）',
    en: 'The quantity of line {line} must be above zero (it is {quantity})',
  },
  'stock.quantity-too-fine': {
    status: 422,
    zh: '第 {line} 行的数量 {quantity} 不是数，或小数超过六位、太大；请按基本单位填写',
    en: 'The quantity {quantity} of line {line} is not a number, has more than six decimals or is too large: give it in the base unit',
  },
  'stock.unknown-place': {
    status: 422,
    zh: '没有“{place}”这个库存地点；请从列表中选择',
    en: 'There is no place “{place}”: choose one from the list',
  },
  'stock.unknown-lot': {
    status: 422,
    zh: '没有编号为 {lot} 的批次；请从列表中选择',
    en: 'There is no lot numbered {lot}: choose one from the list',
  },
  'stock.unknown-item': {
    status: 422,
    zh: '没有编码为“{item}”的物资；请先在基础数据中登记',
    en: 'There is no item “{item}”: add it to the registry first',
  },
  'stock.lot-expired': {
    status: 409,
    zh: '{item}（批号 {lot_number}）最后可发日期是 {expires}，{day} 不能再发出；只能报损或盘点调整',
    en: '{item_en} (lot {lot_number}) could be issued until {expires}, not on {day}: it can only be written off or counted away',
  },
  'stock.lot-quarantined': {
    status: 409,
    zh: '{item}（批号 {lot_number}）已封存，不能发出；请先解除封存，或换一批',
    en: '{item_en} (lot {lot_number}) is quarantined and may not be issued: release it first, or take another lot',
  },
  'stock.lot-recalled': {
    status: 409,
    zh: '{item}（批号 {lot_number}）已召回，不能发出；只能退回、报损或盘点调整',
    en: '{item_en} (lot {lot_number}) is recalled and may not be issued: return it, write it off or count it away',
  },
  'stock.sent-differently': {
    status: 409,
    zh: '单据 {document} 的第 {line} 行已经入账，内容不同；没有再次入账。要改请对原记录做更正',
    en: 'Line {line} of {document} was already posted with other content; nothing was posted again. To change it, correct the entry',
  },
  'stock.not-a-reversal': {
    status: 409,
    zh: '第 {line} 行与要冲销的记录不符，或该记录本身就是冲销；请刷新后重试',
    en: 'Line {line} does not mirror the entry that it takes back, or that entry is itself a reversal: refresh and try again',
  },
  'stock.corrected-already': {
    status: 409,
    zh: '这条记录已由 {who} 更正；请刷新，需要时更正新的记录',
    en: '{who} has already corrected this entry: refresh, and correct the new entry if needed',
  },
  'stock.reversal-not-correctable': {
    status: 409,
    zh: '冲销记录不能再更正；请更正替代它的新记录，或重新入账',
    en: 'A reversal cannot be corrected: correct the entry that replaced it, or post anew',
  },
  'stock.correction-changes-nothing': {
    status: 422,
    zh: '更正后的内容与原记录相同；请修改数量、日期或地点',
    en: 'The correction says what the entry already says: change the quantity, the day or a place',
  },
  'stock.future-day': {
    status: 422,
    zh: '{day} 还没有到（今天是 {today}）；请填当天或以前的日期',
    en: '{day} has not come yet (today is {today}): give today or a day before',
  },
  'stock.reason-needed': {
    status: 422,
    zh: '第 {line} 行盘点数与账面数不同，请写明原因',
    en: 'Line {line} was counted at other than the book quantity: give the reason',
  },
  'stock.changed-while-counting': {
    status: 409,
    zh: '第 {line} 行的账面数在盘点期间由 {seen} 变为 {now}；请刷新后核对再提交',
    en: 'The book quantity of line {line} changed from {seen} to {now} while you were counting: refresh, check and send again',
  },
  'stock.bad-cursor': {
    status: 400,
    zh: '翻页标记已失效，请从第一页开始',
    en: 'The page mark is no longer valid: start at the first page',
  },
  'stock.too-many-rows': {
    status: 422,
    zh: '要导出的记录超过 {limit} 行；请缩小日期范围或增加筛选条件',
    en: 'More than {limit} rows to export: choose a shorter period or more conditions',
  },
  'stock.unknown-figure': {
    status: 404,
    zh: '没有“{figure}”这个数字；请刷新后重试',
    en: 'There is no figure “{figure}”: refresh and try again',
  },
  'stock.counted-twice': {
    status: 422,
    zh: '第 {line} 行与另一行是同一批；请合并成一行',
    en: 'Line {line} is the same lot as another line: make them one',
  },
});

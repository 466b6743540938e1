/**
 * What can be wrong in a city's files, and how a person is told: where (file, row, column, value), why, and what would be accepted.
 * Rows are numbered as one sees them in the file: the header is row 1.
 */
import { knownUnits, type Language } from '#contracts/units.ts';

interface Words {
  zh: readonly [why: string, accepted: string];
  en: readonly [why: string, accepted: string];
}

/** {value}, {column} and each parameter's name are filled in. */
const WORDS = {
  missing_file: {
    zh: ['缺少文件 {file}', '请补上 {file}；没有数据时也要保留表头一行'],
    en: ['{file} is missing', 'add {file}; keep its header row even when it has no data'],
  },
  file_not_given: {
    zh: ['没有给出 {file}，按没有这类数据处理', '如有数据请补上 {file}'],
    en: ['{file} was not given and is taken as empty', 'add {file} if there is such data'],
  },
  other_day: {
    zh: ['数据是 {value} 的：库存取自当日，许可、效期和可用天数按 {day} 计', '与数据同一天；不另给日期即可'],
    en: [
      'the data is of {value}: stock is taken from it, licences, expiry and days of cover are as of {day}',
      'the day of the data; give no other',
    ],
  },
  unknown_file: {
    zh: ['不认识的文件 {value}，已忽略', '可用的文件：{files}'],
    en: ['unknown file {value}, ignored', 'known files: {files}'],
  },
  duplicate_file: {
    zh: ['{file} 出现了不止一次', '每种文件只保留一份'],
    en: ['{file} is there more than once', 'keep one of each file'],
  },
  no_data_folder: {
    zh: ['打不开文件夹 {value}', '请给出存有 csv 文件的文件夹，或一个 zip、xlsx 文件'],
    en: ['cannot open the folder {value}', 'give a folder of csv files, or one zip or xlsx file'],
  },
  file_too_large: {
    zh: ['{file} 太大（上限 {limit}）', '请拆分，或只保留本格式需要的表'],
    en: ['{file} is too large (at most {limit})', 'split it, or keep only the tables of this format'],
  },
  bad_archive: {
    zh: ['{file} 不是完好的压缩包或工作簿', '请重新打包为 zip，或另存为 xlsx（不加密码）'],
    en: ['{file} is not a sound archive or workbook', 'pack it again as zip, or save it as xlsx without a password'],
  },
  old_workbook: {
    zh: ['{file} 是旧版 xls 工作簿', '请另存为 xlsx 或 csv'],
    en: ['{file} is a workbook of the old xls kind', 'save it as xlsx or csv'],
  },
  unsafe_path: {
    zh: ['压缩包里的路径 {value} 指向文件夹之外', '请重新打包，路径中不要有 .. 或盘符'],
    en: [
      'the path {value} in the archive leads outside its folder',
      'pack it again without .. or drive letters in paths',
    ],
  },
  bad_encoding: {
    zh: ['{file} 的文字编码无法识别', '请用 UTF-8、GB18030（GBK）或 UTF-16 保存'],
    en: ['the text encoding of {file} is not recognised', 'save it as UTF-8, GB18030 (GBK) or UTF-16'],
  },
  bad_quotes: {
    zh: ['引号不成对或位置不对', '含逗号或引号的内容整格加英文双引号，其中的引号写两次'],
    en: [
      'quotation marks do not pair or stand in the wrong place',
      'quote the whole cell and double the quotation marks inside it',
    ],
  },
  bad_json: {
    zh: ['{file} 不是正确的 JSON：{reason}', '请参照 example/{file}'],
    en: ['{file} is not correct JSON: {reason}', 'see example/{file}'],
  },
  bad_city_table: {
    zh: ['{file} 应是一行表头、一行城市', '列：{columns}'],
    en: ['{file} must be a header and one row', 'columns: {columns}'],
  },
  empty_file: {
    zh: ['{file} 是空的，没有表头', '第一行写列名：{columns}'],
    en: ['{file} is empty, it has no header', 'write the column names in row 1: {columns}'],
  },
  no_rows: {
    zh: ['{file} 只有表头，没有数据', '至少填写一行'],
    en: ['{file} has a header and no data', 'fill in at least one row'],
  },
  missing_column: {
    zh: ['缺少列 {column}', '在第一行加上列 {column}'],
    en: ['the column {column} is missing', 'add the column {column} to row 1'],
  },
  duplicate_column: {
    zh: ['列 {column} 出现了不止一次', '只保留一列'],
    en: ['the column {column} is there more than once', 'keep one'],
  },
  unknown_column: {
    zh: ['不认识的列 {value}，已忽略', '可用的列：{columns}'],
    en: ['unknown column {value}, ignored', 'known columns: {columns}'],
  },
  ragged_row: {
    zh: ['这一行有 {cells} 格，表头有 {columns} 格', '与表头对齐；内容里有逗号时整格加双引号'],
    en: ['this row has {cells} cells, the header {columns}', 'match the header; quote a cell that holds a comma'],
  },
  required: { zh: ['不能为空', '请填写{column}'], en: ['may not be empty', 'fill in {column}'] },
  too_long: {
    zh: ['文字太长（{length} 字）', '最多 {limit} 字'],
    en: ['the text is too long ({length} characters)', 'at most {limit}'],
  },
  control_characters: {
    zh: ['含有看不见的控制字符', '请重新输入这一格'],
    en: ['holds invisible control characters', 'type this cell again'],
  },
  bad_code: {
    zh: ['编号里有不能用的字符', '不含空格、逗号和竖线的编号，最多 64 字'],
    en: [
      'the code holds characters that cannot be used',
      'a code without spaces, commas or bars, at most 64 characters',
    ],
  },
  bad_county_code: {
    zh: ['不是六位行政区划代码', '国标 GB/T 2260 的六位数字，如 410802'],
    en: ['not a six-digit county code', 'six digits of GB/T 2260, such as 410802'],
  },
  not_a_number: {
    zh: ['不是数字', '如 263万、2,630,000 或 434.47'],
    en: ['not a number', 'such as 263万, 2,630,000 or 434.47'],
  },
  separators: {
    zh: ['千位分隔不对，看不出是多少', '每三位一隔，如 2,630,000，或不加分隔'],
    en: ['the separators do not stand every three digits', 'such as 2,630,000, or no separators'],
  },
  not_finite: { zh: ['不是一个确定的数', '请填写实际数量'], en: ['not a definite number', 'give the actual quantity'] },
  too_large: { zh: ['大得不可能', '不超过 {max}'], en: ['impossibly large', 'at most {max}'] },
  negative: { zh: ['不能小于零', '零或正数'], en: ['may not be below zero', 'zero or more'] },
  not_positive: { zh: ['必须大于零', '大于零的数'], en: ['must be above zero', 'a number above zero'] },
  not_whole: { zh: ['必须是整数', '整数'], en: ['must be a whole number', 'a whole number'] },
  fraction_of_piece: {
    zh: ['{unit}按整数计，这里有小数，已照原样保留', '请核对数量'],
    en: ['{unit} are counted whole, this has a fraction; kept as written', 'check the quantity'],
  },
  out_of_range: { zh: ['超出可能的范围', '{min} 到 {max}'], en: ['outside the possible range', '{min} to {max}'] },
  unknown_unit: {
    zh: ['不认识的单位“{unit}”', '如 只、万只、瓶、支、件、吨、公斤'],
    en: ['unknown unit “{unit}”', 'such as 只, 万只, 瓶, 支, 件, 吨, 公斤'],
  },
  unit_mismatch: {
    zh: ['单位“{unit}”不能换算成“{base}”', '用 {base}（或万{base}）'],
    en: ['the unit “{unit}” does not convert to “{base}”', 'use {base} (or 万{base})'],
  },
  unit_conflict: {
    zh: ['这一格自带的单位与单位列“{unit}”对不上，看不出是多少', '只在一处写 万 或单位'],
    en: [
      'the unit in the cell and the unit column “{unit}” contradict each other',
      'write 万 or the unit in one place only',
    ],
  },
  unit_not_base: {
    zh: ['这里要写计数单位，不带 万、亿', '如 只、瓶、支、件、吨'],
    en: ['a unit to count in is wanted here, without 万 or 亿', 'such as 只, 瓶, 支, 件, 吨'],
  },
  line_unit: {
    zh: [
      '产线按“{unit}”计，不能生产按“{itemUnit}”计的 {item}',
      '产线用 {itemUnit}；用吨时请在 items.csv 填 {item} 的 content_kg',
    ],
    en: [
      'a line counted in “{unit}” cannot make {item}, counted in “{itemUnit}”',
      'count the line in {itemUnit}; for tonnes give content_kg of {item} in items.csv',
    ],
  },
  bad_date: {
    zh: ['不是日历上的日期', '如 2022-01-08、2022/1/8 或 2022年1月8日'],
    en: ['not a day of the calendar', 'such as 2022-01-08, 2022/1/8 or 2022年1月8日'],
  },
  not_a_choice: { zh: ['不是可选的值', '可选：{choices}'], en: ['not one of the choices', 'one of: {choices}'] },
  duplicate_key: {
    zh: ['与第 {firstRow} 行重复（{key}）', '同一 {key} 只能有一行'],
    en: ['repeats row {firstRow} ({key})', 'one row for each {key}'],
  },
  unknown_code: {
    zh: ['{target} 里没有“{value}”', '{suggestion}'],
    en: ['“{value}” is not in {target}', '{suggestion}'],
  },
  code_taken: {
    zh: ['“{value}”已是一种物资的编号', '投入品用另一个编号；物资作投入品时不必再列'],
    en: [
      '“{value}” is already the code of an item',
      'give the input another code; an item used as input need not be listed again',
    ],
  },
  bom_cycle: {
    zh: ['用料关系绕成了一圈：{path}', '去掉其中一行，物资不能用到它自己'],
    en: ['the bill of materials runs in a circle: {path}', 'remove one of these rows: an item cannot use itself'],
  },
  grade_not_kept: {
    zh: ['{item} 不分等级', '留空；要分医用与普通，请在 items.csv 把 licence_rule 设为 grade'],
    en: ['{item} has no grades', 'leave it empty; to tell medical from general set licence_rule to grade in items.csv'],
  },
  same_item_twice: {
    zh: ['同一物资写了两次', '每种物资写一次'],
    en: ['the same item is written twice', 'write each item once'],
  },
  expired_stock: {
    zh: ['在 {date} 之前已过有效期，不能再发出', '请核对日期，或报损'],
    en: ['expired before {date}; it may not be issued', 'check the day, or write it off'],
  },
  unused_kind: {
    zh: ['没有“{value}”这类需求点，这一行用不上', '请核对 demand_points.csv 的 kind'],
    en: ['no demand point is of the kind “{value}”: this row is not used', 'check kind in demand_points.csv'],
  },
  kind_without_rates: {
    zh: ['“{value}”类需求点没有需求标准，需求按零计', '在 {target} 为这一类补上标准'],
    en: [
      'demand points of the kind “{value}” have no rates: their need counts as zero',
      'add rates for this kind to {target}',
    ],
  },
  no_date: {
    zh: ['不知道数据是哪一天的', '用 --date 2022-01-08 指定，或在 city.json 写 "date"'],
    en: ['which day the data is of is not known', 'give --date 2022-01-08, or "date" in city.json'],
  },
  no_city_code: {
    zh: ['区县代码不属于同一个市，定不出城市代码', '在 city.json 写 "code"，如 "410800"'],
    en: [
      'the county codes are not of one city, so its code is not known',
      'give "code" in city.json, such as "410800"',
    ],
  },
  bad_city_code: {
    zh: ['不是六位城市代码', '如 410800'],
    en: ['not a six-digit city code', 'such as 410800'],
  },
  unknown_scenario: {
    zh: ['没有情景“{value}”的需求标准', '可选：{choices}'],
    en: ['there are no demand rates for the scenario “{value}”', 'one of: {choices}'],
  },
  several_scenarios: {
    zh: ['有不止一套需求标准', '指定其中一套：{choices}'],
    en: ['there is more than one set of demand rates', 'name one of: {choices}'],
  },
} satisfies Record<string, Words>;

export type DataErrorCode = keyof typeof WORDS;
export type DataParams = Record<string, string | number>;

export interface DataError {
  file: string;
  /** as seen in the file, header = 1; null when the whole file is meant */
  row: number | null;
  column: string | null;
  value: string | null;
  code: DataErrorCode;
  params: DataParams;
}
const UNOPENED: ReadonlySet<DataErrorCode> = new Set(['bad_archive', 'unsafe_path', 'file_too_large', 'old_workbook']);

/** The file could not be opened at all: nothing can be said of what it was to hold. */
export const isUnopened = (error: DataError): boolean => UNOPENED.has(error.code);

/** Same shape: something worth knowing that does not stop the reading. */
export type DataWarning = DataError;

export interface DataErrorWords {
  why: string;
  accepted: string;
}

export function describeDataError(error: DataError, language: Language): DataErrorWords {
  const [why, accepted] = WORDS[error.code][language];
  const given: DataParams = {
    file: error.file,
    column: error.column ?? '',
    value: shorten(error.value ?? ''),
    suggestion: suggestionWords(error, language),
    units: knownUnits().join('、'),
    ...error.params,
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/gu, (whole, name: string) => String(given[name] ?? whole));
  return { why: fill(why), accepted: fill(accepted) };
}

function suggestionWords(error: DataError, language: Language): string {
  const { nearest, target } = error.params;
  if (nearest !== undefined) return language === 'zh' ? `是不是“${nearest}”？` : `did you mean “${nearest}”?`;
  return language === 'zh'
    ? `先在 ${target} 登记，或改成已登记的编号`
    : `enter it in ${target} first, or use a code that is there`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

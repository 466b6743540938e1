/** The city's data in and out: import with a preview, export of the whole. The format is the exchange folder's (example/README.md). */
import { z } from 'zod';
import { businessDay, contract } from './contract.ts';
import { defineErrors } from './errors.ts';

export const exchangeErrors = defineErrors({
  'import.refused': {
    status: 422,
    zh: '有 {count} 处错误，没有导入任何内容；请按下面的说明修改后重新上传',
    en: '{count} errors: nothing was imported. Mend them as told below and upload again',
  },
  'import.no-files': {
    status: 422,
    zh: '没有收到文件；请上传 zip、xlsx 或 csv',
    en: 'No file came: upload a zip, xlsx or csv',
  },
  'import.nothing-recognised': {
    status: 422,
    zh: '没有认出任何一张表；文件名或工作表名应为 {files}',
    en: 'No table was recognised: files or worksheets are called {files}',
  },
  'import.other-city': {
    status: 422,
    zh: '这是 {given} 的数据，您在 {own}；请检查 city.json 的 code',
    en: 'This is the data of {given}, you are in {own}: check code in city.json',
  },
  'import.city-scope': {
    status: 403,
    zh: '导入和整市导出只限全市范围的岗位',
    en: 'Only roles of the whole city import or export the whole',
  },
  'import.earlier-day': {
    status: 422,
    zh: '数据是 {day} 的，业务日已到 {today}；如确要回到那一天，请先由系统管理员调整业务日',
    en: 'The data is of {day} and the business day is {today} already: to go back, an administrator first sets the business day',
  },
  'registry.holds-stock': {
    status: 409,
    zh: '“{key}”还有库存（{item} {quantity} {unit} 等），不能注销；请先调出、报损，或盘点为零',
    en: '“{key}” still holds stock ({quantity} {unit} of {item}, for one): issue it, write it off or count it to zero before it is withdrawn',
  },
  'import.changed-since-preview': {
    status: 409,
    zh: '预览之后数据又有变化，没有导入；请重新预览',
    en: 'The data changed since the preview; nothing was imported. Preview again',
  },
});

const owners = z.object({
  county: z.string().nullable(),
  enterprise: z.string().nullable(),
  demandPoint: z.string().nullable(),
});

export const tableChanges = z.object({
  table: z.string(),
  file: z.string(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  withdrawn: z.number().int(),
  /** the first of the rows that change, with their values before and after */
  rows: z.array(
    z.object({
      key: z.string(),
      change: z.enum(['added', 'changed', 'withdrawn']),
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
      owners,
    }),
  ),
});
export type TableChangesAnswer = z.infer<typeof tableChanges>;

const words = z.object({ zh: z.string(), en: z.string() });
export const dataProblem = z.object({
  file: z.string(),
  /** as seen in the file: the header is row 1 */
  row: z.number().int().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  why: words,
  accepted: words,
});
export type DataProblem = z.infer<typeof dataProblem>;

export const importOutcome = z.object({
  /** refused: nothing was imported; preview: nothing was imported yet; same: the data was there already; done: imported */
  status: z.enum(['refused', 'preview', 'same', 'done']),
  date: businessDay.nullable(),
  tables: z.array(tableChanges),
  /** of the preview; sent with the import, it says that this very change is wanted */
  fingerprint: z.string().nullable(),
  errorCount: z.number().int(),
  /** at most 500 of them; all of them in the workbook */
  errors: z.array(dataProblem),
  warnings: z.array(dataProblem),
  /** xlsx (base64): the rows with errors, the reason beside each cell */
  failedRows: z.string().nullable(),
});
export type ImportOutcome = z.infer<typeof importOutcome>;

const tag = '导入导出 Exchange';
const query = z.object({
  /** the day the data is of, when the files do not say */
  date: businessDay.optional(),
});

export const exchangeContracts = {
  preview: contract({
    method: 'POST',
    path: '/api/exchange/preview',
    summary: [
      '导入预览：上传 zip、xlsx 或 csv，只说明会改变什么',
      'Preview of an import: upload zip, xlsx or csv, told what would change',
    ],
    tag,
    access: 'data.import',
    kind: 'upload',
    query,
    response: importOutcome,
  }),
  import: contract({
    method: 'POST',
    path: '/api/exchange/import',
    summary: [
      '导入：全部成功或一条不改；没有给出的表保持不变',
      'Import: whole or nothing; tables that are not given stay as they are',
    ],
    tag,
    access: 'data.import',
    kind: 'upload',
    query: query.extend({ fingerprint: z.string().max(64).optional() }),
    response: importOutcome,
  }),
  export: contract({
    method: 'GET',
    path: '/api/exchange/export',
    summary: [
      '整市数据导出：交换格式的 zip（csv）或 xlsx，可直接再导入',
      'Export of the whole city: a zip of csv or an xlsx that can be imported again',
    ],
    tag,
    access: 'data.import',
    kind: 'file',
    response: z.unknown(),
    query: z.object({ format: z.enum(['zip', 'xlsx']).default('zip'), day: businessDay.optional() }),
  }),
};

/** Reports by workbook or pasted cells: a file is filed whole or not at all; the failed rows go back with the reason beside each. */
import { createHash, randomUUID } from 'node:crypto';
import type { Language } from '#contracts/errors.ts';
import { reportFigures, type WorkbookOutcome } from '#contracts/reports.ts';
import { postedStates, type ReportColumn, reportColumns, reportRowKinds } from '#contracts/reports-terms.ts';
import { DomainError, problemOf } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { type CellValue, sheet, toXlsx } from '../platform/workbook.ts';
import { type RawTable, readCsv, readXlsx } from '../registry/dataset/index.ts';
import { type RegistryDataset, readRegistry } from '../registry/index.ts';
import { placeOfProducer, readBooksOpened } from '../stock/index.ts';
import { enterpriseIn, historyFacts, readDayFacts } from './facts.service.ts';
import { readForm } from './form.service.ts';
import { recordHistory } from './history.service.ts';
import { fileReport, requireReportableDay } from './report.service.ts';
import * as repository from './reports.repository.ts';
import { problemsOf } from './validation.ts';
import { type ReadRows, type RowProblem, readRows, type SheetReport } from './workbook.rows.ts';

const shownProblems = 200;

/** Errors: `report.file-unreadable`, `report.no-rows`. */
export async function fileWorkbook(
  work: Work,
  file: { name: string; bytes: Uint8Array },
  language: Language,
): Promise<WorkbookOutcome> {
  return fileTable(work, await tableOf(file), language);
}

export function filePasted(work: Work, text: string, language: Language): Promise<WorkbookOutcome> {
  const rows = text.split(/\r\n|\r|\n/u).map((line) => line.split('\t'));
  return fileTable(work, { rows, worksheet: false }, language);
}

async function tableOf({
  name,
  bytes,
}: {
  name: string;
  bytes: Uint8Array;
}): Promise<Pick<RawTable, 'rows' | 'worksheet'>> {
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!zipped) {
    const read = readCsv(name, bytes);
    if (!read.ok) throw new DomainError('report.file-unreadable');
    return read.table;
  }
  const book = await readXlsx(name, bytes);
  const first = book.ok ? [...book.sheets.values()][0] : undefined;
  if (first === undefined) throw new DomainError('report.file-unreadable');
  return first;
}

async function fileTable(
  work: Work,
  table: Pick<RawTable, 'rows' | 'worksheet'>,
  language: Language,
): Promise<WorkbookOutcome> {
  const registry = await readRegistry(work);
  const own = work.actor.scope === 'enterprise' && work.actor.scopeIds.length === 1 ? work.actor.scopeIds[0]! : null;
  const read = readRows(table.rows, { registry, today: await work.today(), own, worksheet: table.worksheet });
  if (read === null || read.rows === 0) throw new DomainError('report.no-rows');
  const problems = [...read.problems];
  const touched = new Set(problems.map((problem) => problem.row));
  const known = await knownOf(work, registry, read.reports);
  const isPast = (report: { enterprise: string; day: string }) => pastOf(work, known, report) !== null;
  for (const report of read.reports) problems.push(...(await problemsIn(work, known, report, touched)));
  if (problems.length > 0) return refused(table.rows, read, problems, language);
  const reports = read.reports.map(({ enterprise, day, figures }) => ({
    enterprise,
    day,
    figures: reportFigures.parse(figures),
  }));
  const filed: WorkbookOutcome['reports'] = await recordHistory(work, reports.filter(isPast), 'workbook', { registry });
  for (const { enterprise, day, figures: whole } of reports.filter((report) => !isPast(report))) {
    const clientId = `workbook:${createHash('sha256').update(JSON.stringify(whole)).update(randomUUID()).digest('hex').slice(0, 40)}`;
    const { report } = await fileReport(
      work,
      { enterprise, day, clientId, via: 'workbook', figures: whole },
      { registry },
    );
    filed.push({
      enterprise,
      name: report.enterpriseName,
      day,
      trust: report.assessment.trust,
      questions: report.assessment.questions,
    });
  }
  return { status: 'filed', reports: filed, rows: read.rows, errorCount: 0, errors: [], failedRows: null };
}

/** What is known of the file's reports before they are read: which of them are past, and which are decided already. */
interface Known {
  registry: RegistryDataset;
  opened: ReadonlyMap<string, string>;
  /** 'E01/2022-01-08' → state */
  states: ReadonlyMap<string, string>;
}

async function knownOf(work: Work, registry: RegistryDataset, reports: readonly SheetReport[]): Promise<Known> {
  const days = reports.map((report) => report.day).sort();
  const stored =
    days.length === 0 ? [] : await repository.reportsBetween(work.tx, work.actor.city, days[0]!, days.at(-1)!);
  const states = new Map(stored.map((row) => [`${row.enterprise_id}/${row.day}`, row.state]));
  return { registry, opened: await readBooksOpened(work), states };
}

/** The day from which the books of the enterprise stand, when the report is of an earlier one: an officer of the city records it as history. */
function pastOf(
  work: Work,
  { opened }: Known,
  { enterprise, day }: { enterprise: string; day: string },
): string | null {
  const booksOpen = opened.get(placeOfProducer(enterprise));
  return work.actor.scope === 'city' && booksOpen !== undefined && day < booksOpen ? booksOpen : null;
}

/** Why the report's day takes none any more; null when it does. */
async function refusalOfDay(work: Work, known: Known, report: SheetReport): Promise<RowProblem['words'] | null> {
  const { enterprise, day } = report;
  try {
    if (pastOf(work, known, report) === null) await requireReportableDay(work, day);
    if (postedStates.some((state) => state === known.states.get(`${enterprise}/${day}`)))
      throw new DomainError('report.already-accepted', { day });
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { words } = problemOf(error, 'zh');
    return [words.zh, words.en];
  }
}

/** What is wrong with the report as a whole. While rows could not be read, nothing is called missing: it may be in them. */
async function problemsIn(
  work: Work,
  known: Known,
  report: SheetReport,
  touched: ReadonlySet<number>,
): Promise<RowProblem[]> {
  const { enterprise, day, figures, firstRow } = report;
  const at = (row: number, column: ReportColumn, value: string, words: RowProblem['words']): RowProblem => ({
    row,
    column: reportColumns[column][0],
    value,
    words,
  });
  const refusal = await refusalOfDay(work, known, report);
  if (refusal !== null) return [at(firstRow, 'day', day, refusal)];
  const problems: RowProblem[] = [];
  const readable = touched.size === 0;
  if (figures.staffPresent === null && readable)
    problems.push(at(firstRow, 'kind', reportRowKinds.staff[0], ['缺少“到岗”一行', 'The row “Staff” is missing']));
  const whole = reportFigures.safeParse(figures);
  if (!whole.success) {
    // an item or input with an empty cell was told by its row; lots of an item without its own row were not
    const bare = figures.items.filter((row) => readable && row.made === null && !report.rows.has(`items.${row.item}`));
    return [
      ...problems,
      ...bare.map((row) =>
        at(firstRow, 'code', row.item, ['只有批次，缺少“物资”一行', 'Lots without the row of their item']),
      ),
    ];
  }
  const { registry } = known;
  const booksOpen = pastOf(work, known, report);
  const facts =
    booksOpen === null
      ? await readDayFacts(work, enterprise, day, { registry })
      : historyFacts(registry, enterpriseIn(registry, enterprise), { day, booksOpen }, undefined);
  for (const { field, words, missing } of problemsOf(whole.data, facts)) {
    if (missing === true && !readable) continue;
    const [part, code = ''] = field.split('.');
    problems.push(at(report.rows.get(`${part}.${code}`) ?? firstRow, 'code', code, words));
  }
  return problems;
}

async function refused(
  table: readonly string[][],
  read: ReadRows,
  problems: RowProblem[],
  language: Language,
): Promise<WorkbookOutcome> {
  const sorted = [...problems].sort((one, other) => one.row - other.row);
  return {
    status: 'refused',
    reports: [],
    rows: read.rows,
    errorCount: new Set(sorted.map((problem) => problem.row)).size,
    errors: sorted
      .slice(0, shownProblems)
      .map(({ row, column, value, words }) => ({ row, column, value, why: { zh: words[0], en: words[1] } })),
    failedRows: Buffer.from(await failedRows(table, sorted, language)).toString('base64'),
  };
}

function failedRows(
  table: readonly string[][],
  problems: readonly RowProblem[],
  language: Language,
): Promise<Uint8Array> {
  const english = language === 'en' ? 1 : 0;
  const header = table.find((row) => row.some((cell) => cell.trim() !== '')) ?? [];
  const rows = [...new Set(problems.map((problem) => problem.row))];
  const reasonOf = (row: number) =>
    problems
      .filter((problem) => problem.row === row)
      .map(({ column, words }) => `${column}：${words[english]}`)
      .join('；');
  return toXlsx([
    sheet<number>(
      language === 'zh' ? '有误的行' : 'Failed rows',
      [
        ...header.map((title, index) => ({ title, value: (row: number): CellValue => table[row - 1]?.[index] ?? '' })),
        { title: language === 'zh' ? '行号' : 'Row', value: (row: number): CellValue => row },
        { title: language === 'zh' ? '原因' : 'Reason', value: reasonOf, width: 60 },
      ],
      rows,
    ),
  ]);
}

type TemplateRow = Partial<Record<ReportColumn, CellValue>>;

/** The sheet to fill in for every enterprise that the reader sees, begun with what is known. */
export async function reportTemplate(work: Work, asked: string | undefined, language: Language): Promise<Uint8Array> {
  const registry = await readRegistry(work);
  const english = language === 'en' ? 1 : 0;
  const rows: TemplateRow[] = [];
  for (const { id } of registry.enterprises) {
    const form = await readForm(work, id, asked, { registry });
    const base = { enterprise: id, day: form.day };
    const kind = (key: keyof typeof reportRowKinds) => reportRowKinds[key][english];
    const nameOf = (one: { name: string; nameEn: string }) => (english ? one.nameEn || one.name : one.name);
    for (const [index, item] of form.items.entries()) {
      const known = form.prefill.items[index];
      rows.push({
        ...base,
        kind: kind('item'),
        code: item.item,
        name: nameOf(item),
        unit: item.unit,
        made: known?.made,
        sent: known?.sent,
        quantity: known?.stock,
      });
    }
    for (const [index, input] of form.inputs.entries()) {
      const known = form.prefill.inputs[index];
      rows.push({
        ...base,
        kind: kind('input'),
        code: input.input,
        name: nameOf(input),
        unit: input.unit,
        quantity: known?.left,
        arrived: known?.arrived,
      });
    }
    rows.push({ ...base, kind: kind('staff'), unit: english ? 'people' : '人', quantity: form.prefill.staffPresent });
    rows.push(
      { ...base, kind: kind('power'), unit: 'kWh' },
      { ...base, kind: kind('gas'), unit: 'm³' },
      { ...base, kind: kind('hindrance') },
    );
  }
  const columns = (Object.keys(reportColumns) as ReportColumn[]).map((column) => ({
    title: reportColumns[column][english],
    value: (row: TemplateRow): CellValue => row[column],
  }));
  return toXlsx([sheet(english ? 'Daily report' : '日报', columns, rows)]);
}

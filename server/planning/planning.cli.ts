/** `npx baogong plan DIR …`: the best plan from a folder of the exchange format, without database or server. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { locales } from 'zod';
import { addDays, parseDay } from '#contracts/calendar.ts';
import { scenario } from '#contracts/planning.ts';
import type { Language } from '#contracts/units.ts';
import { LinearSolver } from '#server/platform/optimisation/index.ts';
import {
  type CityDataset,
  printDataErrors,
  printDataWarnings,
  readCityFolder,
} from '#server/registry/dataset/index.ts';
import { type Plan, PlanningInputError, type PlanProgress, planCity, type Scenario } from './model/index.ts';
import { planTable } from './plan-table.ts';
import { PLAN_WORDS } from './plan-words.ts';

const USAGE = `npx baogong plan DIR --from YYYY-MM-DD --days N [--reserve-days 7] [--exact] [--out plan.json]
                 [--scenario scenario.json] [--time-limit SECONDS] [--lang zh|en]

  DIR             a folder of the exchange format, or one zip or xlsx of it
  --from          first day of the plan, the day after the stock count
  --days          how many days, 1 to 366
  --reserve-days  days of need to be left in stock at the end (7)
  --exact         as solved, before rounding to whole packs
  --out           write the plan as JSON
  --scenario      JSON: {"demand":[{"factor",…}],"capacity":[{"factor",…}],"sealed":[{"county",…}],"coverDays"}
  --time-limit    stop after so many seconds with the best plan reached
  --lang          zh (default) or en
`;

interface Wanted {
  directory: string;
  from: string;
  days: number;
  reserveDays: number;
  exact: boolean;
  out: string | undefined;
  scenario: string | undefined;
  timeLimit: number | undefined;
  language: Language;
}

/** 0 when a proven plan was made, 1 when it was cut short, 2 when the command or the data is not right. */
export async function plan(args: string[]): Promise<number> {
  const wanted = readArguments(args);
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}${USAGE}`);
    return wanted === '' ? 0 : 2;
  }
  const solver = new LinearSolver();
  // it loads while the files are read
  solver.prepare();
  try {
    const data = await readData(wanted);
    const assumed = await readScenario(wanted);
    if (data === null || assumed === null) return 2;
    return await planAndWrite(data, assumed, wanted, solver);
  } catch (error) {
    if (!(error instanceof PlanningInputError)) throw error;
    process.stderr.write(`${error.words(wanted.language)}\n`);
    return 2;
  } finally {
    await solver.stop();
  }
}

async function planAndWrite(
  data: CityDataset,
  assumed: Scenario,
  wanted: Wanted,
  solver: LinearSolver,
): Promise<number> {
  const { from, days, reserveDays, timeLimit, language } = wanted;
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    const planned = await planCity(
      data,
      { from, days, reserveDays, scenario: assumed },
      { solver, timeLimit, signal: interrupt.signal, onProgress: progressTo(process.stderr, language) },
    );
    process.stderr.write(process.stderr.isTTY ? '\r\u001b[K' : '');
    const made = wanted.exact ? planned.exact : planned.plan;
    process.stdout.write(planTable(made, data, language));
    if (wanted.out !== undefined && !(await writePlan(made, wanted.out, language))) return 2;
    return made.solver.status === 'optimal' ? 0 : 1;
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

async function writePlan(made: Plan, file: string, language: Language): Promise<boolean> {
  try {
    await writeFile(file, `${JSON.stringify(made, null, 1)}\n`);
    process.stderr.write(`${PLAN_WORDS[language].written(file)}\n`);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const words =
      language === 'zh'
        ? `无法写入 ${file}：请给出可以写入的路径`
        : `cannot write ${file}: give a path that can be written`;
    process.stderr.write(`${words} (${why})\n`);
    return false;
  }
}

/** A line on a terminal that is written over; elsewhere one line for each objective. */
function progressTo(stream: NodeJS.WriteStream, language: Language): (progress: PlanProgress) => void {
  let last = '';
  return ({ stage, done, of }) => {
    const name = stage.tag === 'O1' ? `O1.${stage.tier}` : stage.tag;
    if (!stream.isTTY && name === last) return;
    last = name;
    const words = PLAN_WORDS[language].progress(name, done, of);
    stream.write(stream.isTTY ? `\r\u001b[K${words}` : `${words}\n`);
  };
}

/** A folder that does not say its day is of the day before the plan. */
async function readData({ directory, from, language }: Wanted): Promise<CityDataset | null> {
  let result = await readCityFolder(directory);
  if (!result.ok && result.errors.every((error) => error.code === 'no_date')) {
    result = await readCityFolder(directory, { date: addDays(from, -1) });
  }
  process.stderr.write(printDataWarnings(result.warnings, language));
  if (result.ok) return result.dataset;
  process.stderr.write(printDataErrors(result.errors, language));
  return null;
}

async function readScenario({ scenario: file, language }: Wanted): Promise<Scenario | null> {
  if (file === undefined) return {};
  const why = { zh: locales.zhCN().localeError, en: locales.en().localeError }[language];
  try {
    const read = scenario.safeParse(JSON.parse(await readFile(file, 'utf8')), { error: why });
    if (read.success) return read.data;
    const issues = read.error.issues.map(({ path, message }) => `  ${path.map(String).join('.')} ${message}`);
    process.stderr.write(`${PLAN_WORDS[language].scenarioUnusable(file)}\n${issues.join('\n')}\n`);
  } catch (error) {
    const words = PLAN_WORDS[language].scenarioUnusable(file);
    process.stderr.write(`${words}\n  ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return null;
}

/** What is wanted, or what to tell the person: nothing but the usage when help was asked for. */
function readArguments(args: string[]): Wanted | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        days: { type: 'string' },
        'reserve-days': { type: 'string', default: '7' },
        exact: { type: 'boolean', default: false },
        out: { type: 'string' },
        scenario: { type: 'string' },
        'time-limit': { type: 'string' },
        lang: { type: 'string', default: 'zh' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return '';
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) return '请给出一个文件夹 Give one folder.\n\n';
    if (values.lang !== 'zh' && values.lang !== 'en') return '--lang: zh 或 en zh or en.\n\n';
    const from = values.from === undefined ? null : parseDay(values.from);
    if (from === null)
      return `--from ${values.from ?? ''}: 请写成 2022-01-09 这样的日期 Write a day like 2022-01-09.\n\n`;
    const days = wholeNumber(values.days, 1, 366);
    if (days === null)
      return `--days ${values.days ?? ''}: 请给出 1 到 366 的整数 Give a whole number from 1 to 366.\n\n`;
    const reserveDays = positive(values['reserve-days']);
    if (reserveDays === null)
      return `--reserve-days ${values['reserve-days']}: 请给出不小于 0 的数 Give 0 or more.\n\n`;
    const timeLimit = values['time-limit'] === undefined ? undefined : positive(values['time-limit']);
    if (timeLimit === null) return `--time-limit ${values['time-limit']}: 请给出秒数 Give a number of seconds.\n\n`;
    const { exact, out, scenario: file, lang: language } = values;
    return { directory, from, days, reserveDays, exact, out, scenario: file, timeLimit, language };
  } catch (cause) {
    return `${cause instanceof Error ? cause.message : String(cause)}\n\n`;
  }
}

function wholeNumber(text: string | undefined, least: number, most: number): number | null {
  const value = Number(text);
  return text !== undefined && text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : null;
}

function positive(text: string): number | null {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}

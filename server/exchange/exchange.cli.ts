import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBusinessDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/errors.ts';
import { realClock } from '../platform/clock.ts';
import { withCommandDatabase } from '../platform/database/command.ts';
import { type Database, systemActor } from '../platform/database/index.ts';
import { DomainError, problemOf } from '../platform/errors.ts';
import { inWork } from '../platform/work.ts';
import {
  type DataError,
  errorWorkbook,
  printDataErrors,
  printDataWarnings,
  type ReadResult,
  readCityFolder,
} from '../registry/dataset/index.ts';
import { type ImportResult, importCity, previewImport } from './exchange.service.ts';
import { hashes, readOnto } from './upload.ts';

const usage = `npx baogong import DIR [--date YYYY-MM-DD] [--city CODE] [--dry-run] [--failed-rows FILE.xlsx]
    DIR: 交换格式的文件夹，或其 zip、xlsx、csv；没有给出的表保持不变 · a folder of the exchange format, or its zip, xlsx or csv; tables not given stay as they are
`;

const options = {
  date: { type: 'string' },
  city: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'failed-rows': { type: 'string' },
} as const;

interface Wanted {
  path: string;
  date: string | undefined;
  city: string | undefined;
  dryRun: boolean;
  failedRows: string | undefined;
}

const language: Language = /^zh|^C|^POSIX|^$/u.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh' : 'en';
const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);

/** `import DIR`: a city's data into the database, whole or nothing. 0 done or nothing to do, 1 refused, 2 called wrongly. */
export async function importData(args: string[]): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readArguments(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? `${error.message}\n` : ''}${usage}`);
    return 2;
  }
  try {
    return await withCommandDatabase((database) => run(database, wanted));
  } catch (error) {
    if (error instanceof DomainError) process.stderr.write(`${problemOf(error, language).detail}\n`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function readArguments(args: string[]): Wanted {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error(say('请给出一个文件夹', 'give one folder'));
  if (values.date !== undefined && !isBusinessDay(values.date)) {
    throw new Error(say(`--date ${values.date} 不是日期`, `--date ${values.date} is no day`));
  }
  return { path, date: values.date, city: values.city, dryRun: values['dry-run'], failedRows: values['failed-rows'] };
}

async function run(database: Database, wanted: Wanted): Promise<number> {
  const alone = await readCityFolder(wanted.path, { date: wanted.date });
  const city = wanted.city ?? (alone.ok ? alone.dataset.city.code : await onlyCity(database));
  if (city === null) return refuse(alone, wanted);
  return inWork(database, realClock, systemActor(city, say('命令行导入', 'Import command')), async (work) => {
    const given = await filesAt(wanted.path);
    const read =
      given.size === 0 ? alone : await readOnto(work, given, { date: wanted.date, name: basename(wanted.path) });
    if (!read.ok) return refuse(read, wanted);
    process.stderr.write(printDataWarnings(read.warnings, language));
    const files = hashes(given);
    const result = wanted.dryRun
      ? await previewImport(work, read.dataset)
      : await importCity(work, read.dataset, { files });
    process.stdout.write(report(result, read.dataset.date, wanted.dryRun));
    return 0;
  });
}

async function onlyCity(database: Database): Promise<string | null> {
  const cities = await database.kysely.selectFrom('cities').select('city_code').limit(2).execute();
  return cities.length === 1 ? cities[0]!.city_code : null;
}

async function refuse(read: ReadResult, wanted: Wanted): Promise<number> {
  const errors: DataError[] = read.ok ? [] : read.errors;
  process.stderr.write(printDataWarnings(read.warnings, language) + printDataErrors(errors, language));
  if (wanted.failedRows !== undefined) {
    await writeFile(wanted.failedRows, await errorWorkbook(errors, await filesAt(wanted.path), language));
    process.stderr.write(say(`出错的行在 ${wanted.failedRows}\n`, `the failed rows are in ${wanted.failedRows}\n`));
  }
  return 1;
}

/** The files as they are, for their hashes and for the workbook of failed rows; none when the path cannot be read, which is told elsewhere. */
async function filesAt(path: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const information = await stat(path).catch(() => null);
  if (information === null) return files;
  const paths = information.isFile() ? [path] : (await readdir(path)).sort().map((name) => join(path, name));
  for (const file of paths) {
    if ((await stat(file)).isFile() && /\.(csv|tsv|txt|xlsx?|zip|json)$/iu.test(file))
      files.set(basename(file), await readFile(file));
  }
  return files;
}

function report({ tables, changed }: ImportResult, date: string, dryRun: boolean): string {
  const lines = tables.map(
    ({ table, file, added, changed: edited, unchanged, withdrawn }) =>
      `${`${file} (${table})`.padEnd(44)} ${say('新增', 'added')} ${added}  ${say('修改', 'changed')} ${edited}  ${say('不变', 'unchanged')} ${unchanged}  ${say('注销', 'withdrawn')} ${withdrawn}`,
  );
  const last = !changed
    ? say(`${date} 的数据与系统中一致，没有改动`, `the data of ${date} is there already: nothing was changed`)
    : dryRun
      ? say('以上为预览，没有写入', 'this is a preview: nothing was written')
      : say(`已导入 ${date} 的数据`, `imported the data of ${date}`);
  return `${lines.join('\n')}\n${last}\n`;
}

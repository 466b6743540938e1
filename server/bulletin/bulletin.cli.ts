import { parseArgs } from 'node:util';
import { isBusinessDay, parseDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/units.ts';
import { printDataErrors, printDataWarnings, readCityFolder } from '#server/registry/dataset/index.ts';
import { computePosition } from '#server/stock/position/index.ts';
import { bulletinText, draftText, figuresOfPosition } from './figures/index.ts';

const USAGE = `npx baogong bulletin DIR [--date YYYY-MM-DD] [--json] [--lang zh|en]

  DIR     a folder of the exchange format, or one zip or xlsx of it
  --date  the day of the bulletin: the folder's own unless given
  --json  the day's figures as JSON; without it the draft of the bulletin
  --lang  language of the draft and of messages: zh (default) or en
`;

interface Wanted {
  directory: string;
  date: string | undefined;
  json: boolean;
  language: Language;
}

/** Prints the day's bulletin. 0 when printed, 2 when the command or the data is not right. */
export async function bulletin(args: string[]): Promise<number> {
  const wanted = readArguments(args);
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}${USAGE}`);
    return wanted === '' ? 0 : 2;
  }
  const result = await readCityFolder(wanted.directory, { date: wanted.date });
  process.stderr.write(printDataWarnings(result.warnings, wanted.language));
  if (!result.ok) {
    process.stderr.write(printDataErrors(result.errors, wanted.language));
    return 2;
  }
  const position = computePosition(result.dataset);
  const text = wanted.json
    ? `${JSON.stringify(figuresOfPosition(result.dataset, position), null, 2)}\n`
    : draftText(bulletinText(result.dataset, position, wanted.language));
  process.stdout.write(text);
  return 0;
}

/** What is wanted, or what to tell the person: nothing but the usage when help was asked for. */
function readArguments(args: string[]): Wanted | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        date: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return '';
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) return '请给出一个文件夹 Give one folder.\n\n';
    if (values.lang !== 'zh' && values.lang !== 'en') return '--lang: zh 或 en zh or en.\n\n';
    const date = values.date === undefined ? undefined : parseDay(values.date);
    if (date === null || (date !== undefined && !isBusinessDay(date))) {
      return `--date ${values.date}: 不是日历上的日期，如 2022-01-08 Not a day of the calendar; such as 2022-01-08.\n\n`;
    }
    return { directory, date, json: values.json, language: values.lang };
  } catch (cause) {
    return `${cause instanceof Error ? cause.message : String(cause)}\n\n`;
  }
}

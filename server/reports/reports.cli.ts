import { parseArgs } from 'node:util';
import { realClock } from '../platform/clock.ts';
import { withCommandDatabase } from '../platform/database/command.ts';
import { DomainError, problemOf } from '../platform/errors.ts';
import { inWork } from '../platform/work.ts';
import { fileMadeUpReports, madeUpActor } from './made-up.ts';

const usage = `npx baogong made-up-reports --city CODE
    为示例城市的当日生成虚构日报，便于试用审核；每份都标明“虚构” · files made-up reports of the city's day, to try the review; each says that it is made up
`;

/** 0 done, 1 refused, 2 called wrongly. */
export async function madeUpReports(args: string[]): Promise<number> {
  let city: string | undefined;
  try {
    city = parseArgs({ args, options: { city: { type: 'string' } } }).values.city;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  if (city === undefined || !/^\d{6}$/u.test(city)) {
    process.stderr.write(usage);
    return 2;
  }
  const actor = madeUpActor(city);
  try {
    return await withCommandDatabase(async (database) => {
      const { filed, silent } = await inWork(database, realClock, actor, fileMadeUpReports);
      process.stdout.write(
        `已生成 ${filed} 份虚构日报，${silent} 家未报 · ${filed} made-up reports filed, ${silent} left silent\n`,
      );
      return 0;
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { words } = problemOf(error, 'zh');
    process.stderr.write(`${words.zh} · ${words.en}\n`);
    return 1;
  }
}

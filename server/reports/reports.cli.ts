import { parseArgs } from 'node:util';
import { realClock } from '../platform/clock.ts';
import { withCommandDatabase } from '../platform/database/command.ts';
import { DomainError, problemOf } from '../platform/errors.ts';
import { inWork } from '../platform/work.ts';
import { fileMadeUpReports, madeUpActor } from './made-up.ts';

const usage = `npx baogong made-up-reports --city CODE
    为示例城市生成建账前两周和当日的虚构日报，便于试用；每份都标明“虚构”，重复运行不会重复 · made-up reports of the two weeks before the books begin and of the city's day; each says that it is made up, and run again it adds nothing
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
      const { past, filed } = await inWork(database, realClock, actor, (work) => fileMadeUpReports(work));
      process.stdout.write(
        `已补录往日虚构日报 ${past} 份，报送当日 ${filed} 份 · ${past} made-up reports of past days recorded, ${filed} of today filed\n`,
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

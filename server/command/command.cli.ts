import { realClock } from '#server/platform/clock.ts';
import { withCommandDatabase } from '#server/platform/database/command.ts';
import { makeUpPractice } from './practice.ts';

/** `practice`: adds made-up reports, reserves, drivers and requests to each city of a demonstration, once. 0 done or there already, 1 no city yet. */
export async function practice(): Promise<number> {
  return withCommandDatabase(async (database) => {
    const cities = await database.kysely.selectFrom('cities').select(['city_code', 'name']).execute();
    if (cities.length === 0) {
      process.stderr.write(
        '还没有城市数据，请先导入：npx baogong import example · There is no city yet: npx baogong import example\n',
      );
      return 1;
    }
    for (const { city_code: city, name } of cities) {
      const made = await makeUpPractice(database, realClock, city);
      process.stdout.write(
        made
          ? `${name}：已加入缺少的示例日报、储备库、驾驶员和申请 · the made-up reports, reserves, drivers and requests that were missing are added\n`
          : `${name}：已有日报和储备库，没有改动 · has reports and reserves already, nothing changed\n`,
      );
    }
    return 0;
  });
}

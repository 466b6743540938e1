import { checkAudit } from './audit-trail.ts';
import { realClock } from './clock.ts';
import { withCommandDatabase } from './database/command.ts';
import { type Database, systemActor } from './database/index.ts';
import { inWork } from './work.ts';

const reasons = {
  changed: ['这一条被改动过', 'this entry was changed'],
  missing: ['这一条缺失', 'this entry is missing'],
  head: [
    '链尾与记录不符：末尾的条目被删除或替换',
    'the end does not match: entries at the end were removed or replaced',
  ],
} as const;

/** Checks every city's chain and prints one line each; false when one is broken. */
export async function verifyEveryCity(database: Database, print: (line: string) => void): Promise<boolean> {
  const cities = await database.kysely
    .selectFrom('cities')
    .select(['city_code', 'name'])
    .orderBy('city_code')
    .execute();
  if (cities.length === 0) print('还没有城市，没有审计记录 · no city yet, so no audit');
  let whole = true;
  for (const { city_code: city, name } of cities) {
    const verdict = await inWork(database, realClock, systemActor(city), checkAudit, { readOnly: true });
    if (verdict.broken === null) {
      print(`${name} ${city}: ${verdict.entries} 条完好 · entries hold; head ${verdict.headHash ?? '—'}`);
      continue;
    }
    whole = false;
    const [zh, en] = reasons[verdict.broken.reason];
    const number = verdict.broken.entryNumber;
    print(
      `${name} ${city}: 第 ${number} 条断开：${zh} · broken at entry ${number}: ${en} (${verdict.entries} before it hold)`,
    );
  }
  return whole;
}

/** `audit verify`: 0 when every city's chain holds, 1 when one is broken. */
export async function audit(args: string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'verify') {
    process.stderr.write('npx baogong audit verify\n');
    return 2;
  }
  const whole = await withCommandDatabase((database) =>
    verifyEveryCity(database, (line) => process.stdout.write(`${line}\n`)),
  );
  return whole ? 0 : 1;
}

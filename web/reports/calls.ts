import type { OwnCall } from '#contracts/reports.ts';

/** Read again when somebody is told or a report moves, and each minute: deadlines pass without an event. */
export const callsOptions = { topics: ['reports', 'report-calls'], every: 60_000 } as const;

/** What has come up, in one sentence. */
export function callWords(rows: readonly OwnCall[]): readonly [zh: string, en: string] {
  const names = rows.slice(0, 3).map((row) => row.name);
  const more = rows.length > names.length;
  const returned = Boolean(rows[0]?.returned);
  const [zh, en] = {
    returned: ['的日报被退回，请改后重报', 'had their report returned: change and file it again'],
    file: ['日报超时未报', 'have not reported in time'],
    review: ['日报超时未审', 'wait for their review'],
    confirm: ['日报超时未确认', 'wait for the city’s confirmation'],
  }[returned ? 'returned' : (rows[0]?.task ?? 'file')] as [string, string];
  return [
    `${names.join('、')}${more ? `等 ${rows.length} 家` : ''}${zh}`,
    `${names.join(', ')}${more ? ` and ${rows.length - names.length} more` : ''} ${en}`,
  ];
}

import { scopeOfRole } from '#contracts/accounts.ts';
import type { Role } from '#contracts/roles.ts';
import type { Clock } from '../clock.ts';
import { type Database, openDatabase, systemActor } from '../database/index.ts';
import { inWork } from '../work.ts';
import { newId } from './secrets.ts';
import { insertUser } from './users.repository.ts';

interface DemonstrationUser {
  userName: string;
  name: string;
  role: Role;
  scopeIds: string[];
}

/** One of each role; the bound ones to units of the example city. All clearly made up, none with a password. */
const people: DemonstrationUser[] = [
  { userName: 'shili.shilingdao', name: '示例市领导', role: 'city_lead', scopeIds: [] },
  { userName: 'shili.gongzuozu', name: '示例工作组干部', role: 'group_officer', scopeIds: [] },
  { userName: 'shili.zhuanban', name: '示例专班干部', role: 'sub_group_officer', scopeIds: [] },
  { userName: 'shili.xianqu', name: '示例县区干部', role: 'county_officer', scopeIds: ['410811'] },
  { userName: 'shili.qiye', name: '示例企业直报员', role: 'enterprise_clerk', scopeIds: ['E14'] },
  { userName: 'shili.yiyuan', name: '示例医院库管员', role: 'requester', scopeIds: ['H-CITY1'] },
  { userName: 'shili.shenji', name: '示例审计员', role: 'auditor', scopeIds: [] },
  { userName: 'shili.guanliyuan', name: '示例系统管理员', role: 'administrator', scopeIds: [] },
];

/** Makes the demonstration's users where they are missing; answers all of them, in the order of the roles. */
export async function ensureDemonstrationUsers(
  database: Database,
  clock: Clock,
  city: string,
): Promise<DemonstrationUser[]> {
  await inWork(database, clock, systemActor(city), async (work) => {
    const rows = await work.tx
      .selectFrom('users')
      .select('user_name')
      .where('city_code', '=', city)
      .where('demonstration', '=', true)
      .execute();
    const present = new Set(rows.map((row) => row.user_name));
    for (const person of people.filter((entry) => !present.has(entry.userName))) {
      const userId = newId('u');
      await insertUser(
        work,
        {
          user_id: userId,
          user_name: person.userName,
          display_name: person.name,
          role: person.role,
          scope: scopeOfRole[person.role],
          scope_ids: person.scopeIds,
          second_factor_required: false,
          external_id: null,
          demonstration: true,
        },
        null,
      );
      work.audit({
        action: 'user.create',
        subject: 'user',
        subjectId: userId,
        after: { ...person, demonstration: true },
      });
    }
  });
  return people;
}

/** Names of the demonstration's users in any city of the database; real use refuses to start while there are any. */
export async function findDemonstrationUsers(database: Pick<Database, 'url'>): Promise<string[]> {
  const connection = openDatabase(database.url, { scope: 'sign-in', size: 1 });
  try {
    const rows = await connection.kysely
      .selectFrom('users')
      .select('display_name')
      .where('demonstration', '=', true)
      .orderBy('user_name')
      .limit(50)
      .execute();
    return rows.map((row) => row.display_name);
  } finally {
    await connection.close();
  }
}

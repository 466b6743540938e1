import { sql } from 'kysely';
import type { WhoAmI } from '#contracts/accounts.ts';
import { DomainError } from '../errors.ts';
import type { Work } from '../work.ts';
import { describeCity } from './who-am-i.ts';

export interface CityChange {
  revision: number;
  name?: string | undefined;
  nameEn?: string | undefined;
  heldDay?: string | null | undefined;
}

/** Changes the city's name or its business clock: every page shows another day then. Throws `changed-meanwhile`. */
export async function editCity(work: Work, change: CityChange): Promise<NonNullable<WhoAmI['city']>> {
  const before = await work.tx
    .selectFrom('cities')
    .selectAll()
    .where('city_code', '=', work.actor.city)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new DomainError('not-found', { what: ['这座城市', 'This city'] });
  if (before.revision !== change.revision) {
    throw new DomainError('changed-meanwhile', { who: ['另一位用户', 'Another user'], when: ['刚才', 'a moment ago'] });
  }
  const values = {
    name: change.name ?? before.name,
    name_en: change.nameEn ?? before.name_en,
    held_day: change.heldDay === undefined ? before.held_day : change.heldDay,
  };
  await work.tx
    .updateTable('cities')
    .set({ ...values, revision: sql`revision + 1` })
    .where('city_code', '=', work.actor.city)
    .execute();
  const { name, name_en, held_day } = before;
  work.audit({
    action: 'city.edit',
    subject: 'city',
    subjectId: work.actor.city,
    before: { name, nameEn: name_en, heldDay: held_day },
    after: { name: values.name, nameEn: values.name_en, heldDay: values.held_day },
  });
  work.changed('city', '*');
  const after = await describeCity(work);
  if (!after) throw new Error('the city is gone in its own transaction');
  return after;
}

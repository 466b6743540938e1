/** A small made-up city in a database of the test's own: two producers in two counties, a hospital, three items. */
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import pg from 'pg';
import type { Role, ScopeKind } from '#contracts/roles.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import type { Clock } from '../platform/clock.ts';
import { type Actor, type Database, openDatabase, systemActor } from '../platform/database/index.ts';
import { inWork, type Work } from '../platform/work.ts';
import { type CityDataset, readCityFolder } from '../registry/dataset/index.ts';
import { loadRegistry } from '../registry/index.ts';
import { lotFor, placeOfProducer, postMovements, syncPlaces, virtualPlaces } from './ledger.service.ts';
import { loadOpeningStock } from './opening.ts';

export const city = '410800';
export const today = '2022-01-08';
const clock: Clock = { now: () => new Date(`${today}T08:00:00Z`) };

export interface TestCity extends TestDatabase {
  database: Database;
  /** one transaction as an actor; the whole city's, when none is given */
  as<T>(actor: Actor, act: (work: Work) => Promise<T>): Promise<T>;
  act<T>(act: (work: Work) => Promise<T>): Promise<T>;
  owner(statement: string): Promise<Array<Record<string, unknown>>>;
}

export function actor(role: Role, scope: ScopeKind, ...scopeIds: string[]): Actor {
  return { userId: `test-${role}`, name: '示例人员', role, city, scope, scopeIds, via: 'session' };
}

export const clerk = (enterprise: string): Actor => actor('enterprise_clerk', 'enterprise', enterprise);
export const storekeeper = (demandPoint: string): Actor => actor('requester', 'demand_point', demandPoint);
export const countyOfficer = (county: string): Actor => actor('county_officer', 'county', county);
export const officer: Actor = actor('group_officer', 'city');

export async function testCity(t?: Parameters<typeof testDatabase>[0]): Promise<TestCity> {
  const made = await testDatabase(t);
  const owner = async (statement: string) => {
    const client = new pg.Client({ connectionString: made.ownerUrl });
    await client.connect();
    try {
      return (await client.query(statement)).rows as Array<Record<string, unknown>>;
    } finally {
      await client.end();
    }
  };
  await owner(registry);
  const database = openDatabase(made.appUrl, { size: 12 });
  const as: TestCity['as'] = (who, act) => inWork(database, clock, who, act);
  await as(systemActor(city), syncPlaces);
  return {
    ...made,
    database,
    as,
    act: (act) => as(systemActor(city), act),
    owner,
    drop: async () => {
      await database.close();
      await made.drop();
    },
  };
}

const registry = `
  insert into cities (city_code, name, name_en, held_day) values ('410800', '示例市', 'Example City', '${today}');
  insert into counties (city_code, county_code, name, name_en, population, lat, lon) values
    ('410800', 'A', '甲区', 'Jia', 1000, 35, 113), ('410800', 'B', '乙区', 'Yi', 1000, 35, 113);
  insert into items (city_code, item_code, name, name_en, category, unit, unit_weight_kg, licence_rule) values
    ('410800', 'mask', '口罩', 'Face mask', 'mask', '只', 0.004, 'grade'),
    ('410800', 'alcohol', '酒精', 'Alcohol', 'alcohol', '吨', 1000, null),
    ('410800', 'vial', '示例注射液', 'Example injection', 'pharmaceutical', '支', 0.02, null);
  insert into enterprises (city_code, enterprise_id, name, county_code, lat, lon, staff) values
    ('410800', 'E1', '示例一厂', 'A', 35, 113, 10), ('410800', 'E2', '示例二厂', 'B', 35, 113, 10);
  insert into demand_points (city_code, demand_point_id, name, county_code, kind, served, lat, lon) values
    ('410800', 'H1', '示例医院', 'B', 'hospital', 100, 35, 113), ('410800', 'D1', '示例社区', 'A', 'community', 100, 35, 113);`;

let documents = 0;
/** A document number that no other in this process has. */
export function nextDocument(kind = 'report'): { kind: string; id: string } {
  documents += 1;
  return { kind, id: `T-${documents}` };
}

/** The worked example, its registry and stock loaded. */
export async function exampleCity(): Promise<{ there: TestCity; dataset: CityDataset }> {
  const read = await readCityFolder(join(import.meta.dirname, '../../example'));
  if (!read.ok) throw new Error('the example does not read');
  const { dataset } = read;
  const there = await testCity();
  await there.owner('truncate cities cascade');
  await there.act((work) => loadRegistry(work, dataset));
  await there.act((work) => loadOpeningStock(work, dataset));
  return { there, dataset };
}

/** Puts stock of a new or known lot at a producer and answers the lot. */
export async function stocked(
  work: Work,
  given: {
    enterprise?: string;
    item?: string;
    quantity: Decimal.Value;
    day?: string;
    expires?: string | null;
    lotNumber?: string;
  },
): Promise<number> {
  const enterprise = given.enterprise ?? 'E1';
  const lot = await lotFor(work, {
    item: given.item ?? 'mask',
    enterprise,
    lotNumber: given.lotNumber ?? '',
    expires: given.expires ?? null,
  });
  await postMovements(work, {
    document: nextDocument(),
    movements: [
      {
        line: 1,
        from: virtualPlaces.production,
        to: placeOfProducer(enterprise),
        lot,
        quantity: given.quantity,
        day: given.day,
      },
    ],
  });
  return lot;
}

export const decimal = (value: Decimal.Value): Decimal => new Decimal(value);

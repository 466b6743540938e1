/**
 * What the worked example lacks for practising the daily loop: reports, reserves, requests and drivers. All of it is made up and named as an example
 * (示例…); sizes follow from the example's own needs, and producers' stock stays as published, because a reserve is a place of its own.
 */
import { Decimal } from 'decimal.js';
import { addDays } from '#contracts/calendar.ts';
import { readTripRules, saveDriver, saveTripRules } from '#server/dispatch/index.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database/index.ts';
import { systemActor } from '#server/platform/database/index.ts';
import { inWork, type Work } from '#server/platform/work.ts';
import { type RegistryDataset, readRegistry } from '#server/registry/index.ts';
import { madeUpActor, makeUpReports } from '#server/reports/index.ts';
import { fileRequest } from '#server/requests/index.ts';
import { addReserve, readReserves, receiveIntoReserve, setReserveLevels } from '#server/reserves/index.ts';

const reserves = [
  { id: 'R-CITY', name: '示例市级储备库', level: 'city' },
  { id: 'R-COUNTY', name: '示例县级储备库', level: 'county' },
  { id: 'R-AGENCY', name: '示例企业代储库', level: 'enterprise' },
] as const;
type MadeUpReserve = (typeof reserves)[number];
/** of the hospitals' need of a day: never below one day, three days aimed at, two days in store */
const floorDays = 1;
const targetDays = 3;
const storedDays = 2;
const replenishDays = 7;
const requestDays = 3;

/** Adds what is missing to the city, once: with a reserve, or a report, in the city it adds no more of that. Answers whether it added any. */
export async function makeUpPractice(database: Database, clock: Clock, city: string): Promise<boolean> {
  const reported = await inWork(database, clock, madeUpActor(city), makeUpReports);
  const stored = await inWork(database, clock, systemActor(city, '示例'), async (work) => {
    if ((await readReserves(work)).reserves.length > 0) return false;
    const registry = await readRegistry(work);
    await makeUpReserves(work, registry);
    await makeUpDrivers(work, registry);
    await makeUpDispatchDesk(work);
    await makeUpRequests(work, registry);
    return true;
  });
  return reported || stored;
}

/** Need of a day of the first tier, by item: what a reserve is there for. */
function needOfFirstTier(registry: RegistryDataset): Map<string, Decimal> {
  const need = new Map<string, Decimal>();
  for (const rate of registry.demandRates.filter((each) => each.tier === 1)) {
    const served = registry.demandPoints
      .filter((point) => point.kind === rate.kind)
      .reduce((sum, point) => sum + point.served, 0);
    need.set(rate.item, (need.get(rate.item) ?? new Decimal(0)).add(rate.perServedPerDay.mul(served)));
  }
  return need;
}

/** Whole packs; tonnes to the kilogram. */
function packs(quantity: Decimal, unit: string): string {
  return quantity.toDecimalPlaces(unit === '吨' ? 3 : 0, Decimal.ROUND_UP).toFixed();
}

/** Where it stands, who holds it, what share of the need it is there for, and until when its goods keep. */
interface ReservePlan {
  reserve: MadeUpReserve;
  county: string;
  enterprise: string | null;
  items: RegistryDataset['items'];
  share: Decimal;
  keepsDays: number;
}

/** The city's reserve holds two thirds of the need of a day, the county's the rest; the largest maker of what has grades holds more of that. */
function plansOf(registry: RegistryDataset): ReservePlan[] {
  const [capital, second] = [...registry.counties].sort((one, other) => other.population - one.population);
  const third = new Decimal(1).div(3);
  const plans: ReservePlan[] = [];
  const add = (reserve: MadeUpReserve, county: string | undefined, more: Omit<ReservePlan, 'reserve' | 'county'>) => {
    if (county !== undefined) plans.push({ reserve, county, ...more });
  };
  add(reserves[0], capital?.code, { enterprise: null, items: registry.items, share: third.mul(2), keepsDays: 400 });
  add(reserves[1], second?.code, { enterprise: null, items: registry.items, share: third, keepsDays: 40 });
  const graded = registry.items.filter((item) => item.licenceRule === 'grade');
  const [holder] = registry.lines
    .filter((line) => graded.some((item) => line.items.includes(item.code)))
    .sort((one, other) => other.dailyCapacity.cmp(one.dailyCapacity))
    .flatMap((line) => registry.enterprises.find(({ id }) => id === line.enterprise) ?? []);
  add(reserves[2], holder?.county, { enterprise: holder?.id ?? null, items: graded, share: third, keepsDays: 200 });
  return plans;
}

async function makeUpReserves(work: Work, registry: RegistryDataset): Promise<void> {
  const need = needOfFirstTier(registry);
  for (const [index, { reserve, county, enterprise, items, share, keepsDays }] of plansOf(registry).entries()) {
    const keeper = { keeper: `示例库管员${index + 1}`, telephone: '0000-0000000' };
    await addReserve(work, { ...reserve, county, enterprise, ...keeper });
    for (const item of items) {
      const daily = (need.get(item.code) ?? new Decimal(0)).mul(share);
      if (daily.lte(0)) continue;
      await setReserveLevels(work, {
        reserve: reserve.id,
        item: item.code,
        floor: packs(daily.mul(floorDays), item.unit),
        target: packs(daily.mul(targetDays), item.unit),
        replenishDays,
        revision: 0,
      });
      await receiveIntoReserve(work, reserve.id, {
        item: item.code,
        quantity: packs(daily.mul(storedDays), item.unit),
        grade: item.licenceRule === 'grade' ? 'medical' : null,
        lotNumber: `示例-${reserve.id}`,
        expires: addDays(await work.today(), keepsDays),
        enterprise: null,
        paper: '示例数据：开库盘点',
      });
    }
  }
}

async function makeUpDrivers(work: Work, registry: RegistryDataset): Promise<void> {
  for (const [index, vehicle] of registry.vehicles.entries()) {
    const number = index + 1;
    await saveDriver(work, `DR-${vehicle.id}`, {
      enterprise: vehicle.home,
      name: `示例驾驶员${number}`,
      phone: `000-0000-${String(number).padStart(4, '0')}`,
      licence: vehicle.capacityT.gte(10) ? 'A2' : vehicle.capacityT.gte(5) ? 'B2' : 'C1',
      withdrawn: false,
    });
  }
}

/** Whom drivers and guards call. */
async function makeUpDispatchDesk(work: Work): Promise<void> {
  await saveTripRules(work, { ...(await readTripRules(work)), dispatchPhone: '000-0000-0000' });
}

/** Three hospitals ask for some days of what each uses most; one asks at once. */
async function makeUpRequests(work: Work, registry: RegistryDataset): Promise<void> {
  const today = await work.today();
  const hospitals = registry.demandPoints.filter((point) => point.kind === 'hospital').slice(0, 3);
  const rates = registry.demandRates.filter((rate) => rate.kind === 'hospital' && rate.tier === 1);
  for (const [index, point] of hospitals.entries()) {
    const rate = rates[index % Math.max(1, rates.length)];
    const item = registry.items.find((each) => each.code === rate?.item);
    if (rate === undefined || item === undefined) continue;
    await fileRequest(work, {
      point: point.id,
      item: item.code,
      grade: rate.grade,
      quantity: packs(rate.perServedPerDay.mul(point.served).mul(requestDays), item.unit),
      reason: '示例：隔离病区新增床位',
      urgency: index === 0 ? 'urgent' : 'routine',
      substitutes: [],
      partialOk: true,
      from: today,
      by: addDays(today, requestDays),
      besidesKnown: false,
    });
  }
}

/** What lies ahead of the city, for whoever looks: the newest forecast with its causes and cures, and whom it leaves short. */
import type { z } from 'zod';
import type { situationContract } from '#contracts/situation.ts';
import { readEnergy } from '#server/energy/index.ts';
import { readForecast, sumShortages } from '#server/planning/index.ts';
import type { Work } from '#server/platform/work.ts';

export async function readSituation(work: Work): Promise<z.input<typeof situationContract.response>> {
  const today = await work.today();
  const forecast = await readForecast(work);
  const energy = await readEnergy(work, today);
  return {
    today,
    forecast,
    shortages: forecast.plan ? await sumShortages(work, forecast.plan.id) : [],
    energy: energy.map((reading) => ({
      indicator: reading.indicator,
      name: reading.name,
      value: reading.value?.toFixed() ?? null,
      unit: reading.unit,
      sameDayLastYear: reading.sameDayLastYear?.toFixed() ?? null,
      status: reading.status,
    })),
  };
}

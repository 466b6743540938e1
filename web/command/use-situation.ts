/** What the situation's pictures are drawn from: three reads that renew when the server says so. */
import { planningContracts } from '#contracts/planning.ts';
import { situationContract } from '#contracts/situation.ts';
import { position } from '#contracts/stock-position.ts';
import { useData } from '../platform/data.ts';

export function useSituation() {
  const situation = useData(
    situationContract,
    {},
    { topics: ['plans', 'situation', 'energy', 'city'], keepPrevious: true },
  );
  const answer = useData(
    position,
    { query: { producers: 'false' } },
    { topics: ['stock', 'registry'], keepPrevious: true },
  );
  const plan = situation.data?.forecast.plan ?? null;
  const curves = useData(
    planningContracts.curves,
    { params: { id: plan?.id ?? '' } },
    { topics: [], enabled: plan !== null, keepPrevious: true },
  );
  return { situation, position: answer, plan, curves: curves.data?.rows };
}

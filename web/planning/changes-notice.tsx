import { Button } from 'antd';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { useAct, useData } from '../platform/data.ts';
import { useText } from '../platform/language.ts';
import { PageLink, useGo } from '../platform/navigation.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay, useToday } from '../platform/session.tsx';

const words = {
  changed: ['这个计划之后，数据有 {count} 处变化。', 'The data changed after this plan ({count} changes).'],
  look: ['看变化', 'Look at them'],
  again: ['按现在的数据重新计算', 'Compute a new one on today’s data'],
} as const;

/** What changed in the data since a plan; topics are those of the data, as a plan's own rows never change. */
export function useChanges(plan: PlanDetail) {
  return useData(
    planningContracts.changes,
    { params: { id: plan.id } },
    { topics: ['registry', 'stock', 'city'], enabled: plan.state !== 'superseded' },
  );
}

/** The same question asked again of the data as it is now. */
export function useAskAgain(plan: PlanDetail) {
  const go = useGo();
  const today = useToday();
  const act = useAct(planningContracts.request, { onDone: ({ id }) => go(`/plans/${id}`), renews: ['plans'] });
  const run = () =>
    act.run({
      body: {
        ...(plan.title === plan.from ? {} : { title: plan.title }),
        // Once its first day has begun, a plan is asked for from the day after the stock that there is now.
        ...(plan.from > today ? { from: plan.from } : {}),
        days: plan.days,
        reserveDays: plan.reserveDays,
        scenario: plan.scenario,
      },
    });
  return { ...act, run };
}

/** The plan says that the data is no longer what it was computed from, and offers a new one. */
export function ChangesNotice({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const may = useMay();
  const changes = useChanges(plan);
  const again = useAskAgain(plan);
  const count = changes.data?.count ?? 0;
  if (count === 0) return null;
  return (
    <div className="planning-changed" role="status">
      <span>{text('changed', { count })}</span>
      <PageLink to={`/plans/${plan.id}?tab=inputs`}>{text('look')}</PageLink>
      {may('plan.run') && (
        <Button type="primary" loading={again.running} onClick={() => void again.run()}>
          {text('again')}
        </Button>
      )}
      <ProblemView problem={again.problem} />
    </div>
  );
}

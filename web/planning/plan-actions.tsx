import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { download } from '../platform/client.ts';
import { useAct, useData } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { DownloadIcon } from '../platform/icons.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { useChanges } from './changes-notice.tsx';
import { planName } from './plan-name.ts';
import { hasResult, isRunning, periodOf, solverWord } from './words.ts';

const words = {
  workbook: ['导出 xlsx', 'Export as xlsx'],
  variant: ['改设想再算', 'Change the assumptions'],
  retry: ['再算一次', 'Compute it again'],
  approve: ['批准', 'Approve'],
  question: ['批准《{plan}》？', 'Approve {plan}?'],
  freezes: [
    '批准后，{period} 的生产、发运和缺口按这个计划固定下来，不再改动；下达调拨、安排生产以它为准。',
    'From then on production, shipments and shortages of {period} stand as this plan says and do not change: orders and production follow it.',
  ],
  replaces: ['正在执行的《{plan}》同时停止执行。', '{plan}, in force until now, is replaced.'],
  nothing: ['现在没有在执行的计划。', 'No plan is in force now.'],
  keeps: [
    '批准人和时间记入审计，不能撤回；要改，请批准新的计划。',
    'Who approved it and when goes into the audit and cannot be taken back; to change it, approve another plan.',
  ],
  changed: ['数据在这个计划之后有 {count} 处变化：', 'The data changed after this plan ({count} changes): '],
  look: ['看变化', 'look at them'],
  known: ['已知数据有变化，仍按此计划执行', 'I know that the data changed and approve it all the same'],
  unproved: [
    '这个计划{status}，不能批准；请放宽时限重新计算',
    'This plan is {status} and cannot be approved: compute it again',
  ],
  approved: ['已批准', 'Approved'],
  who: ['由市领导或工作组批准', 'The city lead or a group officer approves'],
  cancel: ['返回', 'Back'],
} as const;

/** What can be done with a plan in its present state, by who may. */
export function PlanActions({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const may = useMay();
  const [problem, setProblem] = useState<unknown>(null);
  if (isRunning(plan)) return null;
  return (
    <>
      {hasResult(plan) && (
        <button
          type="button"
          className="bg-button"
          onClick={() => {
            setProblem(null);
            download(planningContracts.workbook, { params: { id: plan.id } }).catch(setProblem);
          }}
        >
          <DownloadIcon />
          {text('workbook')}
        </button>
      )}
      {may('plan.run') && (
        <PageLink to={`/plans/new?from=${plan.id}`} className="bg-button">
          {text(hasResult(plan) ? 'variant' : 'retry')}
        </PageLink>
      )}
      {plan.state === 'ready' && may('plan.approve') && <Approve plan={plan} />}
      {plan.state === 'ready' && may('plan.run') && !may('plan.approve') && (
        <span className="bg-muted planning-who">{text('who')}</span>
      )}
      <ProblemView problem={problem} />
    </>
  );
}

function Approve({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  const proved = plan.solverStatus === 'optimal';
  return (
    <>
      <Button
        type="primary"
        disabled={!proved}
        title={proved ? undefined : text('unproved', { status: solverWord(plan.solverStatus, language) })}
        onClick={() => setOpen(true)}
      >
        {text('approve')}
      </Button>
      {open && <ApproveDialog plan={plan} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Says what approving freezes and replaces, and what changed meanwhile, before it is done. */
function ApproveDialog({ plan, onClose }: { plan: PlanDetail; onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [known, setKnown] = useState(false);
  const changes = useChanges(plan);
  const list = useData(planningContracts.list, { query: { limit: 200 } }, { topics: ['plans'] });
  const inForce = list.data?.rows.find((each) => each.state === 'approved');
  const count = changes.data?.count ?? 0;
  const approve = useAct(planningContracts.approve, {
    onDone: () => {
      notify(words.approved);
      onClose();
    },
  });
  const ready = changes.data !== undefined && (count === 0 || known);
  return (
    <Dialog
      open
      title={text('question', { plan: planName(plan, language) })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={!ready}
            loading={approve.running}
            onClick={() => void approve.run({ params: { id: plan.id }, body: { dataChangesKnown: known } })}
          >
            {text('approve')}
          </Button>
        </>
      }
    >
      <div className="planning-approve">
        <p>{text('freezes', { period: periodOf(plan, language) })}</p>
        <p>{inForce === undefined ? text('nothing') : text('replaces', { plan: planName(inForce, language) })}</p>
        <p className="bg-muted">{text('keeps')}</p>
        {count > 0 && (
          <div className="planning-changed">
            <span>
              {text('changed', { count })}
              <PageLink to={`/plans/${plan.id}?tab=inputs`} onClick={onClose}>
                {text('look')}
              </PageLink>
            </span>
            <Checkbox checked={known} onChange={(event) => setKnown(event.target.checked)}>
              {text('known')}
            </Checkbox>
          </div>
        )}
        <ProblemView problem={approve.problem} />
      </div>
    </Dialog>
  );
}

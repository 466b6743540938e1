import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { type PlanDetail, planningContracts } from '#contracts/planning.ts';
import { useAct } from '../platform/data.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { stageWords } from './words.ts';

const words = {
  waiting: ['排队中，前面还有别的计划', 'Waiting for another plan to finish'],
  step: ['{stage}（{done} / {of}）', '{stage} ({done} of {of})'],
  elapsed: ['已用 {seconds} 秒', '{seconds} s so far'],
  progress: ['计算进度', 'Progress'],
  cancel: ['取消计算', 'Cancel'],
  cancelling: ['正在停下…', 'Stopping…'],
  leave: [
    '可以离开这一页，算好后会留在计划一览里。',
    'You may leave this page: the result will stand in the list of plans.',
  ],
} as const;

/** What is being computed, how far it is, and the way to stop it. */
export function PlanProgress({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const cancel = useAct(planningContracts.cancel);
  const seconds = useSeconds();
  const { progress } = plan;
  return (
    <Panel className="planning-progress">
      <output>
        {plan.state === 'queued'
          ? text('waiting')
          : progress === null
            ? stageWords(undefined, language)
            : text('step', { stage: stageWords(progress.step, language), done: progress.done, of: progress.of })}
      </output>
      <progress aria-label={text('progress')} max={progress?.of ?? 1} value={progress?.done ?? 0} />
      <p className="bg-muted">
        {text('elapsed', { seconds })} · {text('leave')}
      </p>
      {may('plan.run') && (
        <Button
          loading={cancel.running}
          disabled={cancel.answer !== undefined}
          onClick={() => void cancel.run({ params: { id: plan.id } })}
        >
          {text(cancel.answer === undefined ? 'cancel' : 'cancelling')}
        </Button>
      )}
      <ProblemView problem={cancel.problem} />
    </Panel>
  );
}

/** Seconds since it is on the page; the server's clock may be held at another day, so its instants do not tell. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - started) / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

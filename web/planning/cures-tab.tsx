import type { PlanDetail } from '#contracts/planning.ts';
import { useText } from '../platform/language.ts';
import { useNames, useRegistryNames } from '../platform/names.ts';
import { Panel } from '../platform/page.tsx';
import { CuresPanel } from './cures-panel.tsx';

const words = {
  title: ['能做什么', 'What can be done'],
  aside: ['每一条都照做后重新算过，效果是算出来的', 'each was planned again with it done: the effect is computed'],
} as const;

export function CuresTab({ plan }: { plan: PlanDetail }) {
  const text = useText(words);
  const names = useNames();
  const registry = useRegistryNames();
  return (
    <Panel title={text('title')} aside={text('aside')}>
      <CuresPanel plan={plan} names={names} registry={registry} />
    </Panel>
  );
}

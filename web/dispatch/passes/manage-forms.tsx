import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { passContracts } from '#contracts/passes.ts';
import type { OutputOf } from '../../platform/client.ts';
import { Line } from '../../platform/controls.tsx';
import { useAct, useData } from '../../platform/data.ts';
import { Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { passWords } from './words.ts';

const words = {
  cancel: ['取消', 'Cancel'],
  key: ['更换签发密钥', 'Change the signing key'],
  keyNote: [
    '新通行证用新密钥签发；旧密钥下的通行证到期前仍有效。卡口手机联网后自动更新。',
    'New passes are signed with a new key; those under the old one hold until they expire. Phones update when online.',
  ],
  compromised: [
    '旧密钥可能已泄露：立即作废并重新签发全部有效通行证',
    'The old key may have leaked: drop it now and issue every valid pass again',
  ],
  reason: ['原因', 'Why'],
  change: ['更换密钥', 'Change the key'],
  changed: ['已更换', 'Changed'],
  close: ['关闭', 'Close'],
  limits: ['期限和数量', 'Limits'],
  limitsNote: [
    '申请超过这里的期限或数量会被拒绝，并说明上限。已签发的通行证不受影响。',
    'An application beyond these is refused and told the limit. Passes that are issued already stay.',
  ],
  longestDays: ['最长有效期', 'Longest validity'],
  mostOpen: ['每个单位同时最多', 'Most at a time, each owner'],
  days: ['天', 'days'],
  passes: ['份', 'passes'],
  saveLimits: ['保存“{kind}”的上限', 'Save the limits: {kind}'],
  limitsSaved: ['上限已保存', 'The limits are saved'],
} as const;

export function KeyForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const [compromised, setCompromised] = useState(false);
  const rotate = useAct(passContracts.rotate, {
    onDone: () => {
      notify(words.changed);
      onClose();
    },
  });
  return (
    <Dialog
      open
      title={text('key')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={reason.trim().length < 2}
            loading={rotate.running}
            onClick={() => void rotate.run({ body: { compromised, reason } })}
          >
            {text('change')}
          </Button>
        </>
      }
    >
      <p>{text('keyNote')}</p>
      <FormField label={text('reason')} problem={fieldProblem(rotate.problem, 'reason')}>
        {(field) => <Line field={field} value={reason} onChange={setReason} longest={200} />}
      </FormField>
      <Checkbox checked={compromised} onChange={(event) => setCompromised(event.target.checked)}>
        {text('compromised')}
      </Checkbox>
      {rotate.problem !== null && <ProblemView problem={rotate.problem} besideFields />}
    </Dialog>
  );
}

type Limits = OutputOf<typeof passContracts.limits>['rows'][number];

/** How long passes of each kind hold, and how many one owner may have. */
export function LimitsForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const limits = useData(passContracts.limits, {}, { topics: ['passes'] });
  return (
    <Dialog open title={text('limits')} onClose={onClose} foot={<Button onClick={onClose}>{text('close')}</Button>}>
      <p>{text('limitsNote')}</p>
      {limits.error !== null && <ProblemView problem={limits.error} />}
      {limits.data?.rows.map((row) => (
        <LimitsOfKind key={row.kind} limits={row} />
      ))}
    </Dialog>
  );
}

function LimitsOfKind({ limits }: { limits: Limits }) {
  const text = useText(words);
  const shared = useText(passWords);
  const [longest, setLongest] = useState<string | null>(String(limits.longestDays));
  const [most, setMost] = useState<string | null>(String(limits.mostOpen));
  const save = useAct(passContracts.setLimits, { onDone: () => notify(words.limitsSaved) });
  return (
    <fieldset className="passes-limits">
      <legend>{shared(limits.kind)}</legend>
      <Fields>
        <FormField label={text('longestDays')} problem={fieldProblem(save.problem, 'longestDays')}>
          {(field) => <QuantityInput {...field} unit={text('days')} value={longest} onChange={setLongest} />}
        </FormField>
        <FormField label={text('mostOpen')} problem={fieldProblem(save.problem, 'mostOpen')}>
          {(field) => <QuantityInput {...field} unit={text('passes')} value={most} onChange={setMost} />}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} besideFields />}
      <Button
        disabled={longest === null || most === null}
        loading={save.running}
        onClick={() =>
          void save.run({ body: { kind: limits.kind, longestDays: Number(longest), mostOpen: Number(most) } })
        }
      >
        {text('saveLimits', { kind: passWords[limits.kind] })}
      </Button>
    </fieldset>
  );
}

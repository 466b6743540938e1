import { Button } from 'antd';
import { useState } from 'react';
import { type ApplicationRow, passContracts } from '#contracts/passes.ts';
import { Line } from '../../platform/controls.tsx';
import { useAct } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { useListed, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { useCountyNames } from './county-names.ts';
import { passWords } from './words.ts';

const words = {
  title: ['{holder} 的通行证申请', '{holder}’s application'],
  state: ['状态', 'State'],
  kind: ['种类', 'Kind'],
  plate: ['车牌', 'Plate'],
  phone: ['电话', 'Telephone'],
  crew: ['随车人员', 'Crew'],
  purpose: ['事由', 'Purpose'],
  counties: ['通行县区', 'Counties'],
  time: ['有效期', 'Valid'],
  by: ['申请人', 'Applied by'],
  decided: ['审核', 'Decided by'],
  reason: ['意见（不批准时必填）', 'Note (needed when refused)'],
  approve: ['批准并签发', 'Approve and issue'],
  refuse: ['不批准', 'Refuse'],
  withdraw: ['撤回申请', 'Withdraw'],
  own: ['您自己提交的申请由另一位同事审核', 'A colleague decides on what you applied for yourself'],
  approved: ['已批准，通行证已签发', 'Approved, the pass is issued'],
  done: ['已处理', 'Done'],
} as const;

export function ApplicationDrawer({ application, onClose }: { application: ApplicationRow; onClose: () => void }) {
  const text = useText(words);
  const shared = useText(passWords);
  const counties = useCountyNames();
  const listed = useListed();
  const may = useMay();
  const withdraw = useAct(passContracts.withdraw, { onDone: () => notify(words.done) });
  const open = application.state === 'waiting' || application.state === 'approved';
  return (
    <DetailDrawer open title={text('title', { holder: application.holder })} onClose={onClose}>
      <Particulars
        rows={[
          [text('state'), shared(application.state)],
          [text('kind'), shared(application.kind)],
          [text('plate'), application.plate ?? '—'],
          [text('phone'), application.phone],
          [text('crew'), listed(application.crew) || '—'],
          [text('purpose'), application.purpose],
          [text('counties'), listed(application.counties.map(counties))],
          [
            text('time'),
            <span key="time">
              <Moment at={application.from} /> – <Moment at={application.until} />
            </span>,
          ],
          [text('by'), application.appliedBy],
          ...(application.decidedBy === null
            ? []
            : [[text('decided'), `${application.decidedBy} ${application.reason}`] as const]),
        ]}
      />
      {application.state === 'waiting' && may('pass.issue') && !application.own && <Decide application={application} />}
      {application.state === 'waiting' && may('pass.issue') && application.own && <p>{text('own')}</p>}
      {open && may('pass.apply') && (
        <Button loading={withdraw.running} onClick={() => void withdraw.run({ params: { id: application.id } })}>
          {text('withdraw')}
        </Button>
      )}
      {withdraw.problem !== null && <ProblemView problem={withdraw.problem} />}
    </DetailDrawer>
  );
}

function Decide({ application }: { application: ApplicationRow }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const decide = useAct(passContracts.decide, {
    onDone: (answer) => notify(answer.state === 'approved' ? words.approved : words.done),
  });
  const run = (approve: boolean) =>
    void decide.run({
      params: { id: application.id },
      body: { approve, reason: reason.trim(), revision: application.revision },
    });
  return (
    <>
      <FormField label={text('reason')} problem={fieldProblem(decide.problem, 'reason')}>
        {(field) => <Line field={field} value={reason} onChange={setReason} longest={200} />}
      </FormField>
      {decide.problem !== null && <ProblemView problem={decide.problem} besideFields />}
      <FormActions>
        <Button type="primary" loading={decide.running} onClick={() => run(true)}>
          {text('approve')}
        </Button>
        <Button disabled={reason.trim().length < 2} loading={decide.running} onClick={() => run(false)}>
          {text('refuse')}
        </Button>
      </FormActions>
    </>
  );
}

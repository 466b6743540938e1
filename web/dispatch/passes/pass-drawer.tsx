import { Button } from 'antd';
import { useState } from 'react';
import { type PassRow, passContracts } from '#contracts/passes.ts';
import { Line } from '../../platform/controls.tsx';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { FormField } from '../../platform/form-field.tsx';
import { useListed, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { CodeView } from './code-view.tsx';
import { useCountyNames } from './county-names.ts';
import { passWords } from './words.ts';

const words = {
  title: ['通行证 {number}', 'Pass {number}'],
  one: ['通行证', 'Pass'],
  state: ['状态', 'State'],
  kind: ['种类', 'Kind'],
  plate: ['车牌', 'Plate'],
  holder: ['司机或持证人', 'Driver or holder'],
  crew: ['随车人员', 'Crew'],
  goods: ['货物或任务', 'Goods or duty'],
  counties: ['通行县区', 'Counties'],
  from: ['生效', 'Valid from'],
  until: ['失效', 'Valid until'],
  issued: ['签发', 'Issued'],
  ended: ['撤销', 'Ended'],
  code: ['通行证二维码，任何手机扫码都能核验', 'The pass’s code: any phone checks it'],
  reason: ['撤销原因', 'Why it is revoked'],
  revoke: ['撤销通行证', 'Revoke the pass'],
  revoked: ['已撤销，卡口手机下次联网即知', 'Revoked: checkpoints know it when they are next online'],
  seen: ['经过的卡口', 'Where it was seen'],
} as const;

/** One pass: what it says, its code, where it was seen, and revoking it. */
export function PassDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText(words);
  const shared = useText(passWords);
  const counties = useCountyNames();
  const listed = useListed();
  const may = useMay();
  const pass = useData(passContracts.read, { params: { id } }, { topics: ['passes', 'checkpoints'] });
  const row = pass.data;
  return (
    <DetailDrawer open title={row ? text('title', { number: row.number }) : text('one')} onClose={onClose}>
      {pass.error !== null && <ProblemView problem={pass.error} />}
      {row !== undefined && (
        <>
          {row.code !== null && <CodeView svg={row.code} label={text('code')} />}
          <Particulars
            rows={[
              [text('state'), shared(row.state)],
              [text('kind'), shared(row.kind)],
              [text('plate'), row.plate ?? '—'],
              [text('holder'), `${row.holder} ${row.phone}`],
              [text('crew'), listed(row.crew) || '—'],
              [text('goods'), row.goods],
              [text('counties'), listed(row.counties.map(counties))],
              [text('from'), <Moment key="from" at={row.from} year />],
              [text('until'), <Moment key="until" at={row.until} year />],
              [text('issued'), row.issuedBy],
              ...(row.endedAt === null ? [] : [[text('ended'), `${row.endedBy} · ${row.endReason}`] as const]),
            ]}
          />
          {row.scans.length > 0 && (
            <>
              <h3>{text('seen')}</h3>
              <ul>
                {row.scans.map((scan) => (
                  <li key={scan.id}>
                    <Moment at={scan.at} /> {scan.checkpointName} · {shared(scan.serverVerdict)} ·{' '}
                    {shared(scan.decision)}
                  </li>
                ))}
              </ul>
            </>
          )}
          {may('pass.issue') && row.code !== null && <Revoke pass={row} />}
        </>
      )}
    </DetailDrawer>
  );
}

function Revoke({ pass }: { pass: PassRow }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const revoke = useAct(passContracts.revoke, { onDone: () => notify(words.revoked) });
  return (
    <>
      <FormField label={text('reason')} problem={fieldProblem(revoke.problem, 'reason')}>
        {(field) => <Line field={field} value={reason} onChange={setReason} longest={200} />}
      </FormField>
      {revoke.problem !== null && <ProblemView problem={revoke.problem} besideFields />}
      <Button
        danger
        disabled={reason.trim().length < 2}
        loading={revoke.running}
        onClick={() => void revoke.run({ params: { id: pass.id }, body: { reason } })}
      >
        {text('revoke')}
      </Button>
    </>
  );
}

import { Button } from 'antd';
import { useState } from 'react';
import { roleNames } from '#contracts/roles.ts';
import { type DispatchAlert, tripContracts } from '#contracts/trips.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { Dialog } from '../../platform/dialog.tsx';
import { FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { Panel } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useCountyNames } from '../passes/county-names.ts';

const words = {
  title: ['需要马上处理（{count}）', 'To be dealt with now ({count})'],
  late: ['晚点', 'late'],
  off_route: ['偏离路线', 'off its way'],
  problem: ['司机报告问题', 'the driver reports a problem'],
  breakdown: ['车辆故障', 'broken down'],
  order_gone: ['调拨令已取消，车已在途', 'its order is gone, the truck is on the road'],
  fever: ['卡口发现发热', 'fever at a checkpoint'],
  test_positive: ['卡口核酸阳性', 'positive test at a checkpoint'],
  forged: ['伪造通行证', 'forged pass'],
  replayed: ['同一通行证两处使用', 'one pass used at two places'],
  revoked_shown: ['出示已撤销的通行证', 'a revoked pass was shown'],
  plate_differs: ['车牌与通行证不符', 'the plate is another one'],
  owner: ['负责：{owner}', 'Owner: {owner}'],
  close: ['处理完毕', 'Dealt with'],
  outcome: ['怎样处理的', 'How it ended'],
  cancel: ['取消', 'Cancel'],
} as const;

/** Open alerts with who must act; nothing is shown while there are none. */
export function AlertsPanel() {
  const text = useText(words);
  const list = useData(tripContracts.alerts, {}, { topics: ['alerts'] });
  const [closing, setClosing] = useState<string | null>(null);
  const rows = list.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={text('title', { count: rows.length })}>
      <ul className="trips-alerts">
        {rows.map((alert) => (
          <AlertLine key={alert.id} alert={alert} onClose={() => setClosing(alert.id)} />
        ))}
      </ul>
      {closing !== null && <CloseDialog id={closing} onOver={() => setClosing(null)} />}
    </Panel>
  );
}

function AlertLine({ alert, onClose }: { alert: DispatchAlert; onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const county = useCountyNames();
  const [role = '', place = ''] = alert.owner.split(':');
  const owner = role in roleNames ? pick(roleNames[role as keyof typeof roleNames], language) : role;
  const detail = ['plate', 'checkpoint', 'place', 'text', 'reason', 'temperature', 'driver', 'phone']
    .flatMap((name) => (alert.detail[name] == null || alert.detail[name] === '' ? [] : [String(alert.detail[name])]))
    .join(' · ');
  return (
    <li>
      <span>
        <strong>{alert.kind in words ? text(alert.kind as keyof typeof words) : alert.kind}</strong> {detail}
        <span className="bg-muted">
          {' '}
          <Moment at={alert.at} /> · {text('owner', { owner: place === '' ? owner : `${county(place)} ${owner}` })}
        </span>
      </span>
      <Button onClick={onClose}>{text('close')}</Button>
    </li>
  );
}

function CloseDialog({ id, onOver }: { id: string; onOver: () => void }) {
  const text = useText(words);
  const [outcome, setOutcome] = useState('');
  const close = useAct(tripContracts.closeAlert, { onDone: onOver });
  return (
    <Dialog
      open
      title={text('close')}
      onClose={onOver}
      foot={
        <>
          <Button onClick={onOver}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={outcome.trim().length < 2}
            loading={close.running}
            onClick={() => void close.run({ params: { id }, body: { outcome } })}
          >
            {text('close')}
          </Button>
        </>
      }
    >
      <FormField label={text('outcome')} problem={fieldProblem(close.problem, 'outcome')}>
        {(field) => (
          <input
            {...field}
            className="bg-input"
            maxLength={200}
            value={outcome}
            onChange={(event) => setOutcome(event.target.value)}
          />
        )}
      </FormField>
      {close.problem !== null && <ProblemView problem={close.problem} besideFields />}
    </Dialog>
  );
}

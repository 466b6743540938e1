import { Button, Tag } from 'antd';
import { useState } from 'react';
import { alertContracts, alertKinds, type DispatchAlert } from '#contracts/dispatch-alerts.ts';
import { roleNames } from '#contracts/roles.ts';
import { useAct, useData } from '../../platform/data.ts';
import { formatMoment, Moment } from '../../platform/day.tsx';
import { Dialog } from '../../platform/dialog.tsx';
import { FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useListed, useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Panel } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { useCountyNames } from '../passes/county-names.ts';
import './alerts.css';

const words = {
  title: ['运输和卡口警报：{count} 条待处理', 'Alerts of trips and checkpoints: {count} open'],
  owner: ['负责：{owner}', 'Owner: {owner}'],
  taken: ['{name} 已接手', 'taken by {name}'],
  take: ['接手', 'Take it'],
  tookIt: ['已接手，处理完请填写结果', 'It is yours: say how it ended when it is done'],
  close: ['处理完毕', 'Dealt with'],
  closedDone: ['已处理', 'Closed'],
  outcome: ['怎样处理的', 'How it ended'],
  cancel: ['取消', 'Cancel'],
  planned: ['计划 {at} 到', 'planned for {at}'],
  away: ['离路线 {km} 公里', '{km} km off'],
  more: ['还有 {count} 条', '{count} more'],
  all: ['看全部和已处理的', 'All, and those dealt with'],
} as const;

/** Open alerts, each with who must act and what comes next; nothing is shown while there are none. `most`: a part of another page. */
export function AlertsPanel({ most = 200, full = false }: { most?: number; full?: boolean }) {
  const text = useText(words);
  const may = useMay();
  const list = useData(
    alertContracts.list,
    { query: { state: 'open', limit: most } },
    { topics: ['alerts'], enabled: may('trip.read') },
  );
  const [closing, setClosing] = useState<string | null>(null);
  if (list.data === undefined || list.data.rows.length === 0) return null;
  const { rows, open } = list.data;
  return (
    <Panel
      title={text('title', { count: open })}
      aside={full ? undefined : <PageLink to="/dispatch/alerts">{text('all')}</PageLink>}
      className="alerts-panel"
    >
      <ul className="alerts-list">
        {rows.map((alert) => (
          <AlertLine key={alert.id} alert={alert} onClose={() => setClosing(alert.id)} />
        ))}
      </ul>
      {open > rows.length && <p className="bg-muted">{text('more', { count: open - rows.length })}</p>}
      {closing !== null && <CloseDialog id={closing} onOver={() => setClosing(null)} />}
    </Panel>
  );
}

/** What an alert tells beside its kind, in the reader's words. */
export function useAlertWords() {
  const text = useText(words);
  const { language } = useLanguage();
  const county = useCountyNames();
  const listed = useListed();
  return {
    ownerOf(alert: DispatchAlert): string {
      const [role = '', place = ''] = alert.owner.split(':');
      const name = role in roleNames ? pick(roleNames[role as keyof typeof roleNames], language) : role;
      return place === '' ? name : `${county(place)} ${name}`;
    },
    detailOf({ detail }: DispatchAlert): string {
      const said = ['number', 'plate', 'checkpoint', 'place', 'text', 'reason', 'temperature', 'driver', 'phone'];
      const parts = said.flatMap((name) => (detail[name] == null || detail[name] === '' ? [] : [String(detail[name])]));
      if (typeof detail.planned === 'string')
        parts.push(text('planned', { at: formatMoment(detail.planned, language) }));
      if (typeof detail.km === 'number') parts.push(text('away', { km: detail.km }));
      if (Array.isArray(detail.orders)) parts.push(listed(detail.orders));
      return parts.join(' · ');
    },
  };
}

function AlertLine({ alert, onClose }: { alert: DispatchAlert; onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { ownerOf, detailOf } = useAlertWords();
  const take = useAct(alertContracts.take, { onDone: () => notify(words.tookIt) });
  const { name, act } = alertKinds[alert.kind];
  return (
    <li>
      <div>
        <strong>{pick(name, language)}</strong> {detailOf(alert)}
        <p className="alerts-act">{pick(act, language)}</p>
        <p className="bg-muted">
          <Moment at={alert.at} /> · {text('owner', { owner: ownerOf(alert) })}
          {alert.takenBy !== null && (
            <>
              {' '}
              <Tag color="blue">{text('taken', { name: alert.takenBy })}</Tag>
            </>
          )}
        </p>
        {take.problem !== null && <ProblemView problem={take.problem} />}
      </div>
      {alert.mine && (
        <div className="alerts-buttons">
          {alert.state === 'open' && (
            <Button loading={take.running} onClick={() => void take.run({ params: { id: alert.id } })}>
              {text('take')}
            </Button>
          )}
          <Button onClick={onClose}>{text('close')}</Button>
        </div>
      )}
    </li>
  );
}

function CloseDialog({ id, onOver }: { id: string; onOver: () => void }) {
  const text = useText(words);
  const [outcome, setOutcome] = useState('');
  const close = useAct(alertContracts.close, {
    onDone: () => {
      notify(words.closedDone);
      onOver();
    },
  });
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

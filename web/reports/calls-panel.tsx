/** What the reader must do now: whom to chase, what to review, with the act beside it. */
import { Button } from 'antd';
import { useState } from 'react';
import { type OwnCall, reportContracts } from '#contracts/reports.ts';
import { useData } from '../platform/data.ts';
import { useLanguage, useText } from '../platform/language.ts';
import { useNames } from '../platform/names.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Panel } from '../platform/page.tsx';
import { useUser } from '../platform/session.tsx';
import { callsOptions } from './calls.ts';
import { ChaseDialog } from './chase-dialog.tsx';
import { momentWords, useMarks } from './names.ts';

const words = {
  title: ['现在等您处理（{count}）', 'Waiting for you now ({count})'],
  file: ['{since} 起超时未报', 'not reported, late since {since}'],
  review: ['{since} 起超时未审', 'not reviewed, late since {since}'],
  confirm: ['{since} 起超时未确认', 'not confirmed, late since {since}'],
  again: ['已退回，{since} 起超时未重报', 'returned and not filed again, late since {since}'],
  returned: ['的日报被退回：{reason}', 'was returned: {reason}'],
  whom: ['请联系 {whom}', 'Call {whom}'],
  broken: ['{name} 处约定 {promised} 报，已过', 'promised to {name} by {promised}: it has passed'],
  also: ['第一责任人之外也通知了您', 'You were told beside the one responsible'],
  chase: ['登记催报', 'Note the chase'],
  open: ['去审核', 'Review it'],
  fill: ['去填报', 'File it'],
  more: ['另有 {count} 项，见下表', '{count} more in the table below'],
} as const;

const shownAtOnce = 6;

export function CallsPanel() {
  const text = useText(words);
  const { data } = useData(reportContracts.calls, {}, callsOptions);
  const [chased, setChased] = useState<OwnCall | null>(null);
  const rows = [...(data?.rows ?? [])].sort((one, other) => Number(other.responsible) - Number(one.responsible));
  return (
    <>
      {rows.length > 0 && (
        <div className="reports-waiting">
          <Panel title={text('title', { count: rows.length })}>
            <ul className="reports-calls">
              {rows.slice(0, shownAtOnce).map((call) => (
                <CallLine key={`${call.enterprise}/${call.day}/${call.task}`} call={call} onChase={setChased} />
              ))}
            </ul>
            {rows.length > shownAtOnce && (
              <p className="bg-muted">{text('more', { count: rows.length - shownAtOnce })}</p>
            )}
          </Panel>
        </div>
      )}
      {chased !== null && <ChaseDialog row={chased} day={chased.day} onClose={() => setChased(null)} />}
    </>
  );
}

function CallLine({ call, onChase }: { call: OwnCall; onChase: (call: OwnCall) => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const { and } = useMarks();
  const clerk = useUser().scope === 'enterprise';
  const { chasedBy, whom } = call;
  const sayWhat = () =>
    call.returned
      ? text('returned', { reason: call.returned })
      : text(call.returned === '' ? 'again' : call.task, { since: momentWords(call.overdueSince ?? '', language) });
  const more = [
    whom.length > 0 && text('whom', { whom: whom.map((one) => one.name).join(and) }),
    chasedBy?.broken &&
      text('broken', { name: chasedBy.name, promised: momentWords(chasedBy.promised ?? '', language) }),
    !call.responsible && !clerk && text('also'),
  ].filter(Boolean);
  return (
    <li>
      <span>
        <strong>{call.name}</strong> <span className="bg-muted">{names.county(call.county)}</span> {sayWhat()}
        {more.length > 0 && <span className="bg-muted"> · {more.join(' · ')}</span>}
      </span>
      {clerk ? (
        <PageLink to={`/reports/mine?enterprise=${call.enterprise}&day=${call.day}`}>{text('fill')}</PageLink>
      ) : call.task === 'file' ? (
        <Button onClick={() => onChase(call)}>{text('chase')}</Button>
      ) : (
        <PageLink to={`/reports/${call.enterprise}/${call.day}`}>{text('open')}</PageLink>
      )}
    </li>
  );
}

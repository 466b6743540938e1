import { Button, Input } from 'antd';
import { useState } from 'react';
import { bulletinContracts, type Notice } from '#contracts/bulletin.ts';
import { useAct } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { Confirm, DetailDrawer } from '../platform/dialog.tsx';
import { FormField } from '../platform/form-field.tsx';
import { History } from '../platform/history.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { Panel, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';

const words = {
  edit: ['修改', 'Change'],
  issue: ['发布', 'Publish'],
  askIssue: ['发布“{title}”？', 'Publish “{title}”?'],
  issueMore: ['发布后不能再改，只能撤回。', 'It stays as it is from then on and can only be withdrawn.'],
  withdraw: ['撤回', 'Withdraw'],
  askWithdraw: ['撤回“{title}”？', 'Withdraw “{title}”?'],
  reason: ['撤回原因', 'Why it is withdrawn'],
  from: ['有效期', 'In force'],
  issued: ['发布', 'Published'],
  withdrawn: ['撤回', 'Withdrawn'],
  history: ['修改记录', 'History'],
} as const;

const acts = {
  'notice.draft': ['起草', 'wrote it'],
  'notice.issue': ['发布', 'published it'],
  'notice.withdraw': ['撤回', 'withdrew it'],
  titleZh: ['标题（中文）', 'title in Chinese'],
  titleEn: ['标题（英文）', 'title in English'],
  bodyZh: ['正文（中文）', 'text in Chinese'],
  bodyEn: ['正文（英文）', 'text in English'],
  state: ['状态', 'state'],
  from: ['从', 'from'],
  until: ['到', 'until'],
} as const;

/** One notice with its trace, and the acts that its state allows. */
export function NoticeDrawer(props: { notice: Notice; onClose: () => void; onEdit: () => void }) {
  const { notice } = props;
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const body = language === 'zh' ? notice.bodyZh : notice.bodyEn;
  return (
    <DetailDrawer
      open
      title={language === 'zh' ? notice.titleZh : notice.titleEn}
      onClose={props.onClose}
      foot={
        <>
          {notice.state === 'draft' && may('bulletin.draft') && <Button onClick={props.onEdit}>{text('edit')}</Button>}
          {notice.state === 'draft' && may('bulletin.issue') && <Publish notice={notice} />}
          {notice.state === 'issued' && may('bulletin.issue') && <Withdraw notice={notice} />}
        </>
      }
    >
      <Particulars
        rows={[
          [
            text('from'),
            <span key="days">
              <Day day={notice.from} year /> – <Day day={notice.until} year />
            </span>,
          ],
          ...(notice.issuedAt === null
            ? []
            : [[text('issued'), <Trace key="issued" who={notice.issuedBy} at={notice.issuedAt} />] as const]),
          ...(notice.withdrawnAt === null
            ? []
            : [
                [
                  text('withdrawn'),
                  <span key="withdrawn">
                    <Trace who={notice.withdrawnBy} at={notice.withdrawnAt} /> {notice.withdrawnReason}
                  </span>,
                ] as const,
              ]),
        ]}
      />
      <div className="bulletin-notice">{body}</div>
      {may('bulletin.draft') && (
        <Panel title={text('history')}>
          <History subject="bulletin-notice" id={notice.id} names={acts} topics={['bulletins']} />
        </Panel>
      )}
    </DetailDrawer>
  );
}

function Trace({ who, at }: { who: string | null; at: string }) {
  return (
    <span>
      {who} · <Moment at={at} year />
    </span>
  );
}

function Publish({ notice }: { notice: Notice }) {
  const { language } = useLanguage();
  const text = useText(words);
  const issue = useAct(bulletinContracts.issueNotice);
  const title = language === 'zh' ? notice.titleZh : notice.titleEn;
  return (
    <>
      {issue.problem !== null && <ProblemView problem={issue.problem} />}
      <Confirm
        title={text('askIssue', { title })}
        more={<p>{text('issueMore')}</p>}
        act={text('issue')}
        running={issue.running}
        onConfirm={() => issue.run({ params: { id: notice.id }, body: { revision: notice.revision } })}
      >
        {(ask) => (
          <Button type="primary" onClick={ask}>
            {text('issue')}
          </Button>
        )}
      </Confirm>
    </>
  );
}

function Withdraw({ notice }: { notice: Notice }) {
  const { language } = useLanguage();
  const text = useText(words);
  const [reason, setReason] = useState('');
  const withdraw = useAct(bulletinContracts.withdrawNotice);
  const title = language === 'zh' ? notice.titleZh : notice.titleEn;
  return (
    <>
      {withdraw.problem !== null && <ProblemView problem={withdraw.problem} />}
      <Confirm
        title={text('askWithdraw', { title })}
        more={
          <FormField label={text('reason')}>
            {(field) => (
              <Input {...field} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </FormField>
        }
        act={text('withdraw')}
        running={withdraw.running}
        onConfirm={() => withdraw.run({ params: { id: notice.id }, body: { reason } })}
      >
        {(ask) => <Button onClick={ask}>{text('withdraw')}</Button>}
      </Confirm>
    </>
  );
}

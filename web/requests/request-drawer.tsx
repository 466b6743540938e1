import { Button } from 'antd';
import { useState } from 'react';
import { meetingNames, type RequestNote, requestContracts, type SupplyRequest } from '#contracts/requests.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { Paragraph } from '../platform/controls.tsx';
import { useAct, useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { Confirm, DetailDrawer } from '../platform/dialog.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { Quantity } from '../platform/number.tsx';
import { OrderLinks } from '../platform/order-links.tsx';
import { Panel, Particulars } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { AnswerForm } from './answer-form.tsx';
import { OutlookView } from './outlook-view.tsx';
import { StateTag, Urgency, useChoices, useItemWords, useQuantityWords } from './shared.tsx';

const words = {
  title: ['申请 {number}', 'Request {number}'],
  answer: ['答复', 'Answer'],
  withdraw: ['撤回', 'Withdraw'],
  askWithdraw: ['撤回申请 {number}？', 'Withdraw request {number}?'],
  release: ['动用储备', 'Release from a reserve'],
  state: ['状态', 'State'],
  point: ['需求点', 'Place'],
  asked: ['申请', 'Asked'],
  when: ['日期', 'Days'],
  reason: ['原因', 'Why'],
  urgency: ['紧急程度', 'Urgency'],
  answerBy: ['答复时限', 'Answer by'],
  late: ['已超时', 'late'],
  substitutes: ['可替代', 'Substitutes'],
  partial: ['部分', 'A part'],
  partialYes: ['部分也收', 'helps too'],
  partialNo: ['只收足额', 'only the whole helps'],
  beside: ['与此重叠', 'Overlaps with'],
  granted: ['同意', 'Granted'],
  delivered: ['已送到', 'Delivered'],
  orders: ['调拨令', 'Orders'],
  covered: ['已下达', 'In orders'],
  waits: ['待下达 ', 'still to be ordered: '],
  act_uncovered: ['待重新下达', 'waits for an order again'],
  decision: ['答复说明', 'Answer'],
  referred: ['转给', 'Referred to'],
  outlook: ['将得到什么', 'What will come'],
  talk: ['往来', 'Conversation'],
  say: ['留言', 'Write'],
  send: ['发送', 'Send'],
  act_filed: ['提出申请', 'filed it'],
  act_said: ['', ''],
  act_accepted: ['同意', 'accepted it'],
  act_refused: ['未同意', 'refused it'],
  act_referred: ['转上级', 'referred it'],
  act_withdrawn: ['撤回', 'withdrew it'],
  act_ordered: ['下达调拨令', 'gave the order'],
  act_delivered: ['送到', 'delivered'],
} as const;

export function RequestDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText(words);
  const may = useMay();
  const [answering, setAnswering] = useState(false);
  const read = useData(requestContracts.read, { params: { id } }, { topics: ['requests'] });
  const request = read.data?.request;
  const waits = request?.state === 'filed' || request?.state === 'referred';
  return (
    <>
      <DetailDrawer
        open
        title={request === undefined ? '' : text('title', { number: request.number })}
        onClose={onClose}
        foot={
          request !== undefined && (
            <>
              {waits && may('request.decide') && (
                <Button type="primary" onClick={() => setAnswering(true)}>
                  {text('answer')}
                </Button>
              )}
              {request.granted?.metBy === 'reserve' && request.state === 'accepted' && may('reserve.read') && (
                <PageLink to={releaseLink(request)} className="bg-button">
                  {text('release')}
                </PageLink>
              )}
              {(waits || (request.state === 'accepted' && Number(request.granted?.covered) === 0)) &&
                may('request.file') && <Withdraw request={request} />}
            </>
          )
        }
      >
        {read.error && <ProblemView problem={read.error} onRetry={() => void read.refetch()} />}
        {request !== undefined && (
          <>
            <Facts request={request} />
            <Panel title={text('outlook')}>
              <OutlookView
                point={request.point}
                item={request.item}
                grade={request.grade}
                by={request.by}
                except={request.id}
              />
            </Panel>
            <Talk id={request.id} item={request.granted?.item ?? request.item} notes={read.data?.notes ?? []} />
          </>
        )}
      </DetailDrawer>
      {answering && request !== undefined && <AnswerForm request={request} onClose={() => setAnswering(false)} />}
    </>
  );
}

/** The reserves' page with its form filled from what was granted. */
function releaseLink(request: SupplyRequest): string {
  const { granted } = request;
  const query = new URLSearchParams({
    release: request.id,
    to: request.point,
    item: granted?.item ?? request.item,
    quantity: granted === null ? request.quantity : restOf(granted),
    by: request.by,
    why: `${request.number} ${request.reason}`,
  });
  if (granted?.grade === 'medical') query.set('grade', 'medical');
  return `/stock/reserves?${query}`;
}

/** What no order brings yet of what was granted. */
function restOf({ quantity, covered }: NonNullable<SupplyRequest['granted']>): string {
  return String(Math.max(0, Number((Number(quantity) - Number(covered)).toFixed(6))));
}

function Facts({ request }: { request: SupplyRequest }) {
  const { language } = useLanguage();
  const text = useText(words);
  const itemWords = useItemWords();
  const { item } = useChoices();
  const { granted } = request;
  const rows: Array<readonly [string, React.ReactNode] | null> = [
    [text('state'), <StateTag key="state" request={request} />],
    request.referredTo === null ? null : [text('referred'), pick(roleNames[request.referredTo], language)],
    granted === null
      ? null
      : [
          text('granted'),
          <span key="granted">
            {itemWords(granted.item, granted.grade)}{' '}
            <Quantity value={granted.quantity} unit={item(granted.item).unit} exact />
            {' · '}
            {pick(meetingNames[granted.metBy], language)}
          </span>,
        ],
    granted === null || Number(granted.delivered) === 0
      ? null
      : [
          text('delivered'),
          <Quantity key="delivered" value={granted.delivered} unit={item(granted.item).unit} exact />,
        ],
    request.orders.length === 0 ? null : [text('orders'), <OrderLinks key="orders" numbers={request.orders} />],
    granted === null || request.orders.length === 0
      ? null
      : [
          text('covered'),
          <span key="covered">
            <Quantity value={granted.covered} unit={item(granted.item).unit} exact />
            {Number(restOf(granted)) > 0 && (
              <span className="bg-warning">
                {' '}
                {text('waits')}
                <Quantity value={restOf(granted)} unit={item(granted.item).unit} exact />
              </span>
            )}
          </span>,
        ],
    request.decidedAt === null
      ? null
      : [
          text('decision'),
          <span key="decision">
            {request.decisionReason} <span className="bg-muted">{request.decidedBy} · </span>
            <Moment at={request.decidedAt} />
          </span>,
        ],
    [text('point'), request.pointName],
    [
      text('asked'),
      <span key="asked">
        {itemWords(request.item, request.grade)}{' '}
        <Quantity value={request.quantity} unit={item(request.item).unit} exact />
      </span>,
    ],
    [
      text('when'),
      <span key="when">
        <Day day={request.from} /> – <Day day={request.by} />
      </span>,
    ],
    [text('reason'), request.reason],
    [text('urgency'), <Urgency key="urgency" request={request} />],
    request.decidedAt !== null || request.state === 'withdrawn'
      ? null
      : [
          text('answerBy'),
          <span key="answerBy" className={request.overdue ? 'bg-warning' : undefined}>
            <Moment at={request.answerBy} /> {request.overdue && text('late')}
          </span>,
        ],
    request.substitutes.length === 0
      ? null
      : [
          text('substitutes'),
          request.substitutes.map((code) => localName(item(code), language)).join(language === 'zh' ? '、' : ', '),
        ],
    [text('partial'), text(request.partialOk ? 'partialYes' : 'partialNo')],
    request.beside === null ? null : [text('beside'), request.beside],
  ];
  return <Particulars rows={rows.filter((row) => row !== null)} />;
}

/** What orders did is noted as '<order> · <quantity> · <why>', with the quantity in base units. */
function wordsOf({ act, words: noted }: RequestNote, quantity: (amount: string) => string): string {
  if (act === 'delivered') return quantity(noted);
  if (act !== 'ordered' && act !== 'uncovered') return noted;
  const [order, amount, ...why] = noted.split(' · ');
  return amount === undefined ? noted : [order, quantity(amount), ...why].filter((part) => part !== '').join(' · ');
}

function Talk({ id, item, notes }: { id: string; item: string; notes: readonly RequestNote[] }) {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const quantity = useQuantityWords();
  const [written, setWritten] = useState('');
  const say = useAct(requestContracts.say, { onDone: () => setWritten('') });
  const actOf = (note: RequestNote): string => {
    const name = `act_${note.act}`;
    return name in words ? text(name as keyof typeof words) : note.act;
  };
  return (
    <Panel title={text('talk')}>
      <ol className="requests-talk">
        {notes.map((note) => (
          <li key={note.number}>
            <span className="bg-muted">
              {note.by} · {note.role in roleNames ? pick(roleNames[note.role as Role], language) : note.role} ·{' '}
              <Moment at={note.at} />
            </span>
            <span>
              {actOf(note) !== '' && <strong>{actOf(note)} </strong>}
              {wordsOf(note, (amount) => quantity(amount, item))}
            </span>
          </li>
        ))}
      </ol>
      {(may('request.file') || may('request.decide')) && (
        <>
          <FormField label={text('say')}>
            {(field) => <Paragraph field={field} value={written} onChange={setWritten} />}
          </FormField>
          {say.problem !== null && <ProblemView problem={say.problem} />}
          <FormActions>
            <Button
              disabled={written.trim() === ''}
              loading={say.running}
              onClick={() => void say.run({ params: { id }, body: { words: written.trim() } })}
            >
              {text('send')}
            </Button>
          </FormActions>
        </>
      )}
    </Panel>
  );
}

function Withdraw({ request }: { request: SupplyRequest }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const withdraw = useAct(requestContracts.withdraw);
  return (
    <>
      {withdraw.problem !== null && <ProblemView problem={withdraw.problem} />}
      <Confirm
        title={text('askWithdraw', { number: request.number })}
        more={
          <FormField label={text('reason')}>
            {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
          </FormField>
        }
        act={text('withdraw')}
        running={withdraw.running}
        onConfirm={() => withdraw.run({ params: { id: request.id }, body: { reason } })}
      >
        {(ask) => <Button onClick={ask}>{text('withdraw')}</Button>}
      </Confirm>
    </>
  );
}

import {
  type ClaimDetail as Claim,
  type ClaimEvent,
  claimBearerNames,
  claimContracts,
  claimOwnerNames,
  claimStateNames,
} from '#contracts/claims.ts';
import { useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { PageLink } from '../../platform/navigation.tsx';
import { Quantity } from '../../platform/number.tsx';
import { Panel, Particulars } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useItemWords } from '../orders/shared.tsx';
import { AnswerForm, ArrivedForm, SettleForm } from './claim-forms.tsx';
import { Due, NextAct, useAge } from './claim-words.tsx';
import { ReceiptPhotos } from './receipt-photos.tsx';

const words = {
  order: ['调拨令', 'Order'],
  way: ['发货 → 收货', 'From → to'],
  goods: ['物资', 'Goods'],
  state: ['状态', 'State'],
  next: ['下一步', 'Next'],
  due: ['期限', 'Until'],
  owner: ['责任方', 'Who answers'],
  why: ['依据', 'By'],
  whole: ['外包装完好，应是发货时如此', 'The outer packing is whole: it was packed so'],
  broken: ['外包装破损，应是运输途中所致', 'The outer packing is damaged: it happened on the way'],
  opened: ['登记', 'Opened'],
  age: ['已历', 'Age'],
  quantity: ['数量', 'Quantity'],
  arrived: ['已补收', 'Came later'],
  returned: ['退回发货方', 'Went back'],
  lost: ['核销', 'Written off'],
  unaccounted: ['未说明去向', 'Unaccounted for'],
  damagedAlready: ['签收时已报损', 'Written off when it was received'],
  bearer: ['损失由谁承担', 'Who bears the loss'],
  history: ['经过', 'History'],
  accepted: ['认可', 'accepted'],
  rejected: ['不认可', 'rejected'],
} as const;
const eventNames: Record<ClaimEvent['kind'], readonly [string, string]> = {
  opened: ['登记差异', 'Opened'],
  answered: ['答复', 'Answered'],
  arrived: ['补收', 'The rest came'],
  settled: ['结案', 'Settled'],
};
const partsOfMissing = ['arrived', 'returned', 'lost', 'unaccounted'] as const;

/** One claim: what it is, what was said, and what the reader may do about it. */
export function ClaimDetail({ id }: { id: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const itemWords = useItemWords();
  const age = useAge();
  const read = useData(claimContracts.read, { params: { id } }, { topics: ['receipts'], keepPrevious: true });
  const claim = read.data;
  if (claim === undefined) return <ProblemView problem={read.error} />;
  const { name, unit } = itemWords(claim.item);
  const may = (act: Claim['acts'][number]) => claim.acts.includes(act);
  return (
    <>
      <Particulars
        rows={[
          [
            text('order'),
            <PageLink key="order" to={`/dispatch/orders/${claim.order}`}>
              {claim.order}
            </PageLink>,
          ],
          [text('way'), `${claim.from.name} → ${claim.to.name}`],
          [text('goods'), `${name} ${claim.lotNumber}`],
          [text('quantity'), <Quantity key="quantity" value={claim.quantity} unit={unit} exact />],
          [text('state'), pick(claimStateNames[claim.state], language)],
          [text('next'), <NextAct key="next" claim={claim} />],
          ...(claim.due === null ? [] : [[text('due'), <Due key="due" claim={claim} />] as const]),
          [text('owner'), pick(claimOwnerNames[claim.owner], language)],
          [text('why'), text(claim.packingWhole ? 'whole' : 'broken')],
          [text('opened'), <Moment key="opened" at={claim.openedAt} year />],
          [text('age'), age(claim.ageHours)],
          ...(claim.kind === 'missing'
            ? partsOfMissing.map(
                (field) => [text(field), <Quantity key={field} value={claim[field]} unit={unit} exact />] as const,
              )
            : [[text('lost'), text('damagedAlready')] as const]),
          ...(claim.bearer === null ? [] : [[text('bearer'), pick(claimBearerNames[claim.bearer], language)] as const]),
        ]}
      />
      <ReceiptPhotos order={claim.order} numbers={claim.photos} />
      {may('receive') && <ArrivedForm key={`arrived-${claim.revision}`} claim={claim} unit={unit} />}
      {may('answer') && <AnswerForm key={`answer-${claim.revision}`} claim={claim} />}
      {/* another's answer may come in while this is being written: what is written stays */}
      {may('settle') && <SettleForm claim={claim} unit={unit} />}
      <Panel title={text('history')}>
        <ol className="receipts-events">
          {claim.events.map((event) => (
            <li key={event.number}>
              <span className="bg-muted">
                <Moment at={event.at} />
              </span>
              <span>
                {pick(eventNames[event.kind], language)} · {event.who}
                <Said event={event} unit={unit} />
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

/** What an entry of the history says besides who and when. */
function Said({ event, unit }: { event: ClaimEvent; unit: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const { accepts, answer, note, quantity, returned, lost, bearer } = event.detail;
  const said = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const amount = (value: unknown) => said(value) && value !== '0' && <Quantity value={value} unit={unit} exact />;
  const parts = [
    typeof accepts === 'boolean' && text(accepts ? 'accepted' : 'rejected'),
    amount(quantity),
    amount(returned) && (
      <>
        {text('returned')} {amount(returned)}
      </>
    ),
    amount(lost) && (
      <>
        {text('lost')} {amount(lost)}
      </>
    ),
    said(bearer) &&
      bearer in claimBearerNames &&
      pick(claimBearerNames[bearer as Exclude<Claim['bearer'], null>], language),
    said(answer) && answer,
    said(note) && note,
  ].filter((part) => part !== false);
  return (
    <span className="bg-muted">
      {parts.map((part, index) => (
        <span key={index}> · {part}</span>
      ))}
    </span>
  );
}

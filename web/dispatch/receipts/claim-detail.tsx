import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import {
  type ClaimBearer,
  type ClaimEvent,
  type ClaimHead,
  claimBearerNames,
  claimBearers,
  claimOwnerNames,
  claimStateNames,
  receiptContracts,
} from '#contracts/receipts.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { Panel, Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { useMay, useUser } from '../../platform/session.tsx';

const words = {
  state: ['状态', 'State'],
  owner: ['责任方', 'Who answers'],
  why: ['依据', 'By'],
  whole: ['外包装完好，应是发货时如此', 'The outer packing is whole: it was packed so'],
  broken: ['外包装破损，应是运输途中所致', 'The outer packing is damaged: it happened on the way'],
  due: ['答复期限', 'To be answered by'],
  quantity: ['数量', 'Quantity'],
  arrived: ['已补收', 'Came later'],
  returned: ['退回发货方', 'Went back'],
  lost: ['损失', 'Lost'],
  bearer: ['损失由谁承担', 'Who bears the loss'],
  history: ['经过', 'History'],
  answer: ['答复', 'Answer'],
  accepts: ['认可', 'Accept'],
  rejects: ['不认可', 'Reject'],
  accepted: ['认可', 'accepted'],
  rejected: ['不认可', 'rejected'],
  answered: ['已答复', 'Answered'],
  settle: ['结案', 'Settle'],
  settled: ['已结案', 'Settled'],
  note: ['结论', 'Conclusion'],
  receiveRest: ['补收', 'Receive the rest'],
  restQuantity: ['后来到了多少', 'How much came later'],
  received: ['已补收入库', 'Received'],
  missing: ['请填写', 'Fill this in'],
} as const;
const eventNames: Record<ClaimEvent['kind'], readonly [string, string]> = {
  opened: ['登记差异', 'Opened'],
  answered: ['答复', 'Answered'],
  arrived: ['补收', 'The rest came'],
  settled: ['结案', 'Settled'],
};
const renews = ['receipts', 'orders', 'stock'];

/** One claim: what it is, what was said, and what the reader may do about it. */
export function ClaimDetail({ id, unit }: { id: string; unit: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const user = useUser();
  const read = useData(receiptContracts.claim, { params: { id } }, { topics: ['receipts'], keepPrevious: true });
  const claim = read.data;
  if (claim === undefined) return <ProblemView problem={read.error} />;
  const open = claim.state !== 'settled';
  const answers = claim.state === 'open' && may('claim.answer') && (user?.scope === 'city' || claim.owner === 'sender');
  const receives = open && claim.kind === 'missing' && may('receipt.file') && user?.scope !== 'enterprise';
  return (
    <>
      <Particulars
        rows={[
          [text('state'), pick(claimStateNames[claim.state], language)],
          [text('quantity'), <Quantity key="quantity" value={claim.quantity} unit={unit} exact />],
          [text('owner'), pick(claimOwnerNames[claim.owner], language)],
          [text('why'), text(claim.packingWhole ? 'whole' : 'broken')],
          [text('due'), <Moment key="due" at={claim.answerDue} year />],
          ...(claim.kind === 'missing'
            ? (['arrived', 'returned', 'lost'] as const).map(
                (field) => [text(field), <Quantity key={field} value={claim[field]} unit={unit} exact />] as const,
              )
            : []),
          ...(claim.bearer === null ? [] : [[text('bearer'), pick(claimBearerNames[claim.bearer], language)] as const]),
        ]}
      />
      {answers && <AnswerForm key={`answer-${claim.revision}`} claim={claim} />}
      {receives && <ArrivedForm key={`arrived-${claim.revision}`} claim={claim} unit={unit} />}
      {open && may('claim.settle') && <SettleForm key={`settle-${claim.revision}`} claim={claim} unit={unit} />}
      <Panel title={text('history')}>
        <ol className="orders-events">
          {claim.events.map((event) => (
            <li key={event.number}>
              <span className="bg-muted">
                <Moment at={event.at} />
              </span>
              <span>
                {pick(eventNames[event.kind], language)} · {event.who}
                <Said event={event} />
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}

function Said({ event }: { event: ClaimEvent }) {
  const text = useText(words);
  const { accepts, answer, note, quantity } = event.detail;
  const parts = [
    typeof accepts === 'boolean' ? text(accepts ? 'accepted' : 'rejected') : '',
    ...[quantity, answer, note].map((part) => (typeof part === 'string' ? part : '')),
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : <span className="bg-muted"> · {parts.join(' · ')}</span>;
}

function AnswerForm({ claim }: { claim: ClaimHead }) {
  const text = useText(words);
  const [answer, setAnswer] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct(receiptContracts.answer, { onDone: () => notify(words.answered), renews });
  const send = (accepts: boolean): void => {
    setMissing(answer.trim() === '');
    if (answer.trim() === '') return;
    void act.run({ params: { id: claim.id }, body: { revision: claim.revision, accepts, answer } });
  };
  const problem = missing ? text('missing') : fieldProblem(act.problem, 'answer');
  return (
    <Panel title={text('answer')}>
      <FormField label={text('answer')} problem={problem}>
        {(field) => (
          <Input.TextArea
            {...field}
            maxLength={500}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
        )}
      </FormField>
      <ProblemView problem={act.problem} besideFields />
      <FormActions>
        <Button type="primary" loading={act.running} onClick={() => send(true)}>
          {text('accepts')}
        </Button>
        <Button loading={act.running} onClick={() => send(false)}>
          {text('rejects')}
        </Button>
      </FormActions>
    </Panel>
  );
}

function ArrivedForm({ claim, unit }: { claim: ClaimHead; unit: string }) {
  const text = useText(words);
  const [quantity, setQuantity] = useState<string | null>(null);
  const act = useAct(receiptContracts.arrived, { onDone: () => notify(words.received), renews });
  return (
    <Panel title={text('receiveRest')}>
      <FormField label={text('restQuantity')} problem={fieldProblem(act.problem, 'quantity')}>
        {(field) => <QuantityInput {...field} unit={unit} value={quantity} onChange={setQuantity} />}
      </FormField>
      <ProblemView problem={act.problem} besideFields />
      <FormActions>
        <Button
          type="primary"
          loading={act.running}
          disabled={quantity === null}
          onClick={() =>
            quantity !== null &&
            void act.run({ params: { id: claim.id }, body: { revision: claim.revision, quantity } })
          }
        >
          {text('receiveRest')}
        </Button>
      </FormActions>
    </Panel>
  );
}

function SettleForm({ claim, unit }: { claim: ClaimHead; unit: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [bearer, setBearer] = useState<ClaimBearer>(claim.owner);
  const [amounts, setAmounts] = useState<Record<'returned' | 'lost', string | null>>({ returned: null, lost: null });
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct(receiptContracts.settle, { onDone: () => notify(words.settled), renews });
  const send = (): void => {
    setMissing(note.trim() === '');
    if (note.trim() === '') return;
    const given = { returned: amounts.returned ?? '0', lost: amounts.lost ?? '0' };
    void act.run({ params: { id: claim.id }, body: { revision: claim.revision, bearer, note, ...given } });
  };
  return (
    <Panel title={text('settle')}>
      {claim.kind === 'missing' &&
        (['returned', 'lost'] as const).map((name) => (
          <FormField key={name} label={text(name)} optional problem={fieldProblem(act.problem, name)}>
            {(field) => (
              <QuantityInput
                {...field}
                unit={unit}
                value={amounts[name]}
                onChange={(value) => setAmounts({ ...amounts, [name]: value })}
              />
            )}
          </FormField>
        ))}
      <FormField label={text('bearer')}>
        {(field) => (
          <Select
            {...field}
            value={bearer}
            onChange={setBearer}
            options={claimBearers.map((value) => ({ value, label: pick(claimBearerNames[value], language) }))}
          />
        )}
      </FormField>
      <FormField label={text('note')} problem={missing ? text('missing') : fieldProblem(act.problem, 'note')}>
        {(field) => (
          <Input.TextArea {...field} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </FormField>
      <ProblemView problem={act.problem} besideFields />
      <FormActions>
        <Button type="primary" loading={act.running} onClick={send}>
          {text('settle')}
        </Button>
      </FormActions>
    </Panel>
  );
}

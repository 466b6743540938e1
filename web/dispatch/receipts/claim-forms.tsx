import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { type ClaimBearer, type ClaimHead, claimBearerNames, claimBearers, claimContracts } from '#contracts/claims.ts';
import { useAct } from '../../platform/data.ts';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { Panel } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';

const words = {
  answer: ['答复', 'Answer'],
  accepts: ['认可', 'Accept'],
  rejects: ['不认可', 'Reject'],
  answered: ['已答复', 'Answered'],
  settle: ['结案', 'Settle'],
  settled: ['已结案', 'Settled'],
  returned: ['退回发货方', 'Went back'],
  lost: ['核销（损失）', 'Written off as lost'],
  bearer: ['损失由谁承担', 'Who bears the loss'],
  bearerMeaning: [
    '只按完好签收的数量付款：由发货方承担即不付这部分货款；由运输或收货方承担的，财务据此向其追偿。',
    'Only what came in good condition is paid. Borne by the sender, the rest is credited; borne by transport or the receiver, finance recovers it there.',
  ],
  note: ['结论', 'Conclusion'],
  receiveRest: ['补收', 'Receive the rest'],
  restQuantity: ['后来到了多少', 'How much came later'],
  received: ['已补收入库', 'Received'],
  missing: ['请填写', 'Fill this in'],
  unaccounted: ['还有多少未说明去向', 'Still unaccounted for'],
  allBack: ['全部退回', 'All went back'],
  allLost: ['全部核销', 'Write all off'],
} as const;
const renews = ['receipts', 'orders', 'stock'];

/** The owner accepts or rejects, and says why. */
export function AnswerForm({ claim }: { claim: ClaimHead }) {
  const text = useText(words);
  const [answer, setAnswer] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct(claimContracts.answer, { onDone: () => notify(words.answered), renews });
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

/** The receiver signs for what came later. */
export function ArrivedForm({ claim, unit }: { claim: ClaimHead; unit: string }) {
  const text = useText(words);
  const [quantity, setQuantity] = useState<string | null>(null);
  const act = useAct(claimContracts.arrived, { onDone: () => notify(words.received), renews });
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

/** What became of what is missing, who bears the loss, and why: ends the claim. */
export function SettleForm({ claim, unit }: { claim: ClaimHead; unit: string }) {
  const text = useText(words);
  const { language } = useLanguage();
  const [bearer, setBearer] = useState<ClaimBearer>(claim.owner);
  const [amounts, setAmounts] = useState<Record<'returned' | 'lost', string | null>>({ returned: null, lost: null });
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct(claimContracts.settle, { onDone: () => notify(words.settled), renews });
  const send = (): void => {
    setMissing(note.trim() === '');
    if (note.trim() === '') return;
    const given = { returned: amounts.returned ?? '0', lost: amounts.lost ?? '0' };
    void act.run({ params: { id: claim.id }, body: { revision: claim.revision, bearer, note, ...given } });
  };
  return (
    <Panel title={text('settle')}>
      {claim.kind === 'missing' && (
        <p className="receipts-unaccounted">
          {text('unaccounted')} <Quantity value={claim.unaccounted} unit={unit} exact />
          <Button size="small" onClick={() => setAmounts({ returned: null, lost: claim.unaccounted })}>
            {text('allLost')}
          </Button>
          <Button size="small" onClick={() => setAmounts({ returned: claim.unaccounted, lost: null })}>
            {text('allBack')}
          </Button>
        </p>
      )}
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
      <p className="bg-muted">{text('bearerMeaning')}</p>
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

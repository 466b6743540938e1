import { Button, Radio } from 'antd';
import { useState } from 'react';
import {
  type AnswerLevel,
  answerLevels,
  meetingNames,
  meetings,
  requestContracts,
  type SupplyRequest,
} from '#contracts/requests.ts';
import { roleNames } from '#contracts/roles.ts';
import { Choose, Paragraph } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useUser } from '../platform/session.tsx';
import { useChoices } from './shared.tsx';

const words = {
  title: ['答复申请 {number}', 'Answer request {number}'],
  cancel: ['取消', 'Cancel'],
  how: ['怎样答复', 'The answer'],
  accept: ['同意', 'Accept'],
  refuse: ['不同意', 'Refuse'],
  refer: ['转上级', 'Refer'],
  done: ['已答复', 'Answered'],
  item: ['给什么', 'What it gets'],
  quantity: ['数量', 'Quantity'],
  metBy: ['怎样落实', 'How it is met'],
  to: ['转给', 'To'],
  reason: ['说明（申请人会看到）', 'Words that the filer reads'],
} as const;

type ActName = 'accept' | 'refuse' | 'refer';

/** Accepts whole, in part or by a substitute; refuses; refers upwards. */
export function AnswerForm({ request, onClose }: { request: SupplyRequest; onClose: () => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const user = useUser();
  const { item: itemOf } = useChoices();
  const above = answerLevels.slice((answerLevels as readonly string[]).indexOf(user.role) + 1);
  const [act, setAct] = useState<ActName>('accept');
  const [item, setItem] = useState(request.item);
  const [quantity, setQuantity] = useState<string | null>(request.quantity);
  const [metBy, setMetBy] = useState<(typeof meetings)[number]>('plan');
  const [to, setTo] = useState<AnswerLevel | undefined>(above[0]);
  const [reason, setReason] = useState('');
  const decide = useAct(requestContracts.decide, {
    onDone: () => {
      notify(words.done);
      onClose();
    },
  });
  const ready = act === 'accept' ? quantity !== null : reason.trim() !== '' && (act === 'refuse' || to !== undefined);

  function send(): void {
    const given = reason.trim();
    const answer =
      act === 'accept'
        ? { act, quantity: quantity ?? '', item, metBy, reason: given }
        : act === 'refuse'
          ? { act, reason: given }
          : { act, to: to ?? 'city_lead', reason: given };
    void decide.run({ params: { id: request.id }, body: { revision: request.revision, answer } });
  }

  return (
    <Dialog
      open
      title={text('title', { number: request.number })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!ready} loading={decide.running} onClick={send}>
            {text(act)}
          </Button>
        </>
      }
    >
      <Radio.Group
        className="requests-choices"
        aria-label={text('how')}
        value={act}
        options={(['accept', 'refuse', 'refer'] as const)
          .filter((name) => name !== 'refer' || above.length > 0)
          .map((value) => ({ value, label: text(value) }))}
        onChange={(event) => setAct(event.target.value as ActName)}
      />
      {act === 'accept' && (
        <Fields>
          <FormField label={text('item')}>
            {(field) => (
              <Choose
                field={field}
                value={item}
                options={[request.item, ...request.substitutes].map((code) => ({
                  value: code,
                  label: localName(itemOf(code), language),
                }))}
                onChange={(code) => {
                  // what is counted otherwise is not the same number
                  if (itemOf(code).unit !== itemOf(item).unit) setQuantity(null);
                  setItem(code);
                }}
              />
            )}
          </FormField>
          <FormField label={text('quantity')} problem={fieldProblem(decide.problem, 'answer.quantity')}>
            {(field) => (
              <QuantityInput
                key={itemOf(item).unit}
                {...field}
                unit={itemOf(item).unit}
                value={quantity}
                onChange={setQuantity}
              />
            )}
          </FormField>
          <FormField label={text('metBy')}>
            {(field) => (
              <Choose
                field={field}
                value={metBy}
                options={meetings.map((value) => ({ value, label: pick(meetingNames[value], language) }))}
                onChange={(value) => setMetBy(meetings.find((known) => known === value) ?? 'plan')}
              />
            )}
          </FormField>
        </Fields>
      )}
      {act === 'refer' && (
        <FormField label={text('to')}>
          {(field) => (
            <Choose
              field={field}
              value={to ?? null}
              options={above.map((value) => ({ value, label: pick(roleNames[value], language) }))}
              onChange={(value) => setTo(answerLevels.find((level) => level === value))}
            />
          )}
        </FormField>
      )}
      <FormField
        label={text('reason')}
        optional={act === 'accept'}
        problem={fieldProblem(decide.problem, 'answer.reason')}
      >
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      {decide.problem !== null && <ProblemView problem={decide.problem} besideFields />}
    </Dialog>
  );
}

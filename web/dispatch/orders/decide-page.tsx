import { Button, Checkbox, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { orderContracts } from '#contracts/orders.ts';
import { orderKindNames, orderLevelNames } from '#contracts/orders-terms.ts';
import { useAct, useData } from '../../platform/data.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { useDraft } from '../../platform/draft.ts';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useGo } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { PageHeader, Panel } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useToday } from '../../platform/session.tsx';
import './orders.css';
import { DecideLines, type DraftLine } from './decide-lines.tsx';
import { NeedsPanel } from './needs-panel.tsx';

const words = {
  back: ['调拨令', 'Orders'],
  title: ['计划外调拨', 'An order outside the plan'],
  lead: [
    '在您的权限内即刻下达并锁定批次；超出权限的等上级批准；标为紧急的先执行、限时补批。',
    'Within your limits it is issued and its lots set aside at once; above them it waits for approval. Marked urgent, it runs first and is confirmed afterwards.',
  ],
  kind: ['来由', 'Kind'],
  urgent: ['紧急：先执行，限时补批', 'Urgent: run now, confirm later'],
  from: ['发货单位', 'From'],
  to: ['收货单位', 'To'],
  choose: ['请选择', 'Choose'],
  dispatchDay: ['发出日期', 'Leaves on'],
  dueDay: ['到货日期', 'Due on'],
  dueHint: ['不填则按里程推算', 'Left empty, by the distance'],
  reason: ['原因', 'Why'],
  reasonHint: ['批准人和企业都会看到', 'Approvers and the producer read it'],
  note: ['备注', 'Note'],
  send: ['下达', 'Issue'],
  missing: ['请填写', 'Fill this in'],
  issued: ['已下达 {number}', '{number} issued'],
  waiting: ['已提交 {number}，等{level}批准', '{number} waits for the {level}'],
} as const;

interface Draft {
  kind: 'urgent' | 'reserve' | 'request' | 'rotation';
  urgent: boolean;
  fromPlace: string;
  toPlace: string;
  dispatchDay: string;
  dueDay: string;
  reason: string;
  note: string;
  lines: DraftLine[];
  /** the request that it meets */
  requestId?: string;
}

/** A duty to replenish opens the form filled: `?to=reserve:R1&item=…&quantity=…&why=…`. */
function filledFromAddress(): Partial<Draft> | null {
  const query = new URLSearchParams(window.location.search);
  const toPlace = query.get('to');
  if (toPlace === null) return null;
  const line = { key: 1, item: query.get('item') ?? '', grade: null, quantity: query.get('quantity') };
  return { toPlace, reason: query.get('why') ?? '', lines: [line] };
}

const kinds = ['urgent', 'reserve', 'request', 'rotation'] as const;

export default function DecidePage() {
  const text = useText(words);
  const { language } = useLanguage();
  const go = useGo();
  const today = useToday();
  const initial: Draft = {
    kind: 'urgent',
    urgent: false,
    fromPlace: '',
    toPlace: '',
    dispatchDay: today,
    dueDay: '',
    reason: '',
    note: '',
    lines: [{ key: 1, item: '', grade: null, quantity: null }],
  };
  const filled = filledFromAddress();
  // what an address fills is a draft of its own: the one that was begun by hand stays
  const draft = useDraft(filled === null ? 'orders-decide' : `orders-decide-${window.location.search}`, {
    ...initial,
    ...filled,
  });
  const { value } = draft;
  const change = (part: Partial<Draft>) => draft.change((before) => ({ ...before, ...part }));
  const [tried, setTried] = useState(false);
  const places = useData(orderContracts.places, {}, { topics: ['stock'] }).data?.rows ?? [];
  const decide = useAct(orderContracts.decide, {
    onDone: ({ id, number, state, approvalLevel }) => {
      draft.discard();
      const level = orderLevelNames[approvalLevel];
      if (state === 'issued') notify([`已下达 ${number}`, `${number} issued`]);
      else notify([`已提交 ${number}，等${level[0]}批准`, `${number} waits for the ${level[1].toLowerCase()}`]);
      go(`/dispatch/orders/${id}`);
    },
    renews: ['orders', 'stock'],
  });
  const complete =
    value.fromPlace !== '' &&
    value.toPlace !== '' &&
    value.reason.trim() !== '' &&
    value.lines.every((line) => line.item !== '' && line.quantity !== null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!complete) return;
    const { dueDay, lines, requestId, ...rest } = value;
    void decide.run({
      body: {
        ...rest,
        ...(dueDay === '' ? {} : { dueDay }),
        ...(requestId !== undefined && value.kind === 'request' ? { requestId } : {}),
        lines: lines.map(({ item, grade, quantity }) => ({ item, grade, quantity: quantity ?? '' })),
      },
    });
  };
  const needed = (filled: boolean, field: string) =>
    tried && !filled ? text('missing') : fieldProblem(decide.problem, field);
  const options = (senders: boolean) =>
    places
      .filter(({ kind }) => !senders || kind !== 'demand_point')
      .map(({ place, name }) => ({ value: place, label: name }));
  const end = (field: 'fromPlace' | 'toPlace', label: string, senders: boolean) => (
    <FormField label={label} problem={needed(value[field] !== '', field)}>
      {(attributes) => (
        <Select
          {...attributes}
          className="bg-wide"
          placeholder={text('choose')}
          showSearch={{ optionFilterProp: 'label' }}
          value={value[field] === '' ? null : value[field]}
          options={options(senders)}
          onChange={(chosen: string) => change({ [field]: chosen })}
        />
      )}
    </FormField>
  );
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} back={{ to: '/dispatch/orders', label: text('back') }} />
      <NeedsPanel
        onRequest={({ requestId, toPlace, item, grade, quantity }) =>
          change({ kind: 'request', requestId, toPlace, lines: [{ key: 1, item, grade, quantity }] })
        }
      />
      <Panel>
        <form className="orders-form" onSubmit={submit}>
          <Fields>
            <FormField label={text('kind')}>
              {(attributes) => (
                <Select
                  {...attributes}
                  className="bg-wide"
                  value={value.kind}
                  options={kinds.map((kind) => ({ value: kind, label: pick(orderKindNames[kind], language) }))}
                  onChange={(kind) => change({ kind })}
                />
              )}
            </FormField>
            {end('fromPlace', text('from'), true)}
            {end('toPlace', text('to'), false)}
            <FormField label={text('dispatchDay')} problem={fieldProblem(decide.problem, 'dispatchDay')}>
              {(attributes) => (
                <DayInput
                  {...attributes}
                  value={value.dispatchDay}
                  from={today}
                  clearable={false}
                  onChange={(day) => change({ dispatchDay: day ?? today })}
                />
              )}
            </FormField>
            <FormField
              label={text('dueDay')}
              hint={text('dueHint')}
              optional
              problem={fieldProblem(decide.problem, 'dueDay')}
            >
              {(attributes) => (
                <DayInput
                  {...attributes}
                  value={value.dueDay || null}
                  from={value.dispatchDay}
                  onChange={(day) => change({ dueDay: day ?? '' })}
                />
              )}
            </FormField>
          </Fields>
          <DecideLines
            lines={value.lines}
            change={(lines) => change({ lines })}
            from={value.fromPlace}
            day={value.dispatchDay}
            tried={tried}
          />
          <FormField
            label={text('reason')}
            hint={text('reasonHint')}
            problem={needed(value.reason.trim() !== '', 'reason')}
          >
            {(attributes) => (
              <Input.TextArea
                {...attributes}
                rows={2}
                maxLength={500}
                value={value.reason}
                onChange={(event) => change({ reason: event.target.value })}
              />
            )}
          </FormField>
          <FormField label={text('note')} optional>
            {(attributes) => (
              <Input
                {...attributes}
                maxLength={500}
                value={value.note}
                onChange={(event) => change({ note: event.target.value })}
              />
            )}
          </FormField>
          <p>
            <Checkbox checked={value.urgent} onChange={(event) => change({ urgent: event.target.checked })}>
              {text('urgent')}
            </Checkbox>
          </p>
          <ProblemView problem={decide.problem} besideFields />
          <FormActions>
            <Button type="primary" htmlType="submit" loading={decide.running}>
              {text('send')}
            </Button>
          </FormActions>
        </form>
      </Panel>
    </>
  );
}

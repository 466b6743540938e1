import { Button, Checkbox, Radio, Select } from 'antd';
import { useState } from 'react';
import { requestContracts, type Urgency, urgencies, urgencyNames } from '#contracts/requests.ts';
import { Choose, ChooseSome, Paragraph } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { Panel } from '../platform/page.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useToday, useUser } from '../platform/session.tsx';
import { OutlookView } from './outlook-view.tsx';
import { useChoices } from './shared.tsx';

const words = {
  title: ['提出申请', 'File a request'],
  cancel: ['取消', 'Cancel'],
  file: ['提交', 'File'],
  filed: ['已提交', 'Filed'],
  filedSeries: ['定期申请已开始', 'The recurring request has started'],
  point: ['需求点', 'Place'],
  item: ['物资', 'Item'],
  medical: ['只收医用级', 'Medical grade only'],
  quantity: ['数量', 'Quantity'],
  every: ['多久一次', 'How often'],
  once: ['一次', 'Once'],
  day: ['每天', 'Every day'],
  week: ['每周', 'Every week'],
  by: ['最迟哪天要', 'By which day'],
  from: ['不早于', 'Not before'],
  first: ['第一次哪天要', 'The first day'],
  until: ['到哪天为止', 'Until'],
  urgency: ['紧急程度', 'Urgency'],
  reason: ['为什么要', 'Why'],
  substitutes: ['可用什么替代', 'What would do in its place'],
  partial: ['部分也收', 'A part of it helps too'],
  besides: ['我知道已有重叠的申请，这是另外需要的量', 'I know of the one that overlaps: this is needed besides'],
  outlook: ['现在能得到多少', 'What comes without asking'],
  incomplete: ['请先选物资、填数量、日期和原因', 'Choose an item, and give quantity, day and reason first'],
} as const;

type Every = 'once' | 'day' | 'week';

function useInput() {
  const user = useUser();
  const { points } = useChoices();
  const [input, setInput] = useState({
    point: null as string | null,
    item: '',
    medical: false,
    quantity: null as string | null,
    every: 'once' as Every,
    by: null as string | null,
    from: null as string | null,
    until: null as string | null,
    urgency: 'routine' as Urgency,
    reason: '',
    substitutes: [] as string[],
    partialOk: true,
    besidesKnown: false,
  });
  const own = user.role === 'requester' || points.length === 1 ? (points[0]?.id ?? '') : '';
  return {
    input: { ...input, point: input.point ?? own },
    set: (part: Partial<typeof input>) => setInput((before) => ({ ...before, ...part })),
  };
}

/** Files a request, once or again and again; beside the fields stands what comes without asking. */
export function RequestForm(props: { onClose: () => void; onFiled: (id: string | null) => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const today = useToday();
  const { points, items, item: itemOf } = useChoices();
  const { input, set } = useInput();
  const file = useAct(requestContracts.file, {
    onDone: ({ id }) => {
      notify(words.filed);
      props.onFiled(id);
    },
  });
  const start = useAct(requestContracts.startSeries, {
    onDone: () => {
      notify(words.filedSeries);
      props.onFiled(null);
    },
  });
  const problem = input.every === 'once' ? file.problem : start.problem;
  const item = itemOf(input.item);
  const grade = item.graded && input.medical ? ('medical' as const) : null;
  const { point, quantity, by, reason } = input;
  const ready = point !== '' && input.item !== '' && quantity !== null && by !== null && reason.trim() !== '';
  const options = items.map((entry) => ({ value: entry.code, label: localName(entry, language) }));

  /** A number of pieces is no number of tonnes; what was named as its substitute is not one any more. */
  function chooseItem(code: string): void {
    const substitutes = input.substitutes.filter((other) => other !== code);
    set({
      item: code,
      substitutes,
      ...(item.unit === '' || itemOf(code).unit === item.unit ? {} : { quantity: null }),
    });
  }

  function send(): void {
    if (!ready) return;
    const { urgency, substitutes, partialOk } = input;
    const asked = { point, item: input.item, grade, quantity, reason: reason.trim(), urgency, substitutes, partialOk };
    if (input.every === 'once') {
      const window = { by, ...(input.from === null ? {} : { from: input.from }) };
      void file.run({ body: { ...asked, ...window, besidesKnown: input.besidesKnown } });
    } else {
      const daysAhead = input.every === 'week' ? 3 : 1;
      void start.run({ body: { ...asked, every: input.every, daysAhead, first: by, until: input.until } });
    }
  }

  return (
    <Dialog
      open
      title={text('title')}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!ready} loading={file.running || start.running} onClick={send}>
            {text('file')}
          </Button>
        </>
      }
    >
      <Fields>
        <FormField label={text('point')}>
          {(field) => (
            <Choose
              field={field}
              value={point}
              options={points.map((entry) => ({ value: entry.id, label: entry.name }))}
              onChange={(value) => set({ point: value })}
            />
          )}
        </FormField>
        <FormField label={text('item')} problem={fieldProblem(problem, 'item')}>
          {(field) => <Choose field={field} value={input.item} options={options} onChange={chooseItem} />}
        </FormField>
        <FormField label={text('quantity')} problem={fieldProblem(problem, 'quantity')}>
          {(field) => (
            <QuantityInput
              key={item.unit}
              {...field}
              unit={item.unit}
              value={quantity}
              onChange={(value) => set({ quantity: value })}
            />
          )}
        </FormField>
        <FormField label={text('urgency')}>
          {(field) => (
            <Select<Urgency>
              {...field}
              value={input.urgency}
              options={urgencies.map((value) => ({ value, label: pick(urgencyNames[value], language) }))}
              onChange={(urgency) => set({ urgency })}
            />
          )}
        </FormField>
        <FormField label={text(input.every === 'once' ? 'by' : 'first')}>
          {(field) => <DayInput {...field} value={by} from={today} onChange={(day) => set({ by: day })} />}
        </FormField>
        {input.every === 'once' ? (
          <FormField label={text('from')} optional>
            {(field) => <DayInput {...field} value={input.from} from={today} onChange={(day) => set({ from: day })} />}
          </FormField>
        ) : (
          <FormField label={text('until')} optional>
            {(field) => (
              <DayInput {...field} value={input.until} from={today} onChange={(day) => set({ until: day })} />
            )}
          </FormField>
        )}
      </Fields>
      <div className="requests-choices">
        <Radio.Group
          aria-label={text('every')}
          value={input.every}
          options={(['once', 'day', 'week'] as const).map((value) => ({ value, label: text(value) }))}
          onChange={(event) => set({ every: event.target.value as Every })}
        />
        {item.graded && (
          <Checkbox checked={input.medical} onChange={(event) => set({ medical: event.target.checked })}>
            {text('medical')}
          </Checkbox>
        )}
        <Checkbox checked={input.partialOk} onChange={(event) => set({ partialOk: event.target.checked })}>
          {text('partial')}
        </Checkbox>
      </div>
      <FormField label={text('reason')} problem={fieldProblem(problem, 'reason')}>
        {(field) => <Paragraph field={field} value={reason} onChange={(value) => set({ reason: value })} />}
      </FormField>
      <FormField label={text('substitutes')} optional>
        {(field) => (
          <ChooseSome
            field={field}
            value={input.substitutes}
            options={options.filter((option) => option.value !== input.item)}
            onChange={(substitutes) => set({ substitutes })}
          />
        )}
      </FormField>
      {problem !== null && <ProblemView problem={problem} besideFields />}
      {problem?.code === 'needs.duplicate' && (
        <Checkbox checked={input.besidesKnown} onChange={(event) => set({ besidesKnown: event.target.checked })}>
          {text('besides')}
        </Checkbox>
      )}
      {!ready && <p className="bg-muted">{text('incomplete')}</p>}
      {point !== '' && input.item !== '' && by !== null && (
        <div className="requests-form">
          <Panel title={text('outlook')}>
            <OutlookView point={point} item={input.item} grade={grade} by={by} />
          </Panel>
        </div>
      )}
    </Dialog>
  );
}

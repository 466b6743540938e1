import { Button, Select } from 'antd';
import { useState } from 'react';
import { bulletinContracts, type Notice } from '#contracts/bulletin.ts';
import { useAct } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import { TextArea } from './text-area.tsx';

const words = {
  create: ['起草通知公告', 'Write a notice'],
  change: ['修改草稿', 'Change the draft'],
  cancel: ['取消', 'Cancel'],
  save: ['保存草稿', 'Save the draft'],
  saved: ['草稿已保存', 'The draft is saved'],
  kind: ['种类', 'Kind'],
  notice: ['通知', 'Notice'],
  announcement: ['公告', 'Announcement'],
  audience: ['谁能看', 'Who reads it'],
  public: ['所有人，不登录', 'Everyone, without sign-in'],
  'signed-in': ['仅限登录的人', 'Those signed in'],
  from: ['从这一天起', 'From this day'],
  until: ['到这一天止', 'Until this day'],
  titleZh: ['标题（中文）', 'Title in Chinese'],
  titleEn: ['标题（英文）', 'Title in English'],
  bodyZh: ['正文（中文）', 'Text in Chinese'],
  bodyEn: ['正文（英文）', 'Text in English'],
} as const;

type Written = Pick<Notice, 'kind' | 'audience' | 'from' | 'until' | 'titleZh' | 'titleEn' | 'bodyZh' | 'bodyEn'>;

const texts = [
  ['titleZh', 100],
  ['titleEn', 200],
  ['bodyZh', 10_000],
  ['bodyEn', 20_000],
] as const;

/** Writes or changes the draft of a notice, in both languages. */
export function NoticeForm({ notice, onClose }: { notice: Notice | null; onClose: () => void }) {
  const text = useText(words);
  const today = useToday();
  const [input, setInput] = useState<Written>(() => startOf(notice, today));
  const onDone = () => {
    notify(words.saved);
    onClose();
  };
  const add = useAct(bulletinContracts.addNotice, { onDone });
  const change = useAct(bulletinContracts.changeNotice, { onDone });
  const { problem } = notice === null ? add : change;
  const set = (part: Partial<Written>) => setInput((before) => ({ ...before, ...part }));
  const save = () =>
    notice === null
      ? add.run({ body: input })
      : change.run({ params: { id: notice.id }, body: { ...input, revision: notice.revision } });
  const choices = (values: readonly (keyof typeof words)[]) => values.map((value) => ({ value, label: text(value) }));
  return (
    <Dialog
      open
      title={text(notice === null ? 'create' : 'change')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" loading={add.running || change.running} onClick={() => void save()}>
            {text('save')}
          </Button>
        </>
      }
    >
      <Fields>
        <FormField label={text('kind')}>
          {(field) => (
            <Select
              {...field}
              value={input.kind}
              options={choices(['notice', 'announcement'])}
              onChange={(kind: Written['kind']) => set({ kind })}
            />
          )}
        </FormField>
        <FormField label={text('audience')}>
          {(field) => (
            <Select
              {...field}
              value={input.audience}
              options={choices(['public', 'signed-in'])}
              onChange={(audience: Written['audience']) => set({ audience })}
            />
          )}
        </FormField>
        <FormField label={text('from')}>
          {(field) => (
            <DayInput
              {...field}
              value={input.from}
              clearable={false}
              onChange={(day) => day !== null && set({ from: day })}
            />
          )}
        </FormField>
        <FormField label={text('until')} optional>
          {(field) => (
            <DayInput {...field} value={input.until} from={input.from} onChange={(until) => set({ until })} />
          )}
        </FormField>
      </Fields>
      {texts.map(([name, longest]) => (
        <FormField key={name} label={text(name)} problem={fieldProblem(problem, name)}>
          {(field) => (
            <TextArea
              field={field}
              rows={name.startsWith('title') ? 1 : 4}
              maxLength={longest}
              value={input[name]}
              onChange={(value) => set({ [name]: value })}
            />
          )}
        </FormField>
      ))}
      {problem !== null && <ProblemView problem={problem} besideFields />}
    </Dialog>
  );
}

function startOf(notice: Notice | null, today: string): Written {
  if (notice === null) {
    return {
      kind: 'announcement',
      audience: 'public',
      from: today,
      until: null,
      titleZh: '',
      titleEn: '',
      bodyZh: '',
      bodyEn: '',
    };
  }
  const { kind, audience, from, until, titleZh, titleEn, bodyZh, bodyEn } = notice;
  return { kind, audience, from, until, titleZh, titleEn, bodyZh, bodyEn };
}

import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { changePassword } from '#contracts/accounts.ts';
import { useAct } from '../platform/data.ts';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { beside, useFieldProblems } from './parts.tsx';

const words = {
  current: ['当前密码', 'Present password'],
  next: ['新密码', 'New password'],
  nextHint: [
    '至少 {length} 个字符；几个不相干的词比符号好记',
    'At least {length} characters; a few unrelated words are easier to keep than signs',
  ],
  again: ['再输入一次', 'Once more'],
  differs: ['两次输入不一致', 'The two differ'],
  change: ['修改密码', 'Change password'],
} as const;

const fieldOf = {
  'account.password-wrong': 'current',
  'account.password-short': 'next',
  'account.password-common': 'next',
  'account.password-same': 'next',
};
const empty = { current: '', next: '', again: '' };

export function PasswordForm({ userName, length }: { userName: string; length: number }) {
  const text = useText(words);
  const [form, setForm] = useState(empty);
  const [differs, setDiffers] = useState(false);
  const act = useAct(changePassword, {
    onDone: () => {
      setForm(empty);
      notify(['密码已修改，其他设备已退出', 'Password changed; other devices are signed out']);
    },
  });
  const problemOf = useFieldProblems(act.problem, fieldOf);
  function submit(event: FormEvent): void {
    event.preventDefault();
    setDiffers(form.next !== form.again);
    if (form.next === form.again) void act.run({ body: { current: form.current, next: form.next } });
  }
  const control = (name: keyof typeof form, autoComplete: string) => ({
    required: true,
    maxLength: 200,
    autoComplete,
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  return (
    <form onSubmit={submit}>
      {/* password managers file the new password under this name */}
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <FormField label={text('current')} problem={problemOf('current')}>
        {(field) => (
          <Input.Password {...field} className="administration-password" {...control('current', 'current-password')} />
        )}
      </FormField>
      <FormField label={text('next')} hint={text('nextHint', { length })} problem={problemOf('next')}>
        {(field) => (
          <Input.Password {...field} className="administration-password" {...control('next', 'new-password')} />
        )}
      </FormField>
      <FormField label={text('again')} problem={differs ? text('differs') : undefined}>
        {(field) => (
          <Input.Password {...field} className="administration-password" {...control('again', 'new-password')} />
        )}
      </FormField>
      <ProblemView problem={beside(act.problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={act.running}>
          {text('change')}
        </Button>
      </FormActions>
    </form>
  );
}

import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { confirmSecondFactor, removeSecondFactor, startSecondFactor } from '#contracts/accounts.ts';
import { useAct } from '../platform/data.ts';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { beside, Copyable, useFieldProblems } from './parts.tsx';

const words = {
  on: [
    '已启用。登录时除密码外还要输入验证器上的数字。',
    'On: signing in takes the digits of your authenticator beside the password.',
  ],
  off: [
    '未启用。启用后，别人即使知道密码也不能登录。需要手机上的验证器应用。',
    'Off. With it, someone who learns your password still cannot sign in. It takes an authenticator app on a phone.',
  ],
  required: ['管理员要求使用，不能关闭。', 'Your administrator requires it; it cannot be switched off.'],
  password: ['当前密码', 'Present password'],
  start: ['开始设置', 'Set up'],
  scan: [
    '用验证器扫描二维码，或手工输入下面的密钥：',
    'Scan the code with the authenticator, or type the secret below:',
  ],
  qr: ['二维码', 'QR code'],
  code: ['验证器上的 6 位数字', 'The 6 digits that the authenticator shows'],
  confirm: ['启用', 'Switch on'],
  remove: ['关闭', 'Switch off'],
  anew: ['换手机', 'Move to another phone'],
  cancel: ['取消', 'Cancel'],
} as const;

const fieldOf = { 'account.password-wrong': 'password', 'account.code-wrong': 'code' };

export function SecondFactor({ enabled, required }: { enabled: boolean; required: boolean }) {
  const text = useText(words);
  const [shown, setShown] = useState<'set-up' | 'remove' | null>(null);
  const close = () => setShown(null);
  if (shown === 'remove') return <RemoveForm onClose={close} />;
  if (shown === 'set-up') return <SetUp onClose={close} />;
  return (
    <>
      <p>{text(enabled ? 'on' : 'off')}</p>
      {enabled && required && <p className="bg-muted">{text('required')}</p>}
      <FormActions>
        <Button type={enabled ? 'default' : 'primary'} onClick={() => setShown('set-up')}>
          {text(enabled ? 'anew' : 'start')}
        </Button>
        {enabled && !required && <Button onClick={() => setShown('remove')}>{text('remove')}</Button>}
      </FormActions>
    </>
  );
}

function SetUp({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const [password, setPassword] = useState('');
  const start = useAct(startSecondFactor, { renews: [] });
  const problemOf = useFieldProblems(start.problem, fieldOf);
  if (start.answer !== undefined) return <ConfirmForm {...start.answer} onClose={onClose} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start.run({ body: { password } });
      }}
    >
      <PasswordField value={password} onChange={setPassword} problem={problemOf('password')} />
      <ProblemView problem={beside(start.problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={start.running}>
          {text('start')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

interface Started {
  secret: string;
  qr: { size: number; path: string };
  onClose: () => void;
}

function ConfirmForm({ secret, qr, onClose }: Started) {
  const text = useText(words);
  const [code, setCode] = useState('');
  const confirm = useAct(confirmSecondFactor, {
    onDone: () => {
      notify(['两步验证已启用', 'The second factor is on']);
      onClose();
    },
  });
  const problemOf = useFieldProblems(confirm.problem, fieldOf);
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void confirm.run({ body: { code: code.normalize('NFKC').trim() } });
      }}
    >
      <p>{text('scan')}</p>
      <div className="administration-qr">
        <svg viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={text('qr')} shapeRendering="crispEdges">
          <path d={qr.path} fill="currentColor" />
        </svg>
        <div>
          <Copyable value={secret} />
        </div>
      </div>
      <CodeField value={code} onChange={setCode} problem={problemOf('code')} />
      <ProblemView problem={beside(confirm.problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={confirm.running}>
          {text('confirm')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

function RemoveForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const [form, setForm] = useState({ password: '', code: '' });
  const remove = useAct(removeSecondFactor, {
    onDone: () => {
      notify(['两步验证已关闭', 'The second factor is off']);
      onClose();
    },
  });
  const problemOf = useFieldProblems(remove.problem, fieldOf);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void remove.run({ body: { password: form.password, code: form.code.normalize('NFKC').trim() } });
      }}
    >
      <PasswordField
        value={form.password}
        onChange={(password) => setForm({ ...form, password })}
        problem={problemOf('password')}
      />
      <CodeField value={form.code} onChange={(code) => setForm({ ...form, code })} problem={problemOf('code')} />
      <ProblemView problem={beside(remove.problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={remove.running}>
          {text('remove')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

interface FieldProps {
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
}

function PasswordField({ value, onChange, problem }: FieldProps) {
  const text = useText(words);
  return (
    <FormField label={text('password')} problem={problem}>
      {(field) => (
        <Input.Password
          {...field}
          className="administration-password"
          required
          maxLength={200}
          autoComplete="current-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}

function CodeField({ value, onChange, problem }: FieldProps) {
  const text = useText(words);
  return (
    <FormField label={text('code')} problem={problem}>
      {(field) => (
        <Input
          {...field}
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}

import { Button, Checkbox, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { userRoles } from '#contracts/accounts.ts';
import { createUser, editUser, type User } from '#contracts/administration.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useSession, useUser } from '../platform/session.tsx';
import { beside, useFieldProblems } from './parts.tsx';
import { ScopeField } from './scope-field.tsx';

const words = {
  create: ['新建用户', 'New user'],
  edit: ['修改用户', 'Change user'],
  userName: ['用户名', 'User name'],
  userNameHint: ['登录时填写；字母、数字和 . _ @ -', 'For signing in: letters, digits and . _ @ -'],
  name: ['姓名', 'Name'],
  nameHint: ['审计和页面上显示', 'Shown in the audit and on pages'],
  role: ['岗位', 'Role'],
  ownRole: ['自己的岗位和范围由另一位管理员修改', 'Another administrator changes your own role and scope'],
  secondFactor: ['必须使用两步验证', 'Must use a second factor'],
  externalId: ['统一身份标识', 'External id'],
  externalHint: ['{provider} 给这个人的标识（sub）', 'What {provider} calls this person (sub)'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
} as const;

/** Refusals that belong beside a field. */
const fieldOf = {
  'user.name-taken': 'userName',
  'user.external-id-taken': 'externalId',
  'user.role-without-scope': 'scopeIds',
  'user.role-with-scope': 'role',
  'user.scope-unknown': 'scopeIds',
  'user.own-role': 'role',
  'user.last-administrator': 'role',
};

interface Props {
  /** null: a new one */
  user: User | null;
  onClose: () => void;
  onCreated: (user: User, oneTimePassword: string) => void;
  onEdited: (user: User) => void;
}

export function UserForm({ user, onClose, onCreated, onEdited }: Props) {
  const text = useText(words);
  return (
    <Dialog open title={text(user === null ? 'create' : 'edit')} onClose={onClose}>
      <Form user={user} onClose={onClose} onCreated={onCreated} onEdited={onEdited} />
    </Dialog>
  );
}

function Form({ user, onClose, onCreated, onEdited }: Props) {
  const { language } = useLanguage();
  const { provider } = useSession();
  const text = useText(words);
  const me = useUser();
  const [form, setForm] = useState({
    userName: user?.userName ?? '',
    name: user?.name ?? '',
    role: user?.role ?? ('enterprise_clerk' as Role),
    scopeIds: user?.scopeIds ?? [],
    secondFactorRequired: user?.secondFactor.required ?? false,
    externalId: user?.externalId ?? '',
  });
  const create = useAct(createUser, { onDone: (answer) => onCreated(answer.user, answer.oneTimePassword) });
  const edit = useAct(editUser, {
    onDone: (answer) => {
      notify(['已保存', 'Saved']);
      onEdited(answer);
    },
  });
  const problem = user === null ? create.problem : edit.problem;
  const problemOf = useFieldProblems(problem, fieldOf);
  const own = user?.id === me.id;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { userName, externalId, role, scopeIds, ...rest } = form;
    const external = { externalId: externalId.trim() === '' ? null : externalId.trim() };
    if (user === null) void create.run({ body: { userName, role, scopeIds, ...rest, ...external } });
    else {
      const bound = own ? {} : { role, scopeIds };
      void edit.run({ params: { id: user.id }, body: { revision: user.revision, ...rest, ...bound, ...external } });
    }
  }

  return (
    <form onSubmit={submit}>
      {user === null && (
        <FormField label={text('userName')} hint={text('userNameHint')} problem={problemOf('userName')}>
          {(field) => (
            <Input
              {...field}
              required
              maxLength={60}
              autoComplete="off"
              autoCapitalize="none"
              value={form.userName}
              onChange={(event) => setForm({ ...form, userName: event.target.value })}
            />
          )}
        </FormField>
      )}
      <FormField label={text('name')} hint={text('nameHint')} problem={problemOf('name')}>
        {(field) => (
          <Input
            {...field}
            required
            maxLength={60}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
        )}
      </FormField>
      <FormField label={text('role')} hint={own ? text('ownRole') : undefined} problem={problemOf('role')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            disabled={own}
            value={form.role}
            options={userRoles.map((role) => ({ value: role, label: pick(roleNames[role], language) }))}
            onChange={(role: Role) => setForm({ ...form, role, scopeIds: [] })}
          />
        )}
      </FormField>
      {!own && (
        <ScopeField
          role={form.role}
          value={form.scopeIds}
          onChange={(scopeIds) => setForm({ ...form, scopeIds })}
          problem={problemOf('scopeIds')}
          known={form.role === user?.role ? user.scopeNames : []}
        />
      )}
      {provider !== null && (
        <FormField
          label={text('externalId')}
          hint={text('externalHint', { provider })}
          problem={problemOf('externalId')}
          optional
        >
          {(field) => (
            <Input
              {...field}
              maxLength={200}
              value={form.externalId}
              onChange={(event) => setForm({ ...form, externalId: event.target.value })}
            />
          )}
        </FormField>
      )}
      <Checkbox
        checked={form.secondFactorRequired}
        onChange={(event) => setForm({ ...form, secondFactorRequired: event.target.checked })}
      >
        {text('secondFactor')}
      </Checkbox>
      <ProblemView problem={beside(problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={create.running || edit.running}>
          {text(user === null ? 'create' : 'save')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

import { Button, Tag } from 'antd';
import { useState } from 'react';
import { userRoles } from '#contracts/accounts.ts';
import { listUsers, type User } from '#contracts/administration.ts';
import { roleNames } from '#contracts/roles.ts';
import { Moment } from '../platform/day.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { PageHeader } from '../platform/page.tsx';
import { type Column, DataTable, listSource } from '../platform/table/data-table.tsx';
import { RoleName, ScopeWords, SecretOnce } from './parts.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { UserForm } from './user-form.tsx';

const words = {
  title: ['谁能使用系统、能做什么', 'Who may use the system, and for what'],
  lead: ['岗位决定能做的事，范围决定能看的数据。', 'The role decides what one may do, the scope whose data one sees.'],
  label: ['用户', 'Users'],
  create: ['新建用户', 'New user'],
  name: ['姓名', 'Name'],
  userName: ['用户名', 'User name'],
  role: ['岗位', 'Role'],
  scope: ['范围', 'Scope'],
  secondFactor: ['两步验证', 'Second factor'],
  on: ['已启用', 'on'],
  asked: ['待设置', 'to be set up'],
  off: ['—', '—'],
  state: ['状态', 'State'],
  active: ['正常', 'active'],
  disabled: ['已停用', 'disabled'],
  locked: ['登录锁定', 'locked'],
  oneTime: ['待改密码', 'one-time password'],
  seen: ['最近使用', 'Last seen'],
  oneTimeTitle: ['一次性密码', 'One-time password'],
  oneTimeMore: [
    '请把它交给 {name}（{userName}），首次登录时必须修改。',
    'Give it to {name} ({userName}), who changes it at the first sign-in.',
  ],
  yes: ['已停用', 'disabled'],
  no: ['未停用', 'not disabled'],
} as const;

interface Handover {
  user: User;
  password: string;
}

export default function UsersPage() {
  const { language } = useLanguage();
  const text = useText(words);
  const [opened, setOpened] = useState<User | null>(null);
  const [form, setForm] = useState<{ user: User | null } | null>(null);
  const [handover, setHandover] = useState<Handover | null>(null);
  const columns: Column<User>[] = [
    { key: 'name', title: text('name'), value: (user) => user.name, sortable: false, phone: 'title' },
    { key: 'userName', title: text('userName'), value: (user) => user.userName, sortable: false },
    {
      key: 'role',
      title: text('role'),
      value: (user) => user.role,
      render: (user) => <RoleName role={user.role} />,
      sortable: false,
      filter: { options: userRoles.map((role) => ({ value: role, label: pick(roleNames[role], language) })) },
    },
    { key: 'scope', title: text('scope'), render: (user) => <ScopeWords {...user} most={3} /> },
    { key: 'secondFactor', title: text('secondFactor'), render: (user) => text(factorOf(user)) },
    {
      key: 'disabled',
      title: text('state'),
      render: (user) => <StateTag user={user} />,
      filter: {
        options: [
          { value: 'no', label: text('no') },
          { value: 'yes', label: text('yes') },
        ],
      },
    },
    { key: 'seen', title: text('seen'), render: (user) => <Moment at={user.lastSeenAt} /> },
  ];
  return (
    <>
      <PageHeader
        title={text('title')}
        lead={text('lead')}
        actions={
          <Button type="primary" onClick={() => setForm({ user: null })}>
            {text('create')}
          </Button>
        }
      />
      <DataTable
        label={text('label')}
        columns={columns}
        source={listSource(listUsers, {}, ['users'])}
        rowKey={(user) => user.id}
        onRow={setOpened}
      />
      <UserDrawer
        user={opened}
        onClose={() => setOpened(null)}
        onChanged={setOpened}
        onEdit={(user) => setForm({ user })}
        onPassword={(user, password) => setHandover({ user, password })}
      />
      {form !== null && (
        <UserForm
          user={form.user}
          onClose={() => setForm(null)}
          onCreated={(user, password) => {
            setForm(null);
            setHandover({ user, password });
          }}
          onEdited={(user) => {
            setForm(null);
            setOpened(user);
          }}
        />
      )}
      <SecretOnce
        title={text('oneTimeTitle')}
        secret={handover?.password ?? null}
        more={text('oneTimeMore', { name: handover?.user.name, userName: handover?.user.userName })}
        onClose={() => setHandover(null)}
      />
    </>
  );
}

function factorOf(user: User): 'on' | 'asked' | 'off' {
  if (user.secondFactor.enabled) return 'on';
  return user.secondFactor.required ? 'asked' : 'off';
}

function StateTag({ user }: { user: User }) {
  const text = useText(words);
  if (user.disabled) return <Tag>{text('disabled')}</Tag>;
  if (user.lockedUntil !== null) return <Tag>{text('locked')}</Tag>;
  return <>{text(user.mustChangePassword ? 'oneTime' : 'active')}</>;
}

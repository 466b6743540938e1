import { Button, Input, Select, Tag } from 'antd';
import { type FormEvent, useState } from 'react';
import { keyRoles } from '#contracts/accounts.ts';
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from '#contracts/administration.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { Confirm, Dialog } from '../platform/dialog.tsx';
import { FormActions, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { notifyProblem } from '../platform/notices.tsx';
import { PageHeader } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';
import { beside, RoleName, ScopeWords, SecretOnce, useFieldProblems } from './parts.tsx';
import { ScopeField } from './scope-field.tsx';

const words = {
  title: ['哪些系统可以接入', 'Which systems may connect'],
  lead: [
    '其他系统在请求头写 Authorization: Bearer 密钥；说明见 ',
    'Other systems send Authorization: Bearer KEY; described at ',
  ],
  label: ['接口密钥', 'API keys'],
  create: ['新建密钥', 'New key'],
  name: ['用途', 'Purpose'],
  nameHint: ['哪个系统、做什么用', 'Which system, and what for'],
  prefix: ['密钥', 'Key'],
  role: ['岗位', 'Role'],
  scope: ['范围', 'Scope'],
  expires: ['到期', 'Expires'],
  days: ['有效期', 'Valid for'],
  d30: ['30 天', '30 days'],
  d180: ['180 天', '180 days'],
  d365: ['一年', 'one year'],
  d730: ['两年', 'two years'],
  used: ['最近使用', 'Last used'],
  state: ['状态', 'State'],
  active: ['有效', 'valid'],
  expired: ['已到期', 'expired'],
  revoked: ['已吊销', 'revoked'],
  revoke: ['吊销', 'Revoke'],
  revokeAsk: ['吊销“{name}”的密钥？', 'Revoke the key of "{name}"?'],
  revokeMore: [
    '使用它的系统立即不能接入，不能恢复。',
    'The system that uses it is shut out at once; this cannot be undone.',
  ],
  onceTitle: ['新的接口密钥', 'The new API key'],
  onceMore: ['请把它填入“{name}”的配置。', 'Put it into the configuration of "{name}".'],
  empty: ['还没有接口密钥', 'No API key yet'],
  emptyMore: ['给需要读写数据的其他系统各建一个。', 'Make one for each other system that reads or writes data.'],
  cancel: ['取消', 'Cancel'],
} as const;

export default function KeysPage() {
  const text = useText(words);
  const keys = useData(listApiKeys, {}, { topics: ['api-keys'] });
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const columns: Column<ApiKey>[] = [
    { key: 'name', title: text('name'), value: (key) => key.name, phone: 'title' },
    { key: 'prefix', title: text('prefix'), value: (key) => key.prefix, render: (key) => <code>{key.prefix}…</code> },
    { key: 'role', title: text('role'), value: (key) => key.role, render: (key) => <RoleName role={key.role} /> },
    { key: 'scope', title: text('scope'), render: (key) => <ScopeWords {...key} most={3} /> },
    {
      key: 'expires',
      title: text('expires'),
      value: (key) => key.expiresAt,
      render: (key) => <Moment at={key.expiresAt} year />,
    },
    {
      key: 'used',
      title: text('used'),
      value: (key) => key.lastUsedAt,
      render: (key) => <Moment at={key.lastUsedAt} />,
    },
    { key: 'state', title: text('state'), render: (key) => <KeyState apiKey={key} /> },
  ];
  const create = (
    <Button type="primary" onClick={() => setCreating(true)}>
      {text('create')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={text('title')}
        lead={
          <>
            {text('lead')}
            <a href="/api/docs">/api/docs</a>
          </>
        }
        actions={create}
      />
      <DataTable
        label={text('label')}
        columns={columns}
        {...heldRows(keys)}
        rowKey={(key) => key.id}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <Dialog open={creating} title={text('create')} onClose={() => setCreating(false)}>
        <KeyForm
          onClose={() => setCreating(false)}
          onMade={(name, key) => {
            setCreating(false);
            setMade({ name, key });
          }}
        />
      </Dialog>
      <SecretOnce
        title={text('onceTitle')}
        secret={made?.key ?? null}
        more={text('onceMore', { name: made?.name })}
        onClose={() => setMade(null)}
      />
    </>
  );
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const text = useText(words);
  const revoke = useAct(revokeApiKey, { onProblem: notifyProblem });
  if (apiKey.revokedAt !== null) return <Tag>{text('revoked')}</Tag>;
  if (apiKey.expired) return <Tag>{text('expired')}</Tag>;
  return (
    <Confirm
      title={text('revokeAsk', { name: apiKey.name })}
      more={text('revokeMore')}
      act={text('revoke')}
      running={revoke.running}
      onConfirm={() => revoke.run({ params: { id: apiKey.id } })}
    >
      {(ask) => (
        <Button size="small" onClick={ask} aria-label={`${text('revoke')} ${apiKey.name}`}>
          {text('revoke')}
        </Button>
      )}
    </Confirm>
  );
}

const lengths = [30, 180, 365, 730] as const;
const fieldOf = {
  'user.role-without-scope': 'scopeIds',
  'user.scope-unknown': 'scopeIds',
};

function KeyForm({ onClose, onMade }: { onClose: () => void; onMade: (name: string, key: string) => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const [form, setForm] = useState({ name: '', role: 'auditor' as Role, scopeIds: [] as string[], days: 180 });
  const act = useAct(createApiKey, { onDone: (answer) => onMade(answer.apiKey.name, answer.key) });
  const problemOf = useFieldProblems(act.problem, fieldOf);
  function submit(event: FormEvent): void {
    event.preventDefault();
    void act.run({ body: form });
  }
  return (
    <form onSubmit={submit}>
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
      <FormField label={text('role')} problem={problemOf('role')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            value={form.role}
            options={keyRoles.map((role) => ({ value: role, label: pick(roleNames[role], language) }))}
            onChange={(role: Role) => setForm({ ...form, role, scopeIds: [] })}
          />
        )}
      </FormField>
      <ScopeField
        role={form.role}
        value={form.scopeIds}
        onChange={(scopeIds) => setForm({ ...form, scopeIds })}
        problem={problemOf('scopeIds')}
      />
      <FormField label={text('days')} problem={problemOf('days')}>
        {(field) => (
          <Select
            {...field}
            className="bg-wide"
            value={form.days}
            options={lengths.map((days) => ({ value: days, label: text(`d${days}`) }))}
            onChange={(days: number) => setForm({ ...form, days })}
          />
        )}
      </FormField>
      <ProblemView problem={beside(act.problem, fieldOf)} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={act.running}>
          {text('create')}
        </Button>
        <Button onClick={onClose}>{text('cancel')}</Button>
      </FormActions>
    </form>
  );
}

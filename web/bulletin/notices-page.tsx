import { Button, Tag } from 'antd';
import { useState } from 'react';
import { bulletinContracts, type Notice } from '#contracts/bulletin.ts';
import { useData } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageHeader } from '../platform/page.tsx';
import { useMay } from '../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../platform/table/data-table.tsx';
import { NoticeDrawer } from './notice-drawer.tsx';
import { NoticeForm } from './notice-form.tsx';
import './bulletin.css';

const words = {
  title: ['通知公告', 'Notices'],
  lead: [
    '公开的公告在公开页面显示，仅限登录的只有登录后可见；发布后不能改，只能撤回。',
    'Public ones stand on the public page, the others are for those signed in. Once published they can only be withdrawn.',
  ],
  write: ['起草', 'Write one'],
  name: ['标题', 'Title'],
  kind: ['种类', 'Kind'],
  notice: ['通知', 'Notice'],
  announcement: ['公告', 'Announcement'],
  audience: ['对象', 'For'],
  public: ['公开', 'everyone'],
  'signed-in': ['仅限登录', 'signed-in'],
  from: ['从', 'From'],
  until: ['到', 'Until'],
  state: ['状态', 'State'],
  draft: ['草稿', 'draft'],
  issued: ['已发布', 'published'],
  withdrawn: ['已撤回', 'withdrawn'],
  over: ['已发布，不在有效期内', 'published, not in force'],
  changed: ['最近修改', 'Last change'],
  none: ['还没有通知公告', 'There are no notices'],
  noneMore: ['起草后由有权签发的人发布。', 'Write one; those who may issue publish it.'],
} as const;

export default function NoticesPage() {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const [opened, setOpened] = useState<string | null>(null);
  const [form, setForm] = useState<{ notice: Notice | null } | null>(null);
  const list = useData(bulletinContracts.notices, {}, { topics: ['bulletins'] });
  const notice = list.data?.rows.find((row) => row.id === opened) ?? null;
  const write = may('bulletin.draft') ? (
    <Button type="primary" onClick={() => setForm({ notice: null })}>
      {text('write')}
    </Button>
  ) : undefined;
  const columns: Column<Notice>[] = [
    {
      key: 'name',
      title: text('name'),
      value: (row) => (language === 'zh' ? row.titleZh : row.titleEn),
      phone: 'title',
    },
    { key: 'kind', title: text('kind'), value: (row) => text(row.kind) },
    { key: 'audience', title: text('audience'), value: (row) => text(row.audience) },
    { key: 'from', title: text('from'), value: (row) => row.from, render: (row) => <Day day={row.from} year /> },
    { key: 'until', title: text('until'), value: (row) => row.until, render: (row) => <Day day={row.until} year /> },
    {
      key: 'state',
      title: text('state'),
      value: (row) => row.state,
      render: (row) => (
        <Tag color={row.inForce ? 'blue' : 'default'}>
          {text(row.state === 'issued' && !row.inForce ? 'over' : row.state)}
        </Tag>
      ),
    },
    {
      key: 'changed',
      title: text('changed'),
      value: (row) => row.changedAt,
      render: (row) => <Moment at={row.changedAt} />,
    },
  ];
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} actions={write} />
      <DataTable
        label={text('title')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        columns={columns}
        onRow={(row) => setOpened(row.id)}
        empty={{ title: text('none'), more: text('noneMore') }}
      />
      {notice !== null && (
        <NoticeDrawer notice={notice} onClose={() => setOpened(null)} onEdit={() => setForm({ notice })} />
      )}
      {form !== null && <NoticeForm notice={form.notice} onClose={() => setForm(null)} />}
    </>
  );
}

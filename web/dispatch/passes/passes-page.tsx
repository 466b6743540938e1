import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { checkpointContracts, type ScanRow } from '#contracts/checkpoints.ts';
import { type ApplicationRow, type PassRow, passContracts } from '#contracts/passes.ts';
import { useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { useLanguage, useListed, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { useMay, useUser } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows, listSource } from '../../platform/table/data-table.tsx';
import { reasonText } from '../phone-pass/reason-words.ts';
import { ApplicationDrawer } from './application-drawer.tsx';
import { ApplyForm } from './apply-form.tsx';
import { Checkpoints } from './checkpoints-list.tsx';
import { useCountyNames } from './county-names.ts';
import { KeyForm, LimitsForm } from './manage-forms.tsx';
import { PassDrawer } from './pass-drawer.tsx';
import { passWords } from './words.ts';
import './passes.css';

const words = {
  title: ['通行证', 'Passes'],
  lead: [
    '{waiting} 份申请待审；通行证随派车自动签发，值守人员和生产车辆由单位申请。',
    '{waiting} applications wait. A trip’s pass is born with it; people on duty and production vehicles apply.',
  ],
  passes: ['通行证', 'Passes'],
  applications: ['申请', 'Applications'],
  scans: ['卡口查验', 'Checks'],
  apply: ['申请通行证', 'Apply for a pass'],
  key: ['更换密钥', 'Change the key'],
  limits: ['期限和数量', 'Limits'],
  gates: ['卡口', 'Checkpoints'],
  number: ['编号', 'Number'],
  kind: ['种类', 'Kind'],
  plate: ['车牌', 'Plate'],
  holder: ['司机或持证人', 'Driver or holder'],
  goods: ['货物或任务', 'Goods or duty'],
  counties: ['通行县区', 'Counties'],
  until: ['有效期至', 'Valid until'],
  state: ['状态', 'State'],
  applied: ['申请时间', 'Applied'],
  by: ['申请人', 'By'],
  at: ['时间', 'Time'],
  checkpoint: ['卡口', 'Checkpoint'],
  verdict: ['手机结论', 'On the phone'],
  server: ['系统复核', 'Checked again'],
  decision: ['处置', 'Decision'],
  reasons: ['原因', 'Why'],
  temperature: ['体温 ℃', '°C'],
  noPasses: ['还没有通行证', 'No passes yet'],
  noPassesMore: ['派车后自动签发，或由单位申请。', 'They are born from trips, or applied for.'],
  noApplications: ['没有申请', 'No applications'],
  noScans: ['还没有查验记录', 'No checks yet'],
} as const;
type View = 'passes' | 'applications' | 'scans' | 'gates';

export default function PassesPage() {
  const text = useText(words);
  const may = useMay();
  const [view, setView] = useAddressState('view', 'passes');
  const [form, setForm] = useState<'apply' | 'key' | 'limits' | null>(null);
  // keys and limits are the city's
  const city = useUser().scope === 'city' && may('pass.issue');
  const waiting = useData(passContracts.applications, { query: { state: 'waiting' } }, { topics: ['passes'] });
  const actions = (
    <>
      {city && <Button onClick={() => setForm('limits')}>{text('limits')}</Button>}
      {city && <Button onClick={() => setForm('key')}>{text('key')}</Button>}
      {may('pass.apply') && (
        <Button type="primary" onClick={() => setForm('apply')}>
          {text('apply')}
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageHeader
        title={text('title')}
        lead={text('lead', { waiting: waiting.data?.total ?? '…' })}
        actions={actions}
      />
      <div className="passes-views">
        <Segmented
          value={view}
          onChange={(next) => setView(String(next))}
          options={(['passes', 'applications', 'scans', 'gates'] as View[]).map((value) => ({
            value,
            label: text(value),
          }))}
        />
      </div>
      {view === 'passes' && <Passes />}
      {view === 'applications' && <Applications />}
      {view === 'scans' && <Scans />}
      {view === 'gates' && <Checkpoints />}
      {form === 'apply' && <ApplyForm onClose={() => setForm(null)} />}
      {form === 'key' && <KeyForm onClose={() => setForm(null)} />}
      {form === 'limits' && <LimitsForm onClose={() => setForm(null)} />}
    </>
  );
}

const passes = listSource(passContracts.list, { query: {} }, ['passes']);

function Passes() {
  const text = useText(words);
  const shared = useText(passWords);
  const counties = useCountyNames();
  const listed = useListed();
  const [opened, setOpened] = useState<string | null>(null);
  const columns: Column<PassRow>[] = [
    { key: 'number', title: text('number'), value: (row) => row.number, phone: 'title' },
    { key: 'kind', title: text('kind'), value: (row) => shared(row.kind) },
    { key: 'plate', title: text('plate'), value: (row) => row.plate },
    { key: 'holder', title: text('holder'), value: (row) => row.holder },
    { key: 'goods', title: text('goods'), value: (row) => row.goods },
    { key: 'counties', title: text('counties'), value: (row) => listed(row.counties.map(counties)) },
    { key: 'until', title: text('until'), value: (row) => row.until, render: (row) => <Moment at={row.until} /> },
    {
      key: 'state',
      title: text('state'),
      value: (row) => row.state,
      render: (row) => <Tag color={row.state === 'valid' ? 'blue' : 'default'}>{shared(row.state)}</Tag>,
    },
  ];
  return (
    <>
      <DataTable
        label={text('passes')}
        source={passes}
        rowKey={(row) => row.id}
        columns={columns}
        onRow={(row) => setOpened(row.id)}
        empty={{ title: text('noPasses'), more: text('noPassesMore') }}
      />
      {opened !== null && <PassDrawer id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function Applications() {
  const text = useText(words);
  const shared = useText(passWords);
  const counties = useCountyNames();
  const listed = useListed();
  const [opened, setOpened] = useState<string | null>(null);
  const list = useData(passContracts.applications, {}, { topics: ['passes'] });
  const columns: Column<ApplicationRow>[] = [
    { key: 'holder', title: text('holder'), value: (row) => row.holder, phone: 'title' },
    { key: 'kind', title: text('kind'), value: (row) => shared(row.kind) },
    { key: 'plate', title: text('plate'), value: (row) => row.plate },
    { key: 'goods', title: text('goods'), value: (row) => row.purpose },
    { key: 'counties', title: text('counties'), value: (row) => listed(row.counties.map(counties)) },
    { key: 'until', title: text('until'), value: (row) => row.until, render: (row) => <Moment at={row.until} /> },
    { key: 'by', title: text('by'), value: (row) => row.appliedBy },
    {
      key: 'applied',
      title: text('applied'),
      value: (row) => row.appliedAt,
      render: (row) => <Moment at={row.appliedAt} />,
    },
    {
      key: 'state',
      title: text('state'),
      value: (row) => row.state,
      render: (row) => <Tag color={row.state === 'waiting' ? 'blue' : 'default'}>{shared(row.state)}</Tag>,
    },
  ];
  const application = list.data?.rows.find((row) => row.id === opened) ?? null;
  return (
    <>
      <DataTable
        label={text('applications')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        columns={columns}
        onRow={(row) => setOpened(row.id)}
        empty={{ title: text('noApplications') }}
      />
      {application !== null && <ApplicationDrawer application={application} onClose={() => setOpened(null)} />}
    </>
  );
}

function Scans() {
  const text = useText(words);
  const shared = useText(passWords);
  const { language } = useLanguage();
  const list = useData(checkpointContracts.scans, {}, { topics: ['checkpoints'] });
  const columns: Column<ScanRow>[] = [
    { key: 'at', title: text('at'), value: (row) => row.at, render: (row) => <Moment at={row.at} /> },
    { key: 'checkpoint', title: text('checkpoint'), value: (row) => row.checkpointName, phone: 'title' },
    { key: 'plate', title: text('plate'), value: (row) => row.plate },
    { key: 'verdict', title: text('verdict'), value: (row) => shared(row.verdict) },
    { key: 'server', title: text('server'), value: (row) => shared(row.serverVerdict) },
    { key: 'decision', title: text('decision'), value: (row) => shared(row.decision) },
    { key: 'temperature', title: text('temperature'), value: (row) => row.temperature },
    {
      key: 'reasons',
      title: text('reasons'),
      wrap: true,
      value: (row) => row.reasons.map((reason) => reasonText(reason, language)).join('；'),
    },
  ];
  return (
    <DataTable
      label={text('scans')}
      {...heldRows(list)}
      rowKey={(row) => row.id}
      columns={columns}
      empty={{ title: text('noScans') }}
    />
  );
}

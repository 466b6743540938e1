import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { type DriverRow, fleetContracts, licenceClasses } from '#contracts/fleet.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { History } from '../../platform/history.tsx';
import { useLanguage, useListed, useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { AddButton, AlsoShow } from './fleet-parts.tsx';
import { fleetWords, yesOrNo } from './fleet-words.ts';

const words = {
  label: ['司机', 'Drivers'],
  id: ['编号', 'Code'],
  idHint: ['字母、数字、- 和 _，登记后不变', 'Letters, digits, - and _; it stays'],
  name: ['姓名', 'Name'],
  phone: ['电话', 'Telephone'],
  licence: ['准驾车型', 'Licence'],
  enterprise: ['企业', 'Enterprise'],
  now: ['当前车次', 'Trips now'],
  none: ['没有', 'none'],
  state: ['状态', 'State'],
  inUse: ['在岗', 'in use'],
  withdrawn: ['已停用', 'withdrawn'],
  withdraw: ['停用', 'Withdraw'],
  restore: ['恢复', 'Restore'],
  all: ['也看已停用的', 'Withdrawn too'],
  add: ['登记司机', 'Register a driver'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  consent: ['定位', 'Positions'],
  agreed: ['本趟同意上报位置，自', 'agreed on this trip, since'],
  notAgreed: ['本趟没有同意上报位置', 'has not agreed on this trip'],
  consentNote: [
    '是否上报位置由司机在自己手机上逐趟决定，可随时停止；调度不能代为同意。',
    'The driver decides trip by trip on their own telephone and may stop at any time; nobody agrees for them.',
  ],
  empty: ['还没有登记司机', 'No drivers yet'],
  emptyMore: ['登记后，派车时可以直接选。', 'Once registered they can be chosen for a trip.'],
  history: ['历史', 'History'],
} as const;

export function Drivers() {
  const text = useText(words);
  const may = useMay();
  const [all, setAll] = useState(false);
  const [opened, open] = useAddressState('row');
  const list = useData(
    fleetContracts.drivers,
    { query: { withdrawn: all ? 'all' : 'no' } },
    { topics: ['fleet', 'trips'], keepPrevious: true },
  );
  const listed = useListed();
  const columns: Column<DriverRow>[] = [
    { key: 'name', title: text('name'), value: (row) => row.name, phone: 'title' },
    { key: 'phone', title: text('phone'), value: (row) => row.phone },
    { key: 'licence', title: text('licence'), value: (row) => row.licence },
    { key: 'enterprise', title: text('enterprise'), value: (row) => row.enterpriseName },
    { key: 'now', title: text('now'), value: (row) => listed(row.trips.map(({ plate }) => plate)) || null },
    {
      key: 'state',
      title: text('state'),
      value: (row) => text(row.withdrawn ? 'withdrawn' : 'inUse'),
      render: (row) => (row.withdrawn ? <Tag>{text('withdrawn')}</Tag> : text('inUse')),
    },
  ];
  const driver = list.data?.rows.find((row) => row.id === opened);
  return (
    <>
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        onRow={(row) => open(row.id)}
        columns={columns}
        left={<AlsoShow words={text('all')} checked={all} onChange={setAll} />}
        right={<AddButton words={text('add')} onAdd={() => open('+')} />}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer open={opened === '+'} title={text('add')} onClose={() => open('')}>
        <DriverForm driver={null} onSaved={(id) => open(id)} />
      </DetailDrawer>
      <DetailDrawer open={driver !== undefined} title={driver?.name ?? ''} onClose={() => open('')}>
        {driver !== undefined && <Inside key={driver.revision} driver={driver} manage={may('trip.manage')} />}
      </DetailDrawer>
    </>
  );
}

function Inside({ driver, manage }: { driver: DriverRow; manage: boolean }) {
  const text = useText(words);
  const { language } = useLanguage();
  return (
    <>
      {!manage && (
        <Particulars
          rows={[
            [text('phone'), driver.phone],
            [text('licence'), driver.licence],
            [text('enterprise'), driver.enterpriseName],
          ]}
        />
      )}
      {manage && <DriverForm driver={driver} onSaved={() => {}} />}
      <h3>{text('now')}</h3>
      {driver.trips.length === 0 && <p className="bg-muted">{text('none')}</p>}
      <ul className="fleet-trips">
        {driver.trips.map((trip) => (
          <li key={trip.id}>
            {trip.plate} {trip.number} · <Moment at={trip.loadAt} /> – <Moment at={trip.backAt} />
            <br />
            <span className="bg-muted">
              {trip.consentAt === null ? (
                text('notAgreed')
              ) : (
                <>
                  {text('agreed')} <Moment at={trip.consentAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="bg-muted">{text('consentNote')}</p>
      <h3>{text('history')}</h3>
      <History
        subject="driver"
        id={driver.id}
        names={fleetWords}
        show={(_field, value) => yesOrNo(value, language)}
        topics={['fleet']}
      />
    </>
  );
}

function DriverForm({ driver, onSaved }: { driver: DriverRow | null; onSaved: (id: string) => void }) {
  const text = useText(words);
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const [id, setId] = useState(driver?.id ?? '');
  const [written, setWritten] = useState({ name: driver?.name ?? '', phone: driver?.phone ?? '' });
  const [licence, setLicence] = useState(driver?.licence ?? 'B2');
  const [enterprise, setEnterprise] = useState<string | null>(driver?.enterprise ?? null);
  const save = useAct(fleetContracts.saveDriver, {
    onDone: (row) => {
      notify(words.saved);
      onSaved(row.id);
    },
  });
  const send = (withdrawn: boolean) =>
    void save.run({
      params: { id: id.trim() },
      body: { ...written, licence, enterprise: enterprise ?? '', withdrawn, revision: driver?.revision ?? 0 },
    });
  const field = (name: keyof typeof written) => (
    <FormField label={text(name)} problem={fieldProblem(save.problem, name)}>
      {(attributes) => (
        <input
          {...attributes}
          className="bg-input"
          maxLength={40}
          autoComplete="off"
          inputMode={name === 'phone' ? 'tel' : 'text'}
          value={written[name]}
          onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  const complete = id.trim() !== '' && written.name.trim() !== '' && written.phone.trim() !== '' && enterprise !== null;
  return (
    <div className="fleet-form">
      <Fields>
        {driver === null && (
          <FormField label={text('id')} hint={text('idHint')} problem={fieldProblem(save.problem, 'id')}>
            {(attributes) => (
              <input
                {...attributes}
                className="bg-input"
                maxLength={40}
                autoComplete="off"
                value={id}
                onChange={(event) => setId(event.target.value)}
              />
            )}
          </FormField>
        )}
        {field('name')}
        {field('phone')}
        <FormField label={text('licence')}>
          {(attributes) => (
            <Select
              {...attributes}
              value={licence}
              options={licenceClasses.map((value) => ({ value, label: value }))}
              onChange={setLicence}
            />
          )}
        </FormField>
        <FormField label={text('enterprise')} problem={fieldProblem(save.problem, 'enterprise')}>
          {(attributes) => (
            <Select
              {...attributes}
              showSearch={{ optionFilterProp: 'label' }}
              value={enterprise}
              options={names.data?.enterprises.map((each) => ({ value: each.id, label: each.name })) ?? []}
              onChange={setEnterprise}
            />
          )}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} besideFields />}
      <FormActions>
        <Button
          type="primary"
          disabled={!complete}
          loading={save.running}
          onClick={() => send(driver?.withdrawn ?? false)}
        >
          {text('save')}
        </Button>
        {driver !== null && (
          <Button loading={save.running} onClick={() => send(!driver.withdrawn)}>
            {text(driver.withdrawn ? 'restore' : 'withdraw')}
          </Button>
        )}
      </FormActions>
    </div>
  );
}

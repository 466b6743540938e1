import { Button, Select } from 'antd';
import { useState } from 'react';
import { type CheckpointRow, checkpointContracts } from '#contracts/checkpoints.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Confirm, Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { useCountyNames } from './county-names.ts';

const words = {
  label: ['卡口', 'Checkpoints'],
  add: ['添加卡口', 'Add a checkpoint'],
  change: ['修改卡口', 'Change the checkpoint'],
  code: ['编号', 'Code'],
  codeHint: ['字母、数字、- 和 _，添加后不变', 'Letters, digits, - and _; it stays'],
  name: ['名称', 'Name'],
  county: ['县区', 'County'],
  lat: ['纬度', 'Latitude'],
  lon: ['经度', 'Longitude'],
  save: ['保存卡口', 'Save the checkpoint'],
  saved: ['卡口已保存', 'The checkpoint is saved'],
  cancel: ['取消', 'Cancel'],
  withdraw: ['撤除卡口', 'Remove the checkpoint'],
  withdrawAsk: ['撤除“{name}”？', 'Remove {name}?'],
  withdrawMore: ['手机上不再能选；以前的查验记录保留。', 'It can no longer be chosen; earlier checks stay.'],
  empty: ['还没有卡口', 'No checkpoints yet'],
  emptyMore: ['添加后，执勤人员在手机上选择自己的卡口。', 'Once added, guards choose theirs on the telephone.'],
} as const;

/** Where vehicles are checked: list, add, change, remove. */
export function Checkpoints() {
  const text = useText(words);
  const county = useCountyNames();
  const may = useMay();
  const list = useData(checkpointContracts.list, {}, { topics: ['checkpoints'] });
  const [form, setForm] = useState<CheckpointRow | 'new' | null>(null);
  const columns: Column<CheckpointRow>[] = [
    { key: 'name', title: text('name'), value: (row) => row.name, phone: 'title' },
    { key: 'code', title: text('code'), value: (row) => row.id },
    { key: 'county', title: text('county'), value: (row) => county(row.county) },
    { key: 'lat', title: text('lat'), value: (row) => row.lat, align: 'right' },
    { key: 'lon', title: text('lon'), value: (row) => row.lon, align: 'right' },
  ];
  return (
    <>
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        columns={columns}
        {...(may('pass.issue') ? { onRow: setForm } : {})}
        right={
          may('pass.issue') && (
            <Button type="primary" onClick={() => setForm('new')}>
              {text('add')}
            </Button>
          )
        }
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      {form !== null && <CheckpointForm row={form === 'new' ? null : form} onClose={() => setForm(null)} />}
    </>
  );
}

function CheckpointForm({ row, onClose }: { row: CheckpointRow | null; onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const [written, setWritten] = useState({
    code: row?.id ?? '',
    name: row?.name ?? '',
    county: row?.county ?? '',
    lat: row === null ? '' : String(row.lat),
    lon: row === null ? '' : String(row.lon),
  });
  const save = useAct(checkpointContracts.save, {
    onDone: () => {
      notify(words.saved);
      onClose();
    },
  });
  const field = (name: keyof typeof written) => (
    <FormField
      key={name}
      label={text(name)}
      hint={name === 'code' ? text('codeHint') : undefined}
      problem={fieldProblem(save.problem, name === 'code' ? 'id' : name)}
    >
      {(attributes) => (
        <input
          {...attributes}
          className="bg-input"
          inputMode={name === 'lat' || name === 'lon' ? 'decimal' : 'text'}
          maxLength={name === 'name' ? 60 : 40}
          autoComplete="off"
          value={written[name]}
          onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  const degrees = (typed: string) => Number(typed.normalize('NFKC').trim());
  const body = { name: written.name, county: written.county, lat: degrees(written.lat), lon: degrees(written.lon) };
  const complete =
    Object.values(written).every((value) => value.trim() !== '') && !Number.isNaN(body.lat) && !Number.isNaN(body.lon);
  const send = (withdrawn: boolean) => save.run({ params: { id: written.code.trim() }, body: { ...body, withdrawn } });
  return (
    <Dialog
      open
      title={text(row === null ? 'add' : 'change')}
      onClose={onClose}
      foot={
        <>
          {row !== null && (
            <Confirm
              title={text('withdrawAsk', { name: row.name })}
              more={text('withdrawMore')}
              act={text('withdraw')}
              running={save.running}
              onConfirm={() => send(true)}
            >
              {(ask) => <Button onClick={ask}>{text('withdraw')}</Button>}
            </Confirm>
          )}
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!complete} loading={save.running} onClick={() => void send(false)}>
            {text('save')}
          </Button>
        </>
      }
    >
      <Fields>
        {row === null && field('code')}
        {field('name')}
        <FormField label={text('county')} problem={fieldProblem(save.problem, 'county')}>
          {(attributes) => (
            <Select
              {...attributes}
              showSearch={{ optionFilterProp: 'label' }}
              value={written.county || null}
              options={
                names.data?.counties.map((county) => ({ value: county.code, label: localName(county, language) })) ?? []
              }
              onChange={(county: string) => setWritten({ ...written, county })}
            />
          )}
        </FormField>
        {field('lat')}
        {field('lon')}
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} besideFields />}
    </Dialog>
  );
}

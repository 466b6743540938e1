import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { checkpointContracts, passContracts } from '#contracts/passes.ts';
import { registryNames } from '#contracts/registry-names.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { localName, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';

const words = {
  cancel: ['取消', 'Cancel'],
  key: ['更换签发密钥', 'Change the signing key'],
  keyNote: [
    '新通行证用新密钥签发；旧密钥下的通行证到期前仍有效。卡口手机联网后自动更新。',
    'New passes are signed with a new key; those under the old one hold until they expire. Phones update when online.',
  ],
  compromised: [
    '旧密钥可能已泄露：立即作废并重新签发全部有效通行证',
    'The old key may have leaked: drop it now and issue every valid pass again',
  ],
  reason: ['原因', 'Why'],
  change: ['更换密钥', 'Change the key'],
  changed: ['已更换', 'Changed'],
  gate: ['添加卡口', 'Add a checkpoint'],
  code: ['编号（字母、数字）', 'Code (letters, digits)'],
  name: ['名称', 'Name'],
  county: ['县区', 'County'],
  lat: ['纬度', 'Latitude'],
  lon: ['经度', 'Longitude'],
  save: ['保存卡口', 'Save the checkpoint'],
  saved: ['卡口已保存', 'The checkpoint is saved'],
} as const;

export function KeyForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const [compromised, setCompromised] = useState(false);
  const rotate = useAct(passContracts.rotate, {
    onDone: () => {
      notify(words.changed);
      onClose();
    },
  });
  return (
    <Dialog
      open
      title={text('key')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={reason.trim().length < 2}
            loading={rotate.running}
            onClick={() => void rotate.run({ body: { compromised, reason } })}
          >
            {text('change')}
          </Button>
        </>
      }
    >
      <p>{text('keyNote')}</p>
      <FormField label={text('reason')} problem={fieldProblem(rotate.problem, 'reason')}>
        {(field) => (
          <input
            {...field}
            className="bg-input"
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FormField>
      <Checkbox checked={compromised} onChange={(event) => setCompromised(event.target.checked)}>
        {text('compromised')}
      </Checkbox>
      {rotate.problem !== null && <ProblemView problem={rotate.problem} besideFields />}
    </Dialog>
  );
}

export function CheckpointForm({ onClose }: { onClose: () => void }) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useData(registryNames, {}, { topics: ['registry'] });
  const [written, setWritten] = useState({ code: '', name: '', county: '', lat: '', lon: '' });
  const save = useAct(checkpointContracts.save, {
    onDone: () => {
      notify(words.saved);
      onClose();
    },
  });
  const field = (name: keyof typeof written) => (
    <FormField key={name} label={text(name)} problem={fieldProblem(save.problem, name)}>
      {(attributes) => (
        <input
          {...attributes}
          className="bg-input"
          inputMode={name === 'lat' || name === 'lon' ? 'decimal' : 'text'}
          maxLength={60}
          value={written[name]}
          onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
        />
      )}
    </FormField>
  );
  const complete = Object.values(written).every((value) => value.trim() !== '') && /^[\w-]+$/u.test(written.code);
  const body = { name: written.name, county: written.county, lat: Number(written.lat), lon: Number(written.lon) };
  return (
    <Dialog
      open
      title={text('gate')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={!complete || Number.isNaN(body.lat) || Number.isNaN(body.lon)}
            loading={save.running}
            onClick={() => void save.run({ params: { id: written.code }, body })}
          >
            {text('save')}
          </Button>
        </>
      }
    >
      <Fields>
        {field('code')}
        {field('name')}
        <FormField label={text('county')}>
          {(attributes) => (
            <Select
              {...attributes}
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

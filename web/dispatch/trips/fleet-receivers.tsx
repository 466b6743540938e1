import { Button } from 'antd';
import { useState } from 'react';
import { fleetContracts, type ReceiverRow } from '#contracts/fleet.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { History } from '../../platform/history.tsx';
import { useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { useCountyNames } from '../passes/county-names.ts';
import { clockOf } from './clock.ts';
import { ClockInput } from './clock-input.tsx';
import { fleetWords } from './fleet-words.ts';

const words = {
  label: ['收货时间', 'When receivers take goods in'],
  name: ['收货方', 'Receiver'],
  kind: ['类别', 'Kind'],
  demand_point: ['需求点', 'demand point'],
  reserve: ['储备库', 'reserve'],
  producer: ['企业', 'plant'],
  county: ['县区', 'County'],
  hours: ['收货时间', 'Hours'],
  usual: ['通常时间', 'the usual hours'],
  changed: ['最后修改', 'Last changed'],
  opens: ['开始收货', 'Opens'],
  closes: ['停止收货', 'Closes'],
  note: ['晚于停止收货的时间到达，派车会判为送不到。', 'A truck that comes after closing counts as not served.'],
  save: ['保存', 'Save'],
  saved: ['已保存，下次计算派车时生效', 'Saved: used when trips are next computed'],
  history: ['历史', 'History'],
} as const;

export function Receivers() {
  const text = useText(words);
  const county = useCountyNames();
  const may = useMay();
  const list = useData(fleetContracts.receivers, {}, { topics: ['fleet', 'registry'] });
  const [opened, open] = useAddressState('row');
  const columns: Column<ReceiverRow>[] = [
    { key: 'name', title: text('name'), value: (row) => row.name, phone: 'title' },
    { key: 'kind', title: text('kind'), value: (row) => text(row.kind as 'reserve') },
    { key: 'county', title: text('county'), value: (row) => county(row.county) },
    { key: 'hours', title: text('hours'), value: (row) => `${clockOf(row.opens)}–${clockOf(row.closes)}` },
    {
      key: 'changed',
      title: text('changed'),
      value: (row) => row.changedAt,
      render: (row) =>
        row.changedAt === null ? (
          <span className="bg-muted">{text('usual')}</span>
        ) : (
          <span>
            {row.changedBy} <Moment at={row.changedAt} />
          </span>
        ),
    },
  ];
  const receiver = list.data?.rows.find((row) => row.place === opened);
  return (
    <>
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.place}
        onRow={(row) => open(row.place)}
        columns={columns}
      />
      <DetailDrawer open={receiver !== undefined} title={receiver?.name ?? ''} onClose={() => open('')}>
        {receiver !== undefined && (
          <>
            {may('trip.manage') ? (
              <HoursForm key={receiver.revision} receiver={receiver} />
            ) : (
              <p>
                {clockOf(receiver.opens)}–{clockOf(receiver.closes)}
              </p>
            )}
            <h3>{text('history')}</h3>
            <History
              subject="receiver-hours"
              id={receiver.place}
              names={fleetWords}
              show={(_field, value) => clockOf(Number(value))}
              topics={['fleet']}
            />
          </>
        )}
      </DetailDrawer>
    </>
  );
}

function HoursForm({ receiver }: { receiver: ReceiverRow }) {
  const text = useText(words);
  const shared = useText(fleetWords);
  const [opens, setOpens] = useState<number | null>(receiver.opens);
  const [closes, setCloses] = useState<number | null>(receiver.closes);
  const save = useAct(fleetContracts.saveReceiver, { onDone: () => notify(words.saved) });
  const complete = opens !== null && closes !== null;
  const late = complete && closes <= opens ? shared('lateFirst') : null;
  return (
    <div className="fleet-form">
      <p className="bg-muted">{text('note')}</p>
      <Fields>
        <FormField label={text('opens')} problem={opens === null ? shared('badTime') : null}>
          {(field) => <ClockInput attributes={field} value={opens} onChange={setOpens} />}
        </FormField>
        <FormField label={text('closes')} problem={closes === null ? shared('badTime') : late}>
          {(field) => <ClockInput attributes={field} value={closes} onChange={setCloses} />}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} />}
      <FormActions>
        <Button
          type="primary"
          disabled={!complete || late !== null}
          loading={save.running}
          onClick={() =>
            complete &&
            void save.run({ params: { place: receiver.place }, body: { opens, closes, revision: receiver.revision } })
          }
        >
          {text('save')}
        </Button>
      </FormActions>
    </div>
  );
}

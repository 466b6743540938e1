import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { fleetContracts, type TruckRow } from '#contracts/fleet.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { History } from '../../platform/history.tsx';
import { useLanguage, useText } from '../../platform/language.ts';
import { PageLink, useAddressState } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { useMay } from '../../platform/session.tsx';
import { type Column, DataTable, heldRows } from '../../platform/table/data-table.tsx';
import { clockOf } from './clock.ts';
import { ClockInput } from './clock-input.tsx';
import { fleetWords, yesOrNo } from './fleet-words.ts';

const words = {
  label: ['车辆', 'Trucks'],
  plate: ['车牌', 'Plate'],
  home: ['停放企业', 'Home'],
  weight: ['载重（吨）', 'Weight (t)'],
  room: ['容积（立方米）', 'Room (m³)'],
  hours: ['工作时间', 'Hours'],
  trips: ['每日装车', 'Loadings a day'],
  driver: ['常用司机', 'Usual driver'],
  state: ['状态', 'State'],
  inService: ['可用', 'in service'],
  out: ['停用', 'out of service'],
  outWhy: ['停用原因', 'Why it is out'],
  unknown: ['未填', 'not given'],
  empty: ['还没有车辆', 'No trucks yet'],
  emptyMore: ['先在“基础数据·车辆”中登记车牌和载重。', 'Register plates and weights first, under Registry · Vehicles.'],
  registry: ['车牌、载重和停放企业在基础数据中修改', 'Plate, weight and home are changed in the registry'],
  roomHint: ['不填则只按载重排车', 'Left empty, weight alone counts'],
  worksFrom: ['从几点', 'From'],
  worksUntil: ['到几点', 'Until'],
  maximumTrips: ['每日最多装车次数', 'Most loadings a day'],
  save: ['保存', 'Save'],
  saved: ['已保存，下次计算派车时生效', 'Saved: used when trips are next computed'],
  why: ['停用原因', 'Why it goes out of service'],
  takeOut: ['停用', 'Take out of service'],
  takenOut: ['已停用', 'Out of service'],
  note: ['修理情况（可不填）', 'What was repaired (may be empty)'],
  putBack: ['恢复使用', 'Put back in service'],
  putBackDone: ['已恢复使用', 'Back in service'],
  changed: ['最后修改', 'Last changed'],
  usual: ['没有单独设置，按通常的时间', 'Nothing recorded: the usual hours hold'],
  history: ['历史', 'History'],
} as const;

export function Trucks() {
  const text = useText(words);
  const list = useData(fleetContracts.trucks, {}, { topics: ['fleet', 'registry'] });
  const [opened, open] = useAddressState('row');
  const columns: Column<TruckRow>[] = [
    { key: 'plate', title: text('plate'), value: (row) => row.plate, phone: 'title' },
    { key: 'home', title: text('home'), value: (row) => row.enterpriseName },
    { key: 'weight', title: text('weight'), value: (row) => row.capacityKg / 1000, align: 'right' },
    {
      key: 'room',
      title: text('room'),
      value: (row) => (row.volumeM3 === null ? null : Number(row.volumeM3)),
      render: (row) => (row.volumeM3 === null ? <span className="bg-muted">{text('unknown')}</span> : row.volumeM3),
      align: 'right',
    },
    { key: 'hours', title: text('hours'), value: (row) => `${clockOf(row.worksFrom)}–${clockOf(row.worksUntil)}` },
    { key: 'trips', title: text('trips'), value: (row) => row.maximumTrips, align: 'right' },
    { key: 'driver', title: text('driver'), value: (row) => row.driverName || null },
    {
      key: 'state',
      title: text('state'),
      value: (row) => text(row.outOfService ? 'out' : 'inService'),
      render: (row) =>
        row.outOfService ? (
          <span>
            <Tag color="warning">{text('out')}</Tag> {row.outOfServiceReason}
          </span>
        ) : (
          text('inService')
        ),
    },
  ];
  const truck = list.data?.rows.find((row) => row.id === opened);
  return (
    <>
      <DataTable
        label={text('label')}
        {...heldRows(list)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.outOfService ? 'warning' : undefined)}
        onRow={(row) => open(row.id)}
        columns={columns}
        empty={{ title: text('empty'), more: text('emptyMore') }}
      />
      <DetailDrawer open={truck !== undefined} title={truck?.plate ?? ''} onClose={() => open('')}>
        {truck !== undefined && <Inside key={truck.revision} truck={truck} />}
      </DetailDrawer>
    </>
  );
}

function Inside({ truck }: { truck: TruckRow }) {
  const text = useText(words);
  const { language } = useLanguage();
  const may = useMay();
  const manage = may('trip.manage');
  return (
    <>
      <Particulars
        rows={[
          [text('home'), truck.enterpriseName],
          [text('weight'), String(truck.capacityKg / 1000)],
          ...(manage
            ? []
            : [
                [text('room'), truck.volumeM3 ?? text('unknown')] as const,
                [text('hours'), `${clockOf(truck.worksFrom)}–${clockOf(truck.worksUntil)}`] as const,
                [text('trips'), String(truck.maximumTrips)] as const,
                [text('driver'), truck.driverName || '—'] as const,
              ]),
          [text('state'), text(truck.outOfService ? 'out' : 'inService')],
          ...(truck.outOfService ? [[text('outWhy'), truck.outOfServiceReason] as const] : []),
          [
            text('changed'),
            truck.changedAt === null ? (
              text('usual')
            ) : (
              <span key="changed">
                {truck.changedBy} <Moment at={truck.changedAt} year />
              </span>
            ),
          ],
        ]}
      />
      <p>
        <PageLink to={`/administration/registry?table=vehicles&row=${encodeURIComponent(truck.id)}`}>
          {text('registry')}
        </PageLink>
      </p>
      {manage && <Service truck={truck} />}
      {manage && <ProfileForm truck={truck} />}
      <h3>{text('history')}</h3>
      <History
        subject="truck"
        id={truck.id}
        names={fleetWords}
        show={(_field, value) => yesOrNo(value, language)}
        topics={['fleet']}
      />
    </>
  );
}

/** A broken-down truck comes back here; another is taken out with a reason. */
function Service({ truck }: { truck: TruckRow }) {
  const text = useText(words);
  const [said, setSaid] = useState('');
  const takeOut = useAct(fleetContracts.takeOut, { onDone: () => notify(words.takenOut) });
  const putBack = useAct(fleetContracts.putBack, { onDone: () => notify(words.putBackDone) });
  const problem = takeOut.problem ?? putBack.problem;
  const { revision } = truck;
  return (
    <div className="fleet-form">
      <FormField
        label={text(truck.outOfService ? 'note' : 'why')}
        problem={fieldProblem(problem, truck.outOfService ? 'note' : 'reason')}
      >
        {(field) => (
          <input
            {...field}
            className="bg-input"
            maxLength={200}
            value={said}
            onChange={(event) => setSaid(event.target.value)}
          />
        )}
      </FormField>
      {problem !== null && <ProblemView problem={problem} besideFields />}
      {truck.outOfService ? (
        <Button
          type="primary"
          loading={putBack.running}
          onClick={() => void putBack.run({ params: { id: truck.id }, body: { note: said, revision } })}
        >
          {text('putBack')}
        </Button>
      ) : (
        <Button
          disabled={said.trim().length < 2}
          loading={takeOut.running}
          onClick={() => void takeOut.run({ params: { id: truck.id }, body: { reason: said, revision } })}
        >
          {text('takeOut')}
        </Button>
      )}
    </div>
  );
}

function ProfileForm({ truck }: { truck: TruckRow }) {
  const text = useText(words);
  const shared = useText(fleetWords);
  const drivers = useData(fleetContracts.drivers, { query: { withdrawn: 'no' } }, { topics: ['fleet'] });
  const [volumeM3, setVolume] = useState(truck.volumeM3);
  const [worksFrom, setFrom] = useState<number | null>(truck.worksFrom);
  const [worksUntil, setUntil] = useState<number | null>(truck.worksUntil);
  const [maximumTrips, setTrips] = useState(truck.maximumTrips);
  const [driver, setDriver] = useState(truck.driver);
  const [badVolume, setBadVolume] = useState(false);
  const save = useAct(fleetContracts.saveTruck, { onDone: () => notify(words.saved) });
  const complete = worksFrom !== null && worksUntil !== null && !badVolume;
  const late = complete && worksUntil <= worksFrom ? shared('lateFirst') : null;
  return (
    <div className="fleet-form">
      <Fields>
        <FormField
          label={text('room')}
          optional
          problem={fieldProblem(save.problem, 'volumeM3')}
          hint={text('roomHint')}
        >
          {(field) => (
            <QuantityInput
              {...field}
              unit="m³"
              value={volumeM3}
              onChange={(value, problem) => {
                setVolume(value);
                setBadVolume(problem !== null);
              }}
            />
          )}
        </FormField>
        <FormField label={text('worksFrom')} problem={worksFrom === null ? shared('badTime') : null}>
          {(field) => <ClockInput attributes={field} value={worksFrom} onChange={setFrom} />}
        </FormField>
        <FormField label={text('worksUntil')} problem={worksUntil === null ? shared('badTime') : late}>
          {(field) => <ClockInput attributes={field} value={worksUntil} onChange={setUntil} />}
        </FormField>
        <FormField label={text('maximumTrips')} problem={fieldProblem(save.problem, 'maximumTrips')}>
          {(field) => (
            <Select
              {...field}
              value={maximumTrips}
              options={[1, 2, 3, 4, 5, 6].map((value) => ({ value, label: String(value) }))}
              onChange={setTrips}
            />
          )}
        </FormField>
        <FormField label={text('driver')} optional problem={fieldProblem(save.problem, 'driver')}>
          {(field) => (
            <Select
              {...field}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              value={driver}
              options={drivers.data?.rows.map((row) => ({
                value: row.id,
                label: `${row.name} ${row.licence} · ${row.enterpriseName}`,
              }))}
              onChange={(next: string | undefined) => setDriver(next ?? null)}
            />
          )}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} besideFields />}
      <FormActions>
        <Button
          type="primary"
          disabled={!complete || late !== null}
          loading={save.running}
          onClick={() =>
            complete &&
            void save.run({
              params: { id: truck.id },
              body: { volumeM3, worksFrom, worksUntil, maximumTrips, driver, revision: truck.revision },
            })
          }
        >
          {text('save')}
        </Button>
      </FormActions>
    </div>
  );
}

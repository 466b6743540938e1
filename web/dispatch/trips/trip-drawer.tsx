import { Button, Select } from 'antd';
import { useState } from 'react';
import { type DriverRow, fleetContracts } from '#contracts/fleet.ts';
import { type TripRow, tripContracts, tripStateNames } from '#contracts/trips.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { DetailDrawer } from '../../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { PassDrawer } from '../passes/pass-drawer.tsx';
import { stopWords } from './words.ts';

const words = {
  title: ['{plate} · 车次 {number}', '{plate} · trip {number}'],
  state: ['状态', 'State'],
  from: ['装车', 'Loads at'],
  leave: ['计划发车', 'Leaves'],
  back: ['计划返回', 'Back'],
  driver: ['司机', 'Driver'],
  none: ['未安排', 'none yet'],
  reason: ['例外理由', 'Reason for the exception'],
  position: ['最近位置', 'Last position'],
  choose: ['从登记的司机中选', 'Choose a registered driver'],
  name: ['司机姓名', 'Driver’s name'],
  phone: ['司机电话', 'Telephone'],
  crew: ['随车人员（用顿号分开）', 'Crew (separated by commas)'],
  assign: ['安排司机并签发通行证', 'Name the driver and issue the pass'],
  assigned: ['通行证已签发', 'The pass is issued'],
  link: ['把这个链接发给司机（只显示一次）：', 'Send this link to the driver (shown once):'],
  pass: ['查看通行证', 'See the pass'],
  depart: ['发车', 'Leave'],
  arrive: ['到达', 'Arrived'],
  unload: ['卸完', 'Unloaded'],
  breakdownReason: ['故障或取消的原因', 'Why it broke down or is cancelled'],
  breakdown: ['车辆故障，余货转运', 'Broken down: move the rest to others'],
  cancel: ['取消车次', 'Cancel the trip'],
  done: ['已登记', 'Done'],
  stops: ['各站', 'Stops'],
} as const;

interface Props {
  trip: TripRow;
  /** who usually drives the truck */
  usualDriver: string | null;
  manage: boolean;
  onClose: () => void;
}

export function TripDrawer({ trip, usualDriver, manage, onClose }: Props) {
  const text = useText(words);
  const { language } = useLanguage();
  const [pass, setPass] = useState<string | null>(null);
  const depart = useAct(tripContracts.depart, { onDone: () => notify(words.done) });
  if (pass !== null) return <PassDrawer id={pass} onClose={() => setPass(null)} />;
  return (
    <DetailDrawer open title={text('title', { plate: trip.plate, number: trip.number })} onClose={onClose}>
      <div className="trips-drawer">
        <Particulars
          rows={[
            [text('state'), pick(tripStateNames[trip.state], language)],
            [text('from'), trip.from.name],
            [text('leave'), <Moment key="leave" at={trip.leaveAt} />],
            [text('back'), <Moment key="back" at={trip.backAt} />],
            [
              text('driver'),
              trip.driver ? (
                <a key="call" href={`tel:${trip.driverPhone}`}>{`${trip.driver} ${trip.driverPhone}`}</a>
              ) : (
                text('none')
              ),
            ],
            ...(trip.brokenReason ? [[text('reason'), trip.brokenReason] as const] : []),
            ...(trip.position ? [[text('position'), <Moment key="at" at={trip.position.at} />] as const] : []),
          ]}
        />
        <Stops trip={trip} manage={manage} />
        {trip.passId !== null && <Button onClick={() => setPass(trip.passId)}>{text('pass')}</Button>}
        {manage && (trip.state === 'planned' || trip.state === 'departed') && (
          <Assign key={trip.id} trip={trip} usual={usualDriver} />
        )}
        {manage && trip.state === 'planned' && trip.driver !== '' && (
          <FormActions>
            <Button
              type="primary"
              loading={depart.running}
              onClick={() => void depart.run({ params: { id: trip.id } })}
            >
              {text('depart')}
            </Button>
          </FormActions>
        )}
        {depart.problem !== null && <ProblemView problem={depart.problem} />}
        {manage && (trip.state === 'planned' || trip.state === 'departed') && <Trouble trip={trip} />}
      </div>
    </DetailDrawer>
  );
}

function Stops({ trip, manage }: { trip: TripRow; manage: boolean }) {
  const text = useText(words);
  const states = useText(stopWords);
  const arrive = useAct(tripContracts.arrive, { onDone: () => notify(words.done) });
  const unload = useAct(tripContracts.unload, { onDone: () => notify(words.done) });
  const problem = arrive.problem ?? unload.problem;
  return (
    <>
      <h3>{text('stops')}</h3>
      <ol className="trips-stops">
        {trip.stops.map((stop) => (
          <li key={stop.position}>
            <span>
              <Moment at={stop.arrivedAt ?? stop.arriveAt} /> {stop.name} · {stop.orderNumber} · {states(stop.state)}
              {stop.problem !== null && ` · ${stop.problem}`}
            </span>
            {manage && trip.state === 'departed' && stop.state === 'waiting' && (
              <Button
                loading={arrive.running}
                onClick={() => void arrive.run({ params: { id: trip.id, position: stop.position } })}
              >
                {text('arrive')}
              </Button>
            )}
            {manage && trip.state === 'departed' && (stop.state === 'waiting' || stop.state === 'arrived') && (
              <Button
                loading={unload.running}
                onClick={() => void unload.run({ params: { id: trip.id, position: stop.position } })}
              >
                {text('unload')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {problem !== null && <ProblemView problem={problem} />}
    </>
  );
}

function Assign({ trip, usual }: { trip: TripRow; usual: string | null }) {
  const text = useText(words);
  const drivers = useData(fleetContracts.drivers, { query: { withdrawn: 'no' } }, { topics: ['fleet'] });
  const [driver, setDriver] = useState<string | null>(trip.driverId);
  const [written, setWritten] = useState({ name: trip.driver, phone: trip.driverPhone, crew: trip.crew.join('、') });
  const rows = drivers.data?.rows ?? [];
  const choose = (id: string | null) => {
    const chosen = rows.find((row) => row.id === id);
    setDriver(chosen?.id ?? null);
    if (chosen) setWritten({ ...written, name: chosen.name, phone: chosen.phone });
  };
  // the truck's own driver first, then those of its firm
  const rank = (row: DriverRow) => (row.id === usual ? 0 : row.enterprise === trip.enterprise ? 1 : 2);
  const options = rows
    .toSorted((one, other) => rank(one) - rank(other))
    .map((row) => ({ value: row.id, label: `${row.name} ${row.licence} · ${row.enterpriseName}` }));
  const assign = useAct(tripContracts.assign, { onDone: () => notify(words.assigned) });
  const field = (name: keyof typeof written) => (
    <FormField label={text(name)} problem={fieldProblem(assign.problem, name)}>
      {(attributes) => (
        <input
          {...attributes}
          className="bg-input"
          maxLength={120}
          value={written[name]}
          onChange={(event) => {
            // another name or number is another person than the one chosen
            if (name !== 'crew') setDriver(null);
            setWritten({ ...written, [name]: event.target.value });
          }}
        />
      )}
    </FormField>
  );
  const crew = written.crew
    .split(/[、,，;；]+/u)
    .map((name) => name.trim())
    .filter(Boolean);
  return (
    <>
      <Fields>
        {options.length > 0 && (
          <FormField label={text('choose')} optional>
            {(attributes) => (
              <Select
                {...attributes}
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                value={driver}
                options={options}
                onChange={(id: string | undefined) => choose(id ?? null)}
              />
            )}
          </FormField>
        )}
        {field('name')}
        {field('phone')}
        {field('crew')}
      </Fields>
      <Button
        loading={assign.running}
        disabled={written.name.trim() === '' || written.phone.trim() === ''}
        onClick={() =>
          void assign.run({
            params: { id: trip.id },
            body: { driver, name: written.name, phone: written.phone, crew },
          })
        }
      >
        {text('assign')}
      </Button>
      {assign.problem !== null && <ProblemView problem={assign.problem} besideFields />}
      {assign.answer !== undefined && (
        <p role="status">
          {text('link')}
          <br />
          <code className="trips-link">{assign.answer.link}</code>
        </p>
      )}
    </>
  );
}

function Trouble({ trip }: { trip: TripRow }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const onDone = () => notify(words.done);
  const breakdown = useAct(tripContracts.breakdown, { onDone });
  const cancel = useAct(tripContracts.cancel, { onDone });
  const problem = breakdown.problem ?? cancel.problem;
  const said = reason.trim().length >= 2;
  return (
    <>
      <FormField label={text('breakdownReason')}>
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
      <FormActions>
        <Button
          danger
          disabled={!said}
          loading={breakdown.running}
          onClick={() => void breakdown.run({ params: { id: trip.id }, body: { reason } })}
        >
          {text('breakdown')}
        </Button>
        {trip.state === 'planned' && (
          <Button
            disabled={!said}
            loading={cancel.running}
            onClick={() => void cancel.run({ params: { id: trip.id }, body: { reason } })}
          >
            {text('cancel')}
          </Button>
        )}
      </FormActions>
      {problem !== null && <ProblemView problem={problem} />}
    </>
  );
}

import { Segmented } from 'antd';
import { fleetContracts } from '#contracts/fleet.ts';
import { useData } from '../../platform/data.ts';
import { useText } from '../../platform/language.ts';
import { PageLink, useAddressState } from '../../platform/navigation.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { Closures } from './fleet-closures.tsx';
import { Drivers } from './fleet-drivers.tsx';
import { Receivers } from './fleet-receivers.tsx';
import { Rules } from './fleet-rules.tsx';
import { Trucks } from './fleet-trucks.tsx';
import './fleet.css';

const words = {
  title: ['{trucks} 辆车，{out} 辆停用；{closed} 处封闭', '{trucks} trucks, {out} out of service; {closed} closures'],
  reading: ['车辆与道路', 'Fleet and roads'],
  lead: [
    '派车时用的车辆、司机、收货时间、道路和规则。',
    'What trips are planned with: trucks, drivers, receivers, roads and rules.',
  ],
  toTrips: ['去派车', 'To the trips'],
  trucks: ['车辆', 'Trucks'],
  drivers: ['司机', 'Drivers'],
  receivers: ['收货时间', 'Receivers'],
  closures: ['封闭', 'Closures'],
  rules: ['里程与规则', 'Distances, rules'],
} as const;
const views = ['trucks', 'drivers', 'receivers', 'closures', 'rules'] as const;

/** What trips are planned with, each list with its own trace. */
export default function FleetPage() {
  const text = useText(words);
  const [asked, setView] = useAddressState('table', 'trucks');
  const view = views.find((known) => known === asked) ?? 'trucks';
  const trucks = useData(fleetContracts.trucks, {}, { topics: ['fleet', 'registry'] });
  const closures = useData(fleetContracts.closures, { query: { all: 'no' } }, { topics: ['fleet', 'city'] });
  const read = trucks.data !== undefined && closures.data !== undefined;
  return (
    <>
      <PageHeader
        title={
          read
            ? text('title', {
                trucks: trucks.data.total,
                out: trucks.data.rows.filter(({ outOfService }) => outOfService).length,
                closed: closures.data.rows.filter(({ state }) => state === 'closed').length,
              })
            : text('reading')
        }
        lead={text('lead')}
        actions={<PageLink to="/dispatch/trips">{text('toTrips')}</PageLink>}
      />
      <div className="fleet-views">
        <Segmented
          value={view}
          onChange={(next) => setView(String(next))}
          options={views.map((value) => ({ value, label: text(value) }))}
        />
      </div>
      {view === 'trucks' && <Trucks />}
      {view === 'drivers' && <Drivers />}
      {view === 'receivers' && <Receivers />}
      {view === 'closures' && <Closures />}
      {view === 'rules' && <Rules />}
    </>
  );
}

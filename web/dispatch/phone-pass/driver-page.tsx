import { useEffect, useState } from 'react';
import { type DriverTrip, driverContracts, type TripStop } from '#contracts/trips.ts';
import { installPhone } from '../../phone/install.ts';
import { BigButton } from '../../phone/phone-page.tsx';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { CodeView } from '../passes/code-view.tsx';
import { stopWords } from '../trips/words.ts';
import './phone-pass.css';
import '../../phone/phone.css';

const words = {
  noKey: ['请打开调度发给您的链接', 'Open the link that the dispatcher sent you'],
  title: ['{plate} · 车次 {number}', '{plate} · trip {number}'],
  code: ['通行证二维码，出示给卡口', 'Your pass: show it at checkpoints'],
  until: ['有效期至', 'Valid until'],
  noPass: ['现在没有有效的通行证，请联系调度', 'There is no valid pass now: call the dispatcher'],
  kept: ['没有网络，显示的是本机上次读到的', 'No network: as this phone last read it'],
  loads: ['装车：{name}', 'Loads at {name}'],
  arrive: ['到达', 'I have arrived'],
  unload: ['卸完', 'Unloaded'],
  problem: ['遇到问题', 'Report a problem'],
  problemLabel: ['发生了什么', 'What happened'],
  send: ['报告', 'Report'],
  sent: ['已报告，调度会联系您', 'Reported: the dispatcher will call you'],
  consent: ['同意上报位置', 'Agree to send positions'],
  consentNote: [
    '只在本页打开时、这趟车途中上报，保留 {days} 天，供调度掌握到达时间。随时可以停止，停止后已上报的手机位置立即删除。',
    'Sent only while this page is open on this trip, kept for {days} days so that dispatch knows when you arrive. Stop at any time: what was sent is deleted at once.',
  ],
  stop: ['停止上报位置', 'Stop sending positions'],
} as const;
const keyName = 'baogong:driver-key';
const tripName = 'baogong:driver-trip';
const POSITION_EVERY = 60_000;

/** A driver's telephone, without an account: the link opens this one trip, and its pass is shown without a network too. */
export default function DriverPage() {
  const text = useText(words);
  const [key] = useState(() => {
    const given = window.location.hash.slice(1);
    if (given !== '') localStorage.setItem(keyName, given);
    return given || (localStorage.getItem(keyName) ?? '');
  });
  useEffect(() => installPhone(), []);
  const read = useData(driverContracts.read, { params: { key } }, { enabled: key !== '', every: 60_000 });
  const kept = useKept(key, read.data);
  const trip = read.data ?? (read.error?.status === 0 ? kept : null);
  if (key === '') return <p>{text('noKey')}</p>;
  if (trip === null) return read.error === null ? null : <ProblemView problem={read.error} />;
  return (
    <div className="phone-page">
      <h1>{text('title', { plate: trip.trip.plate, number: trip.trip.number })}</h1>
      {read.data === undefined && <p className="phone-strip phone-strip-offline">{text('kept')}</p>}
      {trip.pass === null ? (
        <p className="phone-strip phone-strip-refused">{text('noPass')}</p>
      ) : (
        <>
          <CodeView svg={trip.pass.code} label={text('code')} />
          <p className="pass-age">
            {trip.pass.number} · {text('until')} <Moment at={trip.pass.until} />
          </p>
        </>
      )}
      <p>
        <Moment at={trip.trip.loadAt} /> {text('loads', { name: trip.trip.from.name })}
      </p>
      <ol className="phone-list">
        {trip.trip.stops.map((stop) => (
          <StopCard key={stop.position} stop={stop} moving={trip.trip.state === 'departed'} apiKey={key} />
        ))}
      </ol>
      <Report apiKey={key} />
      <Positions trip={trip} apiKey={key} />
    </div>
  );
}

function useKept(key: string, data: DriverTrip | undefined): DriverTrip | null {
  useEffect(() => {
    if (data !== undefined) localStorage.setItem(tripName, JSON.stringify({ key, data }));
  }, [key, data]);
  try {
    const kept = JSON.parse(localStorage.getItem(tripName) ?? 'null') as { key: string; data: DriverTrip } | null;
    return kept?.key === key ? kept.data : null;
  } catch {
    return null;
  }
}

function StopCard({ stop, moving, apiKey }: { stop: TripStop; moving: boolean; apiKey: string }) {
  const text = useText(words);
  const states = useText(stopWords);
  const act = useAct(driverContracts.act);
  const run = (name: 'arrive' | 'unload') =>
    void act.run({ params: { key: apiKey }, body: { act: name, position: stop.position } });
  return (
    <li>
      <p>
        <Moment at={stop.arrivedAt ?? stop.arriveAt} /> {stop.name} · {states(stop.state)}
      </p>
      <p className="pass-age">
        {stop.orderNumber} · {(Number(stop.weightKg) / 1000).toFixed(2)} t
      </p>
      {moving && stop.state === 'waiting' && (
        <BigButton loading={act.running} onClick={() => run('arrive')}>
          {text('arrive')}
        </BigButton>
      )}
      {moving && stop.state === 'arrived' && (
        <BigButton loading={act.running} onClick={() => run('unload')}>
          {text('unload')}
        </BigButton>
      )}
      {act.problem !== null && <ProblemView problem={act.problem} />}
    </li>
  );
}

function Report({ apiKey }: { apiKey: string }) {
  const text = useText(words);
  const [open, setOpen] = useState(false);
  const [written, setWritten] = useState('');
  const act = useAct(driverContracts.act, {
    onDone: () => {
      notify(words.sent);
      setWritten('');
      setOpen(false);
    },
  });
  if (!open)
    return (
      <BigButton quiet onClick={() => setOpen(true)}>
        {text('problem')}
      </BigButton>
    );
  return (
    <div className="pass-typed">
      <label htmlFor="driver-problem">{text('problemLabel')}</label>
      <input
        id="driver-problem"
        className="bg-input"
        maxLength={200}
        value={written}
        onChange={(event) => setWritten(event.target.value)}
      />
      <BigButton
        loading={act.running}
        disabled={written.trim().length < 2}
        onClick={() => void act.run({ params: { key: apiKey }, body: { act: 'problem', text: written } })}
      >
        {text('send')}
      </BigButton>
      {act.problem !== null && <ProblemView problem={act.problem} />}
    </div>
  );
}

/** Only with consent, only on the road, only while the page is open. */
function Positions({ trip, apiKey }: { trip: DriverTrip; apiKey: string }) {
  const text = useText(words);
  const consent = useAct(driverContracts.act);
  const send = useAct(driverContracts.act, { renews: [] });
  const { run } = send;
  const sending = trip.consent && trip.trip.state === 'departed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the watch is one, whatever the sender's identity
  useEffect(() => {
    if (!sending || !('geolocation' in navigator)) return;
    let last = 0;
    const watch = navigator.geolocation.watchPosition(({ coords, timestamp }) => {
      if (Date.now() - last < POSITION_EVERY) return;
      last = Date.now();
      const at = new Date(timestamp).toISOString();
      const { latitude: lat, longitude: lon, accuracy } = coords;
      void run({ params: { key: apiKey }, body: { act: 'position', at, lat, lon, accuracy } });
    });
    return () => navigator.geolocation.clearWatch(watch);
  }, [sending, apiKey]);
  if (trip.trip.state !== 'departed' && !trip.consent) return null;
  return (
    <>
      <p className="pass-age">{text('consentNote', { days: trip.positionsKept })}</p>
      <BigButton
        quiet
        loading={consent.running}
        onClick={() => void consent.run({ params: { key: apiKey }, body: { act: 'consent', given: !trip.consent } })}
      >
        {text(trip.consent ? 'stop' : 'consent')}
      </BigButton>
    </>
  );
}

import { useEffect, useState } from 'react';
import { type DriverTrip, driverContracts, type TripStop } from '#contracts/trips.ts';
import { installPhone } from '../../phone/install.ts';
import { BigButton } from '../../phone/phone-page.tsx';
import { useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Quantity } from '../../platform/number.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { CodeView } from '../passes/code-view.tsx';
import { stopWords } from '../trips/words.ts';
import { type DriverLink, DriverStatus, stateHere, useDriverAct, useDriverLink, useWaiting } from './driver-acts.tsx';
import './phone-pass.css';
import '../../phone/phone.css';

const words = {
  noKey: ['请打开调度发给您的链接', 'Open the link that the dispatcher sent you'],
  reading: ['正在读取…', 'Reading…'],
  title: ['{plate} · 车次 {number}', '{plate} · trip {number}'],
  code: ['通行证二维码，出示给卡口', 'Your pass: show it at checkpoints'],
  until: ['有效期至', 'Valid until'],
  noPass: ['现在没有有效的通行证，请联系调度', 'There is no valid pass now: call the dispatcher'],
  finished: ['这趟车已经完成，通行证随之失效。辛苦了。', 'This trip is over, and its pass with it. Thank you.'],
  kept: ['显示的是本机上次读到的', 'As this phone last read it'],
  call: ['打电话给调度 {phone}', 'Call dispatch {phone}'],
  loads: ['装车：{name}', 'Loads at {name}'],
  notLeft: [
    '发车由调度登记；之后可以在这里报到达。',
    'Dispatch registers the start; after it you report arrivals here.',
  ],
  arrive: ['到达', 'I have arrived'],
  unload: ['卸完', 'Unloaded'],
  arriveAct: ['到达第 {position} 站', 'Arrival at stop {position}'],
  unloadAct: ['第 {position} 站卸完', 'Stop {position} unloaded'],
  waits: ['待发送', 'to be sent'],
  problem: ['遇到问题', 'Report a problem'],
  problemAct: ['报告问题', 'Report of a problem'],
  problemLabel: ['发生了什么', 'What happened'],
  send: ['报告', 'Report'],
  sent: ['已报告，调度会联系您', 'Reported: the dispatcher will call you'],
  consent: ['同意上报位置', 'Agree to send positions'],
  consentAct: ['是否上报位置', 'Agreeing to positions or not'],
  positionAct: ['位置', 'Position'],
  consentNote: [
    '只在本页打开时、这趟车途中上报，保留 {days} 天，供调度掌握到达时间。随时可以停止，停止后已上报的手机位置立即删除。',
    'Sent only while this page is open on this trip, kept for {days} days so that dispatch knows when you arrive. Stop at any time: what was sent is deleted at once.',
  ],
  stop: ['停止上报位置', 'Stop sending positions'],
  noPosition: [
    '手机没有给出位置，请在浏览器设置中允许定位',
    'The phone gives no position: allow it in the browser’s settings',
  ],
} as const;
const keyName = 'baogong:driver-key';
const tripName = 'baogong:driver-trip';
const POSITION_EVERY = 60_000;
const CLOCK_TOLERANCE = 5_000;

interface Kept {
  key: string;
  data: DriverTrip;
  /** add to this telephone's clock for headquarters' time, milliseconds */
  offset: number;
}

/** A driver's telephone, without an account: the link opens this one trip; it is shown and acted on without a network too. */
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
  const link = useDriverLink(key, kept?.offset ?? 0);
  const waiting = useWaiting(link);
  const stale = read.error?.status === 0;
  const trip = read.data ?? (stale ? kept?.data : undefined);
  if (key === '') return <p>{text('noKey')}</p>;
  if (trip === undefined)
    return read.error === null ? <p role="status">{text('reading')}</p> : <ProblemView problem={read.error} />;
  const moving = trip.trip.state === 'departed';
  return (
    <div className="phone-page">
      <DriverStatus link={link} />
      <h1>{text('title', { plate: trip.trip.plate, number: trip.trip.number })}</h1>
      {stale && <p className="phone-strip">{text('kept')}</p>}
      <Pass trip={trip} />
      {trip.dispatchPhone !== null && (
        <a className="phone-button phone-button-quiet" href={`tel:${trip.dispatchPhone}`}>
          {text('call', { phone: trip.dispatchPhone })}
        </a>
      )}
      <p>
        <Moment at={trip.trip.loadAt} /> {text('loads', { name: trip.trip.from.name })}
      </p>
      {trip.trip.state === 'planned' && <p className="pass-age">{text('notLeft')}</p>}
      <ol className="phone-list">
        {trip.trip.stops.map((stop) => (
          <StopCard key={stop.position} stop={stop} here={stateHere(stop, waiting)} moving={moving} link={link} />
        ))}
      </ol>
      {trip.trip.state !== 'finished' && <Report link={link} />}
      <Positions trip={trip} link={link} />
    </div>
  );
}

function Pass({ trip }: { trip: DriverTrip }) {
  const text = useText(words);
  if (trip.pass === null)
    return (
      <p className={trip.trip.state === 'finished' ? 'phone-strip' : 'phone-strip phone-strip-refused'}>
        {text(trip.trip.state === 'finished' ? 'finished' : 'noPass')}
      </p>
    );
  return (
    <>
      <CodeView svg={trip.pass.code} label={text('code')} />
      <p className="pass-age">
        {trip.pass.number} · {text('until')} <Moment at={trip.pass.until} />
      </p>
    </>
  );
}

function storedFor(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(tripName) ?? 'null') as Kept | null;
    return kept?.key === key ? kept : null;
  } catch {
    return null;
  }
}

function useKept(key: string, data: DriverTrip | undefined): Kept | null {
  const [kept, setKept] = useState(() => storedFor(key));
  useEffect(() => {
    if (data === undefined) return;
    const measured = Date.parse(data.now) - Date.now();
    const before = storedFor(key)?.offset;
    // the way of the answer takes its moment: what differs by less is the same clock
    const same = before !== undefined && Math.abs(measured - before) < CLOCK_TOLERANCE;
    const next = { key, data, offset: same ? before : measured };
    setKept(next);
    try {
      localStorage.setItem(tripName, JSON.stringify(next));
    } catch {
      // a full or forbidden storage: the page works while it is open
    }
  }, [key, data]);
  return kept;
}

interface StopProps {
  stop: TripStop;
  /** its state with what is not yet sent */
  here: TripStop['state'];
  moving: boolean;
  link: DriverLink;
}

function StopCard({ stop, here, moving, link }: StopProps) {
  const text = useText(words);
  const states = useText(stopWords);
  const { position } = stop;
  const say = (pair: readonly [string, string]) =>
    pair.map((one) => one.replace('{position}', String(position))) as [string, string];
  const arrive = useDriverAct(link, `stop-${position}`, say(words.arriveAct));
  const unload = useDriverAct(link, `stop-${position}`, say(words.unloadAct));
  const problem = arrive.problem ?? unload.problem;
  return (
    <li>
      <p>
        <Moment at={stop.arrivedAt ?? stop.arriveAt} /> {stop.name} · {states(here)}
        {here !== stop.state && ` · ${text('waits')}`}
      </p>
      <p className="pass-age">
        {stop.orderNumber} · <Quantity value={(Number(stop.weightKg) / 1000).toFixed(2)} unit="吨" />
      </p>
      {moving && here === 'waiting' && (
        <BigButton loading={arrive.running} onClick={() => void arrive.run({ act: 'arrive', position })}>
          {text('arrive')}
        </BigButton>
      )}
      {moving && here === 'arrived' && (
        <BigButton loading={unload.running} onClick={() => void unload.run({ act: 'unload', position })}>
          {text('unload')}
        </BigButton>
      )}
      {problem !== null && <ProblemView problem={problem} />}
    </li>
  );
}

function Report({ link }: { link: DriverLink }) {
  const text = useText(words);
  const [open, setOpen] = useState(false);
  const [written, setWritten] = useState('');
  const act = useDriverAct(link, 'problems', words.problemAct, () => {
    if (navigator.onLine) notify(words.sent);
    setWritten('');
    setOpen(false);
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
        onClick={() => void act.run({ act: 'problem', text: written })}
      >
        {text('send')}
      </BigButton>
      {act.problem !== null && <ProblemView problem={act.problem} />}
    </div>
  );
}

/** Only with consent, only on the road, only while the page is open. What is taken back also goes through what waits, in its order. */
function Positions({ trip, link }: { trip: DriverTrip; link: DriverLink }) {
  const text = useText(words);
  const waiting = useWaiting(link);
  const consent = useDriverAct(link, 'positions', words.consentAct);
  const position = useDriverAct(link, 'positions', words.positionAct);
  const [refused, setRefused] = useState(false);
  const told = waiting.findLast((act) => (act.input.body as { act?: string }).act === 'consent');
  const given = told === undefined ? trip.consent : (told.input.body as { given?: boolean }).given === true;
  const sending = given && trip.trip.state === 'departed';
  const { run } = position;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the watch is one, whatever the sender's identity
  useEffect(() => {
    if (!sending || !('geolocation' in navigator)) return;
    let last = 0;
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        setRefused(false);
        if (Date.now() - last < POSITION_EVERY) return;
        last = Date.now();
        const { latitude: lat, longitude: lon, accuracy } = coords;
        void run({ act: 'position', lat, lon, accuracy });
      },
      () => setRefused(true),
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [sending, link]);
  if (trip.trip.state !== 'departed' && !given) return null;
  return (
    <>
      <p className="pass-age">{text('consentNote', { days: trip.positionsKept })}</p>
      {refused && <p role="alert">{text('noPosition')}</p>}
      <BigButton quiet loading={consent.running} onClick={() => void consent.run({ act: 'consent', given: !given })}>
        {text(given ? 'stop' : 'consent')}
      </BigButton>
      {consent.problem !== null && <ProblemView problem={consent.problem} />}
    </>
  );
}

import type { TripRow } from '#contracts/trips.ts';
import { useListed, useText } from '../../platform/language.ts';
import { timeOf } from './trip-board.tsx';

const words = {
  label: ['各车一天的时间', 'Each truck’s day'],
  trip: ['{plate}：{load} 装车，{stops}，{back} 返回', '{plate}: loads {load}, {stops}, back {back}'],
} as const;
const HOUR = 3_600_000;

/** Hours across, trucks down: loading, each stop, the way back. The words say the same as the bars. */
export function TripsTimeline({ day, trips }: { day: string; trips: TripRow[] }) {
  const text = useText(words);
  const listed = useListed();
  const midnight = Date.parse(`${day}T00:00:00+08:00`);
  const first = Math.floor(Math.min(...trips.map(({ startAt }) => Date.parse(startAt) - midnight)) / HOUR);
  const last = Math.ceil(Math.max(...trips.map(({ backAt }) => Date.parse(backAt) - midnight)) / HOUR);
  const hours = Math.max(1, last - first);
  const share = (at: string) => `${(((Date.parse(at) - midnight) / HOUR - first) / hours) * 100}%`;
  const width = (from: string, to: string) => `${((Date.parse(to) - Date.parse(from)) / HOUR / hours) * 100}%`;
  const marks = Array.from({ length: hours }, (_, index) => first + index).filter(
    (hour) => (hour - first) % Math.max(1, Math.ceil(hours / 8)) === 0,
  );
  return (
    <ul className="trips-timeline" aria-label={text('label')}>
      <li aria-hidden="true" className="trips-hours">
        <span />
        <div>
          {marks.map((hour) => (
            <span key={hour} style={{ left: `${((hour - first) / hours) * 100}%` }}>
              {hour}:00
            </span>
          ))}
        </div>
      </li>
      {trips.map((trip) => {
        const stops = listed(trip.stops.map((stop) => `${timeOf(stop.arriveAt)} ${stop.name}`));
        return (
          <li key={trip.id}>
            <span className="bg-number">{trip.plate}</span>
            <div aria-hidden="true">
              <span
                className="trips-way"
                style={{ left: share(trip.startAt), width: width(trip.startAt, trip.backAt) }}
              />
              <span
                className="trips-load"
                style={{ left: share(trip.loadAt), width: width(trip.loadAt, trip.leaveAt) }}
              />
              {trip.stops.map((stop) => (
                <span
                  key={stop.position}
                  className={stop.state === 'unloaded' ? 'trips-call trips-call-done' : 'trips-call'}
                  style={{ left: share(stop.arriveAt), width: width(stop.arriveAt, stop.leaveAt) }}
                />
              ))}
            </div>
            <p className="bg-muted">
              {text('trip', { plate: trip.plate, load: timeOf(trip.loadAt), stops, back: timeOf(trip.backAt) })}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

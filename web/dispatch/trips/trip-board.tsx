import { Tag } from 'antd';
import { type DragEvent, useState } from 'react';
import { type TripRow, type TripStop, tripStateNames } from '#contracts/trips.ts';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { MoveDialog, type WantedMove } from './move-dialog.tsx';
import { stopWords } from './words.ts';

const words = {
  load: ['载 {weight} / {capacity} 吨', '{weight} of {capacity} t'],
  km: ['{km} 公里', '{km} km'],
  noDriver: ['未安排司机', 'no driver yet'],
  loading: ['{time} 装车', 'loads {time}'],
  part: ['第 {part}/{parts} 部分', 'part {part} of {parts}'],
  move: ['移动 {order} 这一站', 'Move the stop of {order}'],
  open: ['打开 {plate}', 'Open {plate}'],
  hint: [
    '拖动一站到别处，或按“移动”用键盘选择；松手后立即核对。',
    'Drag a stop elsewhere, or press “Move” and choose by keyboard; it is checked at once.',
  ],
  moveShort: ['移动', 'Move'],
  broken: ['例外', 'exception'],
} as const;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
export const timeOf = (at: string): string => clock.format(new Date(at));

interface Props {
  trips: TripRow[];
  vehicles: Array<{ id: string; plate: string; capacityKg: number; outOfService: boolean }>;
  manage: boolean;
  onTrip: (id: string) => void;
}

/** Each trip a card with its stops in order; a stop is dragged to another place or moved by keyboard. */
export function TripBoard({ trips, vehicles, manage, onTrip }: Props) {
  const text = useText(words);
  const [wanted, setWanted] = useState<WantedMove | null>(null);
  const drop = (event: DragEvent, trip: TripRow, toPosition: number) => {
    event.preventDefault();
    const [from = '', position = ''] = event.dataTransfer.getData('text/plain').split('#');
    if (trips.some(({ id }) => id === from))
      setWanted({ trip: from, position: Number(position), toTrip: trip.id, toVehicle: null, toPosition });
  };
  return (
    <>
      {manage && <p className="bg-muted trips-hint">{text('hint')}</p>}
      <div className="trips-board">
        {trips.map((trip) => (
          <TripCard
            key={trip.id}
            trip={trip}
            movable={manage && trip.state === 'planned'}
            onOpen={() => onTrip(trip.id)}
            onDrop={(event, at) => drop(event, trip, at)}
            onMove={(position) =>
              setWanted({ trip: trip.id, position, toTrip: trip.id, toVehicle: null, toPosition: position })
            }
          />
        ))}
      </div>
      {wanted !== null && (
        <MoveDialog
          wanted={wanted}
          trips={trips}
          vehicles={vehicles}
          onChange={setWanted}
          onClose={() => setWanted(null)}
        />
      )}
    </>
  );
}

interface CardProps {
  trip: TripRow;
  movable: boolean;
  onOpen: () => void;
  onDrop: (event: DragEvent, position: number) => void;
  onMove: (position: number) => void;
}

function TripCard({ trip, movable, onOpen, onDrop, onMove }: CardProps) {
  const text = useText(words);
  const { language } = useLanguage();
  const tonnes = (kg: number | string) => (Number(kg) / 1000).toFixed(1);
  const over = movable ? { onDragOver: (event: DragEvent) => event.preventDefault() } : {};
  return (
    <section
      className="trips-card"
      aria-label={`${trip.plate} ${trip.number}`}
      {...over}
      onDrop={(event) => movable && onDrop(event, trip.stops.length + 1)}
    >
      <header>
        <button type="button" className="trips-plate" aria-label={text('open', { plate: trip.plate })} onClick={onOpen}>
          {trip.plate}
        </button>
        <Tag color={trip.state === 'departed' ? 'blue' : 'default'}>{pick(tripStateNames[trip.state], language)}</Tag>
        {trip.broken.length > 0 && <Tag color="warning">{text('broken')}</Tag>}
      </header>
      <p className="bg-muted">
        {text('load', { weight: tonnes(trip.weightKg), capacity: tonnes(trip.capacityKg) })} ·{' '}
        {text('km', { km: Number(trip.km).toFixed(0) })} · {trip.driver || text('noDriver')}
      </p>
      <p>
        {text('loading', { time: timeOf(trip.loadAt) })} · {trip.from.name}
      </p>
      <ol>
        {trip.stops.map((stop) => (
          <StopLine
            key={`${stop.orderId}/${stop.part}`}
            stop={stop}
            trip={trip.id}
            movable={movable}
            onMove={() => onMove(stop.position)}
            onDrop={(event) => {
              event.stopPropagation();
              onDrop(event, stop.position);
            }}
          />
        ))}
      </ol>
    </section>
  );
}

interface LineProps {
  stop: TripStop;
  trip: string;
  movable: boolean;
  onMove: () => void;
  onDrop: (event: DragEvent) => void;
}

function StopLine({ stop, trip, movable, onMove, onDrop }: LineProps) {
  const text = useText(words);
  const states = useText(stopWords);
  return (
    <li
      className="trips-stop"
      draggable={movable}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', `${trip}#${stop.position}`)}
      onDrop={(event) => movable && onDrop(event)}
    >
      <span className="bg-number">{timeOf(stop.arriveAt)}</span>
      <span>
        {stop.name}
        <span className="bg-muted">
          {' '}
          {stop.orderNumber} · <Quantity value={(Number(stop.weightKg) / 1000).toFixed(2)} unit="吨" />
          {stop.parts > 1 && ` · ${text('part', { part: stop.part, parts: stop.parts })}`}
          {stop.state !== 'waiting' && ` · ${states(stop.state)}`}
        </span>
      </span>
      {movable && (
        <button
          type="button"
          className="trips-move"
          aria-label={text('move', { order: stop.orderNumber })}
          onClick={onMove}
        >
          {text('moveShort')}
        </button>
      )}
    </li>
  );
}

import type { OrderEvent } from '#contracts/orders.ts';
import { orderEventNames } from '#contracts/orders-terms.ts';
import { Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useListed, useText } from '../../platform/language.ts';

const words = {
  instead: ['改用 {lots}', 'instead {lots}'],
  short: ['少拣 {lot} {quantity}', '{lot} short by {quantity}'],
  missing: ['未补齐 {quantity}', '{quantity} not replaced'],
  by: ['见 {number}', 'see {number}'],
} as const;

/** Everything that happened to the order, in order. */
export function OrderEvents({ events }: { events: readonly OrderEvent[] }) {
  const { language } = useLanguage();
  const detail = useDetail();
  return (
    <ol className="orders-events">
      {events.map((event) => {
        const named = orderEventNames[event.kind];
        const more = detail(event.detail);
        return (
          <li key={event.number}>
            <span className="bg-muted">
              <Moment at={event.at} />
            </span>
            <span>
              {named === undefined ? event.kind : pick(named, language)} · {event.who}
              {more !== '' && <span className="bg-muted"> · {more}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function useDetail(): (detail: OrderEvent['detail']) => string {
  const text = useText(words);
  const listed = useListed();
  return (detail) => {
    const parts: string[] = [];
    const { reason, shortReason, by, replacedBy, missing, short } = detail;
    if (typeof reason === 'string' && reason !== '') parts.push(reason);
    if (typeof shortReason === 'string' && shortReason !== '') parts.push(shortReason);
    if (typeof by === 'string') parts.push(text('by', { number: by }));
    if (Array.isArray(replacedBy) && replacedBy.length > 0) parts.push(text('instead', { lots: listed(replacedBy) }));
    if (typeof missing === 'string' && missing !== '0') parts.push(text('missing', { quantity: missing }));
    if (Array.isArray(short)) {
      for (const entry of short as Array<{ lot: string; quantity: string }>)
        parts.push(text('short', { lot: entry.lot, quantity: entry.quantity }));
    }
    return parts.join(' · ');
  };
}

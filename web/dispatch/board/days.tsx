import { addDays } from '#contracts/calendar.ts';
import { DayInput } from '../../platform/day-input.tsx';
import { useText } from '../../platform/language.ts';
import { useAddressState } from '../../platform/navigation.tsx';
import { useToday } from '../../platform/session.tsx';

const words = { from: ['从', 'From'], to: ['到', 'to'] } as const;

/** The days that the figures are of, kept in the address: seven until tomorrow, when the next orders leave, unless others are chosen. */
export function useBoardDays() {
  const today = useToday();
  const [from, setFrom] = useAddressState('from');
  const [to, setTo] = useAddressState('to');
  return { from: from || addDays(today, -5), to: to || addDays(today, 1), setFrom, setTo };
}

export function BoardDays() {
  const text = useText(words);
  const { from, to, setFrom, setTo } = useBoardDays();
  return (
    <span className="board-filters">
      <DayInput aria-label={text('from')} value={from} onChange={(day) => setFrom(day ?? '')} />
      <DayInput aria-label={text('to')} value={to} onChange={(day) => setTo(day ?? '')} />
    </span>
  );
}

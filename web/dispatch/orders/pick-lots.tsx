import type { OrderLine } from '#contracts/orders.ts';
import { Day } from '../../platform/day.tsx';
import { useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { useItemWords, useLotName } from './shared.tsx';

const words = {
  ordered: ['应拣', 'To pick'],
  picked: ['{lot}实拣数量', 'Picked of {lot}'],
  whole: ['全数', 'All'],
  expires: ['效期', 'Expires'],
} as const;

interface Props {
  lines: readonly OrderLine[];
  /** as typed, by 'line|lot'; without it the list is read only */
  picked?: Record<string, string>;
  change?: (key: string, value: string) => void;
}

/** The lots in the order in which they are to be taken, each with what was picked. */
export function PickLots({ lines, picked, change }: Props) {
  const text = useText(words);
  const itemWords = useItemWords();
  const lotName = useLotName();
  return (
    <ul className="orders-pick-list">
      {lines.flatMap((line) =>
        line.lots.map((lot) => {
          const { name, unit } = itemWords(line.item);
          const key = `${line.line}|${lot.lot}`;
          const typed = picked?.[key];
          return (
            <li key={key} className={typed === undefined ? 'orders-pick' : 'orders-pick orders-pick-done'}>
              <strong>{name}</strong>
              <span>{lotName(lot)}</span>
              <span className="bg-muted">
                {text('expires')} <Day day={lot.expires} year />
              </span>
              <span>
                {text('ordered')} <Quantity value={lot.picked ?? lot.quantity} unit={unit} exact />
              </span>
              {change !== undefined && (
                <span className="orders-pick-quantity">
                  <input
                    className="bg-input orders-pick-number"
                    inputMode="decimal"
                    aria-label={text('picked', { lot: lotName(lot) })}
                    value={typed ?? ''}
                    onChange={(event) => change(key, event.target.value)}
                  />
                  <button
                    type="button"
                    className="bg-button orders-pick-check"
                    onClick={() => change(key, lot.quantity)}
                  >
                    {text('whole')}
                  </button>
                </span>
              )}
            </li>
          );
        }),
      )}
    </ul>
  );
}

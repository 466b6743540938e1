import type { OrderLine } from '#contracts/orders.ts';
import { Day } from '../../platform/day.tsx';
import { useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { useItemWords, useLotName } from './shared.tsx';

const words = {
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  expires: ['效期', 'Expires'],
  ordered: ['下达', 'Ordered'],
  picked: ['拣货', 'Picked'],
  received: ['签收', 'Received'],
  damaged: ['破损', 'Damaged'],
  waiting: ['批准后选批次', 'Lots are chosen on approval'],
  short: ['少发：{reason}', 'Sent short: {reason}'],
} as const;

/** Every line with its lots, and what was picked and received of each. */
export function OrderLines({ lines }: { lines: readonly OrderLine[] }) {
  const text = useText(words);
  const itemWords = useItemWords();
  const lotName = useLotName();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls with the keyboard too
    <section className="orders-scroll" aria-label={text('item')} tabIndex={0}>
      <table className="orders-table">
        <thead>
          <tr>
            {(['item', 'lot', 'expires'] as const).map((word) => (
              <th key={word}>{text(word)}</th>
            ))}
            {(['ordered', 'picked', 'received', 'damaged'] as const).map((word) => (
              <th key={word} className="orders-right">
                {text(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const { name, unit } = itemWords(line.item);
            const heading = (
              <>
                {name}
                {line.shortReason !== '' && (
                  <div className="bg-muted">{text('short', { reason: line.shortReason })}</div>
                )}
              </>
            );
            if (line.lots.length === 0) {
              return (
                <tr key={line.line}>
                  <td>{heading}</td>
                  <td colSpan={2} className="bg-muted">
                    {text('waiting')}
                  </td>
                  <td className="orders-right">
                    <Quantity value={line.quantity} unit={unit} exact />
                  </td>
                  <td colSpan={3} />
                </tr>
              );
            }
            return line.lots.map((lot, index) => (
              <tr key={`${line.line}-${lot.lot}`}>
                {index === 0 && <td rowSpan={line.lots.length}>{heading}</td>}
                <td>{lotName(lot)}</td>
                <td>
                  <Day day={lot.expires} year />
                </td>
                {([lot.quantity, lot.picked, lot.received, lot.damaged] as const).map((value, column) => (
                  <td key={column} className="orders-right">
                    <Quantity value={value} unit={unit} exact />
                  </td>
                ))}
              </tr>
            ));
          })}
        </tbody>
      </table>
    </section>
  );
}

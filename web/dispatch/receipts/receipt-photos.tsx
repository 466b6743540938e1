import { receiptContracts } from '#contracts/receipts.ts';
import { addressOf } from '../../platform/address.ts';
import { useText } from '../../platform/language.ts';

const words = { photo: ['签收照片 {number}', 'Photograph {number}'] } as const;

/** Photographs of a receipt; a press opens one in full. */
export function ReceiptPhotos({ order, numbers }: { order: string; numbers: readonly number[] }) {
  const text = useText(words);
  if (numbers.length === 0) return null;
  return (
    <div className="receipts-photos">
      {numbers.map((number) => {
        const address = addressOf(receiptContracts.photo, { params: { id: order, number } });
        return (
          <a key={number} href={address}>
            <img src={address} alt={text('photo', { number })} />
          </a>
        );
      })}
    </div>
  );
}

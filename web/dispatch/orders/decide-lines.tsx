import { Button, Select } from 'antd';
import { orderContracts } from '#contracts/orders.ts';
import { useData } from '../../platform/data.ts';
import { FormField } from '../../platform/form-field.tsx';
import { useText } from '../../platform/language.ts';
import { Quantity } from '../../platform/number.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { useItemOptions, useItemWords } from './shared.tsx';

const words = {
  item: ['物资', 'Item'],
  choose: ['选择物资', 'Choose an item'],
  quantity: ['数量', 'Quantity'],
  supply: ['可调拨', 'Can be ordered'],
  aboveFloor: ['其中底线以上', 'of it above the floor'],
  none: ['这里没有', 'None here'],
  chooseFrom: ['先选发货单位', 'Choose the sender first'],
  add: ['加一行', 'Add a line'],
  remove: ['去掉', 'Remove'],
  missing: ['请填写', 'Fill this in'],
} as const;

export interface DraftLine {
  key: number;
  item: string;
  grade: 'medical' | 'general' | null;
  quantity: string | null;
}

interface Props {
  lines: DraftLine[];
  change: (lines: DraftLine[]) => void;
  from: string;
  day: string;
  tried: boolean;
}

export function DecideLines({ lines, change, from, day, tried }: Props) {
  const text = useText(words);
  const options = useItemOptions();
  const itemWords = useItemWords();
  const set = (key: number, part: Partial<DraftLine>) =>
    change(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <div className="orders-lines">
      {lines.map((line) => (
        <div key={line.key} className="orders-line-form">
          <FormField label={text('item')} problem={tried && line.item === '' ? text('missing') : null}>
            {(attributes) => (
              <Select
                {...attributes}
                className="bg-wide"
                placeholder={text('choose')}
                showSearch={{ optionFilterProp: 'label' }}
                value={line.item === '' ? null : line.item}
                options={options}
                onChange={(item: string) => set(line.key, { item })}
              />
            )}
          </FormField>
          <FormField label={text('quantity')} problem={tried && line.quantity === null ? text('missing') : null}>
            {(attributes) => (
              <QuantityInput
                {...attributes}
                value={line.quantity}
                unit={itemWords(line.item).unit}
                onChange={(quantity) => set(line.key, { quantity })}
              />
            )}
          </FormField>
          <Supply item={line.item} from={from} day={day} />
          {lines.length > 1 && (
            <Button className="orders-remove" onClick={() => change(lines.filter(({ key }) => key !== line.key))}>
              {text('remove')}
            </Button>
          )}
        </div>
      ))}
      <Button
        onClick={() =>
          change([
            ...lines,
            { key: Math.max(...lines.map(({ key }) => key)) + 1, item: '', grade: null, quantity: null },
          ])
        }
      >
        {text('add')}
      </Button>
    </div>
  );
}

/** What the sender has of the item, free to leave on the day. */
function Supply({ item, from, day }: { item: string; from: string; day: string }) {
  const text = useText(words);
  const itemWords = useItemWords();
  const read = useData(
    orderContracts.supply,
    { query: { item, day } },
    { topics: ['stock', 'orders'], enabled: item !== '' },
  );
  const row = read.data?.rows.find(({ place }) => place === from);
  return (
    <div className="bg-field">
      <span className="bg-muted">{text('supply')}</span>
      <span>
        {item === '' || read.data === undefined ? (
          '—'
        ) : from === '' ? (
          text('chooseFrom')
        ) : row === undefined ? (
          text('none')
        ) : (
          <>
            <Quantity value={totalOf(row)} unit={itemWords(item).unit} />
            {row.aboveFloor !== null && (
              <span className="bg-muted">
                {' '}
                {text('aboveFloor')} <Quantity value={row.aboveFloor} unit={itemWords(item).unit} />
              </span>
            )}
          </>
        )}
      </span>
    </div>
  );
}

function totalOf(row: { medical: string; general: string; ungraded: string }): string {
  // an item has grades or has none: only one side of the sum is other than zero, or both grades are
  const sum = Number(row.medical) + Number(row.general) + Number(row.ungraded);
  return String(Math.round(sum * 1000) / 1000);
}

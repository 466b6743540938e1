import { Button } from 'antd';
import { useState } from 'react';
import { reserveContracts } from '#contracts/reserves.ts';
import { gradeNames, grades } from '#contracts/stock-terms.ts';
import { Choose, Line } from '../platform/controls.tsx';
import { useAct } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { useToday } from '../platform/session.tsx';
import { ItemField, useNames } from './parts.tsx';

const words = {
  title: ['储备入库', 'Receive into the reserve'],
  cancel: ['取消', 'Cancel'],
  receive: ['入库', 'Receive'],
  received: ['已入库', 'Received'],
  item: ['物资', 'Item'],
  quantity: ['数量', 'Quantity'],
  lotNumber: ['批号', 'Lot number'],
  expires: ['有效期至', 'Expires'],
  grade: ['级别', 'Grade'],
  ungraded: ['不分级', 'no grade'],
  maker: ['生产企业', 'Made by'],
  outside: ['外地或不详', 'from elsewhere, or not known'],
  paper: ['单据', 'Paper it came with'],
} as const;

/** Goods come in; they pay off the duty to replenish. */
export function ReceiveForm(props: { reserve: string; item: string; onClose: () => void }) {
  const { language } = useLanguage();
  const text = useText(words);
  const today = useToday();
  const names = useNames();
  const [item, setItem] = useState(props.item);
  const [quantity, setQuantity] = useState<string | null>(null);
  const [lotNumber, setLotNumber] = useState('');
  const [expires, setExpires] = useState<string | null>(null);
  const [grade, setGrade] = useState('');
  const [maker, setMaker] = useState('');
  const [paper, setPaper] = useState('');
  const receive = useAct(reserveContracts.receive, {
    onDone: () => {
      notify(words.received);
      props.onClose();
    },
  });
  // a number of pieces is no number of tonnes
  const chooseItem = (code: string) => {
    if (item !== '' && names.unitOf(code) !== names.unitOf(item)) setQuantity(null);
    setItem(code);
  };
  const ready = item !== '' && quantity !== null && paper.trim() !== '';
  const send = () => {
    if (!ready) return;
    const body = {
      item,
      quantity,
      lotNumber: lotNumber.trim(),
      expires,
      grade: grades.find((known) => known === grade) ?? null,
      enterprise: maker === '' ? null : maker,
      paper: paper.trim(),
    };
    void receive.run({ params: { id: props.reserve }, body });
  };
  const gradeOptions = grades.map((value) => ({ value, label: pick(gradeNames[value], language) }));
  return (
    <Dialog
      open
      title={text('title')}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>{text('cancel')}</Button>
          <Button type="primary" disabled={!ready} loading={receive.running} onClick={send}>
            {text('receive')}
          </Button>
        </>
      }
    >
      <Fields>
        <ItemField label={text('item')} value={item} onChange={chooseItem} />
        <FormField label={text('quantity')}>
          {(field) => (
            <QuantityInput
              key={names.unitOf(item)}
              {...field}
              unit={names.unitOf(item)}
              value={quantity}
              onChange={setQuantity}
            />
          )}
        </FormField>
        <FormField label={text('lotNumber')} optional>
          {(field) => <Line field={field} longest={60} value={lotNumber} onChange={setLotNumber} />}
        </FormField>
        <FormField label={text('expires')} optional>
          {(field) => <DayInput {...field} value={expires} from={today} onChange={setExpires} />}
        </FormField>
        <FormField label={text('grade')} optional>
          {(field) => (
            <Choose
              field={field}
              value={grade === '' ? 'none' : grade}
              options={[{ value: 'none', label: text('ungraded') }, ...gradeOptions]}
              onChange={(value) => setGrade(value === 'none' ? '' : value)}
            />
          )}
        </FormField>
        <FormField label={text('maker')} optional>
          {(field) => (
            <Choose
              field={field}
              value={maker === '' ? 'none' : maker}
              options={[
                { value: 'none', label: text('outside') },
                ...names.enterprises.map((entry) => ({ value: entry.id, label: entry.name })),
              ]}
              onChange={(value) => setMaker(value === 'none' ? '' : value)}
            />
          )}
        </FormField>
        <FormField label={text('paper')}>
          {(field) => <Line field={field} value={paper} onChange={setPaper} />}
        </FormField>
      </Fields>
      {receive.problem !== null && <ProblemView problem={receive.problem} />}
    </Dialog>
  );
}

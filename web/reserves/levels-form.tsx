import { Button } from 'antd';
import { useState } from 'react';
import { type ReserveHolding, reserveContracts } from '#contracts/reserves.ts';
import { useAct } from '../platform/data.ts';
import { Dialog } from '../platform/dialog.tsx';
import { Fields, FormActions, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { QuantityInput } from '../platform/quantity-input.tsx';
import { DaysInput, ItemField, useNames } from './parts.tsx';

const words = {
  title: ['{name}：底线和目标', '{name}: floor and target'],
  item: ['物资', 'Item'],
  floor: ['底线', 'Floor'],
  target: ['目标', 'Target'],
  replenish: ['动用后几天内补齐', 'Days to replenish'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
} as const;

/** What is set of an item of a reserve as it stands; of one without levels the revision is 0. */
type Levels = Pick<ReserveHolding, 'reserve' | 'floor' | 'target' | 'replenishDays' | 'revision'> & {
  item: { code: string; unit: string };
};

/** Floor, target and days to replenish of one item. */
export function LevelsForm({ levels, onSaved }: { levels: Levels; onSaved?: () => void }) {
  const text = useText(words);
  const [floor, setFloor] = useState<string | null>(levels.floor);
  const [target, setTarget] = useState<string | null>(levels.target);
  const [days, setDays] = useState<number | null>(levels.replenishDays);
  const save = useAct(reserveContracts.setLevels, {
    onDone: () => {
      notify(words.saved);
      onSaved?.();
    },
  });
  const { code, unit } = levels.item;
  const ready = floor !== null && target !== null && days !== null;
  const send = () => {
    if (!ready) return;
    const params = { id: levels.reserve, item: code };
    void save.run({ params, body: { floor, target, replenishDays: days, revision: levels.revision } });
  };
  return (
    <>
      <Fields>
        <FormField label={text('floor')}>
          {(field) => <QuantityInput {...field} unit={unit} value={floor} onChange={setFloor} />}
        </FormField>
        <FormField label={text('target')}>
          {(field) => <QuantityInput {...field} unit={unit} value={target} onChange={setTarget} />}
        </FormField>
        <FormField label={text('replenish')}>
          {(field) => <DaysInput field={field} value={days} onChange={setDays} />}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} />}
      <FormActions>
        <Button disabled={!ready} loading={save.running} onClick={send}>
          {text('save')}
        </Button>
      </FormActions>
    </>
  );
}

/** For any item of the city, also one that the reserve has nothing of yet: a target comes before the goods. */
export function LevelsDialog(props: {
  reserve: { id: string; name: string };
  holdings: readonly ReserveHolding[];
  onClose: () => void;
}) {
  const { reserve, holdings } = props;
  const text = useText(words);
  const names = useNames();
  const [item, setItem] = useState('');
  const known = holdings.find((row) => row.reserve === reserve.id && row.item.code === item);
  const unset = { floor: null, target: null, replenishDays: null, revision: 0 };
  const levels: Levels = known ?? { ...unset, reserve: reserve.id, item: { code: item, unit: names.unitOf(item) } };
  return (
    <Dialog open title={text('title', { name: reserve.name })} onClose={props.onClose}>
      <ItemField label={text('item')} value={item} onChange={setItem} />
      <div className="reserves-levels">
        {item !== '' && <LevelsForm key={`${item}/${levels.revision}`} levels={levels} onSaved={props.onClose} />}
      </div>
    </Dialog>
  );
}

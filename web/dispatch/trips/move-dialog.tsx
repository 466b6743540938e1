import { Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { fillWords } from '#contracts/errors.ts';
import { type BrokenRule, ruleWords, type TripRow, tripContracts } from '#contracts/trips.ts';
import { useAct } from '../../platform/data.ts';
import { Dialog } from '../../platform/dialog.tsx';
import { Fields, FormField } from '../../platform/form-field.tsx';
import { useLanguage, useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { ProblemView } from '../../platform/problem.tsx';

const words = {
  title: ['移动 {order}', 'Move {order}'],
  to: ['移到', 'To'],
  position: ['第几站', 'As stop number'],
  newTrip: ['{plate}（新的一趟）', '{plate} (a new trip)'],
  checking: ['正在核对…', 'Checking…'],
  fine: ['可以这样排，共 {km} 公里', 'This can be: {km} km in all'],
  hard: ['不行：', 'Cannot be:'],
  soft: ['违反（写明理由可以保留）：', 'Breaks (a reason keeps it):'],
  rest: ['（含驾驶员休息）', ' (with the driver’s rest)'],
  reason: ['理由', 'Reason'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
  saved: ['已改派；通行证随之换发', 'Changed; its pass was issued again'],
} as const;

export interface WantedMove {
  trip: string;
  position: number;
  toTrip: string | null;
  toVehicle: string | null;
  toPosition: number;
}

interface Props {
  wanted: WantedMove;
  trips: TripRow[];
  vehicles: Array<{ id: string; plate: string; capacityKg: number; outOfService: boolean }>;
  onChange: (wanted: WantedMove) => void;
  onClose: () => void;
}

/** Where a stop goes: checked as soon as it is chosen, each broken rule named. */
export function MoveDialog({ wanted, trips, vehicles, onChange, onClose }: Props) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const check = useAct(tripContracts.move, { renews: [] });
  const save = useAct(tripContracts.move, {
    onDone: () => {
      notify(words.saved);
      onClose();
    },
  });
  const { run } = check;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the wanted place changes, not when the caller is drawn again
  useEffect(() => {
    void run({ body: { ...wanted, save: false } });
  }, [wanted]);
  const stop = trips.find(({ id }) => id === wanted.trip)?.stops.find(({ position }) => position === wanted.position);
  const planned = trips.filter(({ state }) => state === 'planned');
  const target = planned.find(({ id }) => id === wanted.toTrip);
  const places = (target?.stops.length ?? 0) + (target && target.id !== wanted.trip ? 1 : 0);
  const broken = check.answer?.broken ?? [];
  const hard = broken.filter((rule) => !rule.soft);
  return (
    <Dialog
      open
      title={text('title', { order: stop?.orderNumber ?? '' })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            loading={save.running}
            disabled={
              check.running ||
              check.answer === undefined ||
              hard.length > 0 ||
              (broken.length > 0 && reason.trim().length < 2)
            }
            onClick={() => void save.run({ body: { ...wanted, save: true, reason } })}
          >
            {text('save')}
          </Button>
        </>
      }
    >
      <Fields>
        <FormField label={text('to')}>
          {(field) => (
            <Select
              {...field}
              showSearch={{ optionFilterProp: 'label' }}
              value={wanted.toTrip ?? `vehicle:${wanted.toVehicle}`}
              options={[
                ...planned.map((trip) => ({ value: trip.id, label: `${trip.plate} ${trip.number}` })),
                ...vehicles
                  .filter(({ outOfService }) => !outOfService)
                  .map(({ id, plate }) => ({ value: `vehicle:${id}`, label: text('newTrip', { plate }) })),
              ]}
              onChange={(value: string) =>
                onChange(
                  value.startsWith('vehicle:')
                    ? { ...wanted, toTrip: null, toVehicle: value.slice(8), toPosition: 1 }
                    : { ...wanted, toTrip: value, toVehicle: null, toPosition: 1 },
                )
              }
            />
          )}
        </FormField>
        {target !== undefined && (
          <FormField label={text('position')}>
            {(field) => (
              <Select
                {...field}
                value={Math.min(wanted.toPosition, Math.max(1, places))}
                options={Array.from({ length: Math.max(1, places) }, (_, index) => ({
                  value: index + 1,
                  label: String(index + 1),
                }))}
                onChange={(toPosition: number) => onChange({ ...wanted, toPosition })}
              />
            )}
          </FormField>
        )}
      </Fields>
      <div role="status">
        {check.running && <p>{text('checking')}</p>}
        {!check.running && check.answer !== undefined && broken.length === 0 && (
          <p>{text('fine', { km: check.answer.km })}</p>
        )}
        {!check.running && <Rules label={text('hard')} rules={hard} />}
        {!check.running && <Rules label={text('soft')} rules={broken.filter(({ soft }) => soft)} />}
      </div>
      {broken.length > 0 && hard.length === 0 && (
        <FormField label={text('reason')}>
          {(field) => (
            <input
              {...field}
              className="bg-input"
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </FormField>
      )}
      {(save.problem ?? check.problem) !== null && <ProblemView problem={save.problem ?? check.problem} />}
    </Dialog>
  );
}

function Rules({ label, rules }: { label: string; rules: BrokenRule[] }) {
  const text = useText(words);
  const { language } = useLanguage();
  if (rules.length === 0) return null;
  return (
    <>
      <p>{label}</p>
      <ul>
        {rules.map((rule) => (
          <li key={`${rule.code} ${rule.plate} ${rule.order}`}>
            {fillWords(ruleWords[rule.code][language === 'zh' ? 0 : 1], { ...rule }, language)}
            {rule.becauseOfRest && text('rest')}
          </li>
        ))}
      </ul>
    </>
  );
}

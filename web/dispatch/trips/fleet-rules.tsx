import { Button } from 'antd';
import { useState } from 'react';
import { fleetContracts, type TripRules } from '#contracts/fleet.ts';
import { useAct, useData } from '../../platform/data.ts';
import { Moment } from '../../platform/day.tsx';
import { Fields, FormActions, FormField } from '../../platform/form-field.tsx';
import { History } from '../../platform/history.tsx';
import { useText } from '../../platform/language.ts';
import { notify } from '../../platform/notices.tsx';
import { Panel, Panels, Particulars } from '../../platform/page.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { QuantityInput } from '../../platform/quantity-input.tsx';
import { useMay, useSession } from '../../platform/session.tsx';
import { fleetWords } from './fleet-words.ts';

const words = {
  rules: ['休息、晚点和偏航', 'Rest, late and off the way'],
  restAfterMinutes: ['连续驾驶最长', 'Longest driving'],
  restMinutes: ['之后休息至少', 'Then a rest of at least'],
  lateAfterMinutes: ['晚于计划多久报警', 'Late, and an alert, after'],
  offRouteKm: ['离路线多远报警', 'Off the way, and an alert, beyond'],
  dispatchPhone: ['调度电话', 'Telephone of dispatch'],
  phoneHint: ['司机和卡口的手机页面上一按就拨', 'One press calls it from drivers’ and guards’ telephones'],
  none: ['没有填', 'not given'],
  minutes: ['分钟', 'min'],
  km: ['公里', 'km'],
  restHint: ['法规上限 240 分钟，可以更严', 'The law’s limit is 240 minutes; less may be asked'],
  shortHint: ['法规下限 20 分钟，可以更长', 'The law’s limit is 20 minutes; more may be asked'],
  law: [
    '《道路交通安全法实施条例》第六十二条：连续驾驶不得超过 4 小时，停车休息不少于 20 分钟。派车时每条路线都按此排休息。',
    'Road Traffic Safety Regulations, Art. 62: no more than 4 hours’ driving without a rest of 20 minutes. Every route keeps to it.',
  ],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  changed: ['最后修改', 'Last changed'],
  usual: ['没有单独设置', 'As usual'],
  history: ['历史', 'History'],
  roads: ['道路里程表', 'Road distances'],
  roadsNote: [
    'CSV 文件，表头 from,to,km 和可选的 minutes；地点写台账编号，如 producer:E01、demand:D-410802。有一行不对，整个文件都不保存。没有的一段按 OSRM 服务（如已配置），再没有按直线 × 1.3。',
    'A CSV file with the columns from,to,km and, if known, minutes; places by their ledger code, such as producer:E01. One wrong line and nothing is saved. What it lacks comes from the OSRM server, if there is one, else as the crow flies × 1.3.',
  ],
  file: ['选择文件', 'File'],
  kept: ['已保存 {rows} 段', '{rows} stretches saved'],
} as const;

type Figure = Exclude<keyof TripRules, 'dispatchPhone'>;
const fields = [
  ['restAfterMinutes', 'minutes', 'restHint'],
  ['restMinutes', 'minutes', 'shortHint'],
  ['lateAfterMinutes', 'minutes', null],
  ['offRouteKm', 'km', null],
] as const;

/** What holds for every trip, and the distances that roads have. */
export function Rules() {
  const text = useText(words);
  const may = useMay();
  const { city } = useSession();
  const rules = useData(fleetContracts.rules, {}, { topics: ['fleet'] });
  return (
    <Panels>
      <Panel title={text('rules')}>
        <p className="bg-muted">{text('law')}</p>
        {rules.error !== null && <ProblemView problem={rules.error} onRetry={() => void rules.refetch()} />}
        {rules.data !== undefined && may('trip.manage') && (
          <RulesForm key={rules.data.revision} rules={rules.data} revision={rules.data.revision} />
        )}
        {rules.data !== undefined && (
          <Particulars
            rows={[
              ...(may('trip.manage')
                ? []
                : fields.map(([name, unit]) => [text(name), `${rules.data[name]} ${text(unit)}`] as const)),
              ...(may('trip.manage')
                ? []
                : [[text('dispatchPhone'), rules.data.dispatchPhone ?? text('none')] as const]),
              [
                text('changed'),
                rules.data.changedAt === null ? (
                  text('usual')
                ) : (
                  <span key="changed">
                    {rules.data.changedBy} <Moment at={rules.data.changedAt} year />
                  </span>
                ),
              ],
            ]}
          />
        )}
        <h3>{text('history')}</h3>
        <History subject="trip-rules" id={city.code} names={fleetWords} topics={['fleet']} />
      </Panel>
      {may('trip.manage') && (
        <Panel title={text('roads')}>
          <RoadFile />
        </Panel>
      )}
    </Panels>
  );
}

function RulesForm({ rules, revision }: { rules: TripRules; revision: number }) {
  const text = useText(words);
  const [phone, setPhone] = useState(rules.dispatchPhone ?? '');
  const [written, setWritten] = useState<Record<Figure, string | null>>({
    restAfterMinutes: String(rules.restAfterMinutes),
    restMinutes: String(rules.restMinutes),
    lateAfterMinutes: String(rules.lateAfterMinutes),
    offRouteKm: String(rules.offRouteKm),
  });
  const save = useAct(fleetContracts.saveRules, { onDone: () => notify(words.saved) });
  const complete = Object.values(written).every((value) => value !== null);
  const number = (name: Figure) => Number(written[name]);
  return (
    <div className="fleet-form">
      <Fields>
        {fields.map(([name, unit, hint]) => (
          <FormField
            key={name}
            label={text(name)}
            hint={hint === null ? undefined : text(hint)}
            problem={fieldProblem(save.problem, name)}
          >
            {(field) => (
              <QuantityInput
                {...field}
                unit={text(unit)}
                value={written[name]}
                onChange={(value) => setWritten({ ...written, [name]: value })}
              />
            )}
          </FormField>
        ))}
        <FormField
          label={text('dispatchPhone')}
          optional
          hint={text('phoneHint')}
          problem={fieldProblem(save.problem, 'dispatchPhone')}
        >
          {(field) => (
            <input
              {...field}
              className="bg-input"
              inputMode="tel"
              maxLength={20}
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
            />
          )}
        </FormField>
      </Fields>
      {save.problem !== null && <ProblemView problem={save.problem} besideFields />}
      <FormActions>
        <Button
          type="primary"
          disabled={!complete}
          loading={save.running}
          onClick={() =>
            void save.run({
              body: {
                restAfterMinutes: number('restAfterMinutes'),
                restMinutes: number('restMinutes'),
                lateAfterMinutes: number('lateAfterMinutes'),
                offRouteKm: number('offRouteKm'),
                dispatchPhone: phone.trim() === '' ? null : phone,
                revision,
              },
            })
          }
        >
          {text('save')}
        </Button>
      </FormActions>
    </div>
  );
}

function RoadFile() {
  const text = useText(words);
  const roads = useAct(fleetContracts.roads);
  return (
    <div className="fleet-form">
      <p className="bg-muted">{text('roadsNote')}</p>
      <FormField label={text('file')}>
        {(field) => (
          <input
            {...field}
            type="file"
            accept=".csv,text/csv"
            disabled={roads.running}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void file.text().then((csv) => roads.run({ body: { csv } }));
              // the same file, mended, can be chosen again
              event.target.value = '';
            }}
          />
        )}
      </FormField>
      {roads.problem !== null && <ProblemView problem={roads.problem} />}
      {roads.answer !== undefined && <p role="status">{text('kept', { rows: roads.answer.rows })}</p>}
    </div>
  );
}

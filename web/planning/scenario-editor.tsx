import { Button, Select } from 'antd';
import { demandKinds } from '#contracts/registry-choices.ts';
import type { RegistryNames } from '#contracts/registry-names.ts';
import { FormField } from '../platform/form-field.tsx';
import { localName, pick, useLanguage, useText } from '../platform/language.ts';
import { useNames, useRegistryNames } from '../platform/names.ts';
import { Assumption, PercentField, PeriodFields, SelectField } from './assumption.tsx';
import {
  type CapacityDraft,
  type DemandDraft,
  nextKey,
  type PlanDraft,
  problemOf,
  type SealedDraft,
  scenarioOf,
} from './scenario-draft.ts';
import { capacitySentence, demandSentence, sealedSentence } from './scenario-words.ts';
import { type LineKnown, useLines } from './use-lines.ts';

const words = {
  demand: ['需求变多或变少', 'More or less need'],
  capacity: ['产能变多或变少', 'More or less capacity'],
  sealed: ['县区封控', 'A sealed county'],
  addDemand: ['加一条需求变化', 'Add a change of need'],
  addCapacity: ['加一条产能变化', 'Add a change of capacity'],
  addSealed: ['加一个封控县区', 'Add a sealed county'],
  item: ['物资', 'Item'],
  allItems: ['全部物资', 'All items'],
  kind: ['给谁', 'For whom'],
  allKinds: ['社区和医院', 'Communities and hospitals'],
  county: ['县区', 'County'],
  allCounties: ['全市', 'The whole city'],
  chooseCounty: ['选择县区', 'Choose a county'],
  where: ['哪里', 'Where'],
  counties: ['县区', 'Counties'],
  enterprises: ['企业', 'Producers'],
  lines: ['产线', 'Lines'],
  channel: ['绿色通道', 'Green channel'],
  none: ['没有，全部拦下', 'None: everything is stopped'],
  all: ['全部物资放行', 'All goods may pass'],
  some: ['只放行指定的', 'Only those named'],
  passItems: ['放行的物资', 'Items that may pass'],
  passEnterprises: ['放行哪些企业的货', 'Whose goods may pass'],
} as const;

interface Props {
  draft: PlanDraft;
  change: (part: Partial<PlanDraft>) => void;
}

/** What differs from the data as it is. Each assumption says in a sentence how it was understood. */
export function ScenarioEditor({ draft, change }: Props) {
  const text = useText(words);
  const registry = useRegistryNames();
  const lines = useLines();
  const always = { from: null, until: null };
  return (
    <>
      <section className="planning-assumptions" aria-label={text('demand')}>
        {draft.demand.map((row) => (
          <DemandFields
            key={row.key}
            row={row}
            registry={registry}
            change={(part) => change({ demand: replaced(draft.demand, row.key, part) })}
            remove={() => change({ demand: without(draft.demand, row.key) })}
          />
        ))}
        {draft.capacity.map((row) => (
          <CapacityFields
            key={row.key}
            row={row}
            registry={registry}
            lines={lines}
            change={(part) => change({ capacity: replaced(draft.capacity, row.key, part) })}
            remove={() => change({ capacity: without(draft.capacity, row.key) })}
          />
        ))}
        {draft.sealed.map((row) => (
          <SealedFields
            key={row.key}
            row={row}
            registry={registry}
            change={(part) => change({ sealed: replaced(draft.sealed, row.key, part) })}
            remove={() => change({ sealed: without(draft.sealed, row.key) })}
          />
        ))}
      </section>
      <div className="planning-bar">
        <Button
          onClick={() =>
            change({
              demand: [
                ...draft.demand,
                { key: nextKey(draft.demand), ...always, item: '', kind: '', county: '', percent: 150 },
              ],
            })
          }
        >
          {text('addDemand')}
        </Button>
        <Button
          onClick={() =>
            change({
              capacity: [...draft.capacity, { key: nextKey(draft.capacity), ...always, where: '', percent: 50 }],
            })
          }
        >
          {text('addCapacity')}
        </Button>
        <Button
          onClick={() =>
            change({
              sealed: [
                ...draft.sealed,
                { key: nextKey(draft.sealed), ...always, county: '', channel: 'none', items: [], enterprises: [] },
              ],
            })
          }
        >
          {text('addSealed')}
        </Button>
      </div>
    </>
  );
}

function replaced<Row extends { key: number }>(rows: readonly Row[], key: number, part: Partial<Row>): Row[] {
  return rows.map((row) => (row.key === key ? { ...row, ...part } : row));
}
function without<Row extends { key: number }>(rows: readonly Row[], key: number): Row[] {
  return rows.filter((row) => row.key !== key);
}

const empty: PlanDraft = {
  title: '',
  from: null,
  days: null,
  reserveDays: null,
  coverDays: null,
  demand: [],
  capacity: [],
  sealed: [],
};

interface RowProps<Row> {
  row: Row;
  registry: RegistryNames | undefined;
  change: (part: Partial<Row>) => void;
  remove: () => void;
}

function DemandFields({ row, registry, change, remove }: RowProps<DemandDraft>) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const said = scenarioOf({ ...empty, demand: [{ ...row, percent: row.percent ?? 100 }] }).demand?.[0];
  return (
    <Assumption
      says={said === undefined ? '' : demandSentence(said, names, language)}
      problem={problemOf(row)}
      onRemove={remove}
    >
      <SelectField label={`${text('demand')} · ${text('item')}`} value={row.item} onChange={(item) => change({ item })}>
        <option value="">{text('allItems')}</option>
        {registry?.items.map((item) => (
          <option key={item.code} value={item.code}>
            {localName(item, language)}
          </option>
        ))}
      </SelectField>
      <SelectField label={text('kind')} value={row.kind} onChange={(kind) => change({ kind })}>
        <option value="">{text('allKinds')}</option>
        {demandKinds.map((kind) => (
          <option key={kind.value} value={kind.value}>
            {pick(kind.label, language)}
          </option>
        ))}
      </SelectField>
      <SelectField label={text('county')} value={row.county} onChange={(county) => change({ county })}>
        <option value="">{text('allCounties')}</option>
        <CountyOptions registry={registry} />
      </SelectField>
      <PercentField value={row.percent} onChange={(percent) => change({ percent })} />
      <PeriodFields value={row} change={change} />
    </Assumption>
  );
}

function CountyOptions({ registry, prefix = '' }: { registry: RegistryNames | undefined; prefix?: string }) {
  const { language } = useLanguage();
  return registry?.counties.map((county) => (
    <option key={county.code} value={`${prefix}${county.code}`}>
      {localName(county, language)}
    </option>
  ));
}

function CapacityFields(props: RowProps<CapacityDraft> & { lines: readonly LineKnown[] }) {
  const { row, registry, lines, change, remove } = props;
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const said = scenarioOf({ ...empty, capacity: [{ ...row, percent: row.percent ?? 100 }] }).capacity?.[0];
  return (
    <Assumption
      says={said === undefined ? '' : capacitySentence(said, names, language)}
      problem={problemOf(row)}
      onRemove={remove}
    >
      <SelectField
        label={`${text('capacity')} · ${text('where')}`}
        value={row.where}
        onChange={(where) => change({ where })}
      >
        <option value="">{text('allCounties')}</option>
        <optgroup label={text('counties')}>
          <CountyOptions registry={registry} prefix="county:" />
        </optgroup>
        <optgroup label={text('enterprises')}>
          {registry?.enterprises.map((enterprise) => (
            <option key={enterprise.id} value={`enterprise:${enterprise.id}`}>
              {enterprise.name}
            </option>
          ))}
        </optgroup>
        <optgroup label={text('lines')}>
          {lines.map((line) => (
            <option key={line.id} value={`line:${line.id}`}>
              {names.place(line.enterprise)} {line.id}
            </option>
          ))}
        </optgroup>
      </SelectField>
      <PercentField value={row.percent} onChange={(percent) => change({ percent })} />
      <PeriodFields value={row} change={change} />
    </Assumption>
  );
}

function SealedFields({ row, registry, change, remove }: RowProps<SealedDraft>) {
  const text = useText(words);
  const { language } = useLanguage();
  const names = useNames();
  const said = scenarioOf({ ...empty, sealed: [row] }).sealed?.[0];
  return (
    <Assumption
      says={said === undefined ? '' : sealedSentence(said, names, language)}
      problem={problemOf(row)}
      onRemove={remove}
    >
      <SelectField
        label={`${text('sealed')} · ${text('county')}`}
        value={row.county}
        onChange={(county) => change({ county })}
      >
        <option value="">{text('chooseCounty')}</option>
        <CountyOptions registry={registry} />
      </SelectField>
      <SelectField
        label={text('channel')}
        value={row.channel}
        onChange={(channel) => change({ channel: channel as SealedDraft['channel'] })}
      >
        {(['none', 'all', 'some'] as const).map((channel) => (
          <option key={channel} value={channel}>
            {text(channel)}
          </option>
        ))}
      </SelectField>
      {row.channel === 'some' && (
        <>
          <ManyField
            label={text('passItems')}
            value={row.items}
            onChange={(items) => change({ items })}
            options={(registry?.items ?? []).map((item) => ({ value: item.code, label: localName(item, language) }))}
          />
          <ManyField
            label={text('passEnterprises')}
            value={row.enterprises}
            onChange={(enterprises) => change({ enterprises })}
            options={(registry?.enterprises ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </>
      )}
      <PeriodFields value={row} change={change} />
    </Assumption>
  );
}

interface ManyProps {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  options: Array<{ value: string; label: string }>;
}

function ManyField({ label, value, onChange, options }: ManyProps) {
  return (
    <FormField label={label}>
      {(field) => (
        <Select
          {...field}
          mode="multiple"
          className="bg-wide"
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          onChange={onChange}
          options={options}
        />
      )}
    </FormField>
  );
}

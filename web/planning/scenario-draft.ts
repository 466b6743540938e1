/** The form's state: assumptions as an officer fills them in, and what they mean for the planner. Pure. */
import type { ScenarioInput } from '#contracts/planning.ts';

interface Period {
  from: string | null;
  until: string | null;
}

export interface DemandDraft extends Period {
  key: number;
  item: string;
  kind: string;
  county: string;
  /** a single demand point, which only a plan asked for by another system names; kept as it is */
  point?: string;
  percent: number | null;
}
export interface CapacityDraft extends Period {
  key: number;
  /** '' for the whole city, else 'county:410804', 'enterprise:E14', 'line:E14-L1' */
  where: string;
  percent: number | null;
}
export interface SealedDraft extends Period {
  key: number;
  county: string;
  channel: 'none' | 'all' | 'some';
  items: string[];
  enterprises: string[];
}

export interface PlanDraft {
  title: string;
  from: string | null;
  days: number | null;
  reserveDays: number | null;
  coverDays: number | null;
  demand: DemandDraft[];
  capacity: CapacityDraft[];
  sealed: SealedDraft[];
}

export const nextKey = (rows: ReadonlyArray<{ key: number }>): number =>
  rows.reduce((most, row) => Math.max(most, row.key), 0) + 1;

const percentOf = (factor: number): number => Number((factor * 100).toPrecision(8));
const period = (given: { from?: string | undefined; until?: string | undefined }): Period => ({
  from: given.from ?? null,
  until: given.until ?? null,
});
const written = ({ from, until }: Period) => ({
  ...(from === null ? {} : { from }),
  ...(until === null ? {} : { until }),
});

export function draftOf(scenario: ScenarioInput): Pick<PlanDraft, 'demand' | 'capacity' | 'sealed' | 'coverDays'> {
  return {
    coverDays: scenario.coverDays ?? null,
    demand: (scenario.demand ?? []).map((each, key) => ({
      key,
      ...period(each),
      item: each.item ?? '',
      kind: each.kind ?? '',
      county: each.county ?? '',
      ...(each.point === undefined ? {} : { point: each.point }),
      percent: percentOf(each.factor),
    })),
    capacity: (scenario.capacity ?? []).map((each, key) => ({
      key,
      ...period(each),
      where:
        (each.line !== undefined && `line:${each.line}`) ||
        (each.enterprise !== undefined && `enterprise:${each.enterprise}`) ||
        (each.county !== undefined && `county:${each.county}`) ||
        '',
      percent: percentOf(each.factor),
    })),
    sealed: (scenario.sealed ?? []).map((each, key) => ({
      key,
      ...period(each),
      county: each.county,
      channel: each.greenChannel === undefined ? 'none' : each.greenChannel === 'all' ? 'all' : 'some',
      items: typeof each.greenChannel === 'object' ? (each.greenChannel.items ?? []) : [],
      enterprises: typeof each.greenChannel === 'object' ? (each.greenChannel.enterprises ?? []) : [],
    })),
  };
}

export function scenarioOf(draft: PlanDraft): ScenarioInput {
  const demand = draft.demand.flatMap((each) =>
    each.percent === null
      ? []
      : [
          {
            ...written(each),
            factor: each.percent / 100,
            ...(each.item === '' ? {} : { item: each.item }),
            ...(each.kind === '' ? {} : { kind: each.kind }),
            ...(each.county === '' ? {} : { county: each.county }),
            ...(each.point === undefined ? {} : { point: each.point }),
          },
        ],
  );
  const capacity = draft.capacity.flatMap((each) =>
    each.percent === null ? [] : [{ ...written(each), factor: each.percent / 100, ...capacityPlace(each.where) }],
  );
  const sealed = draft.sealed.flatMap((each) =>
    each.county === '' ? [] : [{ ...written(each), county: each.county, ...channelOf(each) }],
  );
  return {
    ...(demand.length > 0 ? { demand } : {}),
    ...(capacity.length > 0 ? { capacity } : {}),
    ...(sealed.length > 0 ? { sealed } : {}),
    ...(draft.coverDays ? { coverDays: draft.coverDays } : {}),
  };
}

function capacityPlace(where: string): { line?: string; enterprise?: string; county?: string } {
  const [kind, ...rest] = where.split(':');
  const code = rest.join(':');
  if (kind === 'line') return { line: code };
  if (kind === 'enterprise') return { enterprise: code };
  return kind === 'county' ? { county: code } : {};
}

function channelOf(sealed: SealedDraft): Pick<NonNullable<ScenarioInput['sealed']>[number], 'greenChannel'> {
  if (sealed.channel === 'all') return { greenChannel: 'all' };
  if (sealed.channel === 'none') return {};
  return { greenChannel: { items: sealed.items, enterprises: sealed.enterprises } };
}

export type DraftProblem = 'percent' | 'county' | 'period' | 'channel';

/** What keeps an assumption from being computed with; null when it is complete. */
export function problemOf(row: DemandDraft | CapacityDraft | SealedDraft): DraftProblem | null {
  if ('percent' in row && row.percent === null) return 'percent';
  if ('channel' in row && row.county === '') return 'county';
  if ('channel' in row && row.channel === 'some' && row.items.length + row.enterprises.length === 0) return 'channel';
  if (row.from !== null && row.until !== null && row.until < row.from) return 'period';
  return null;
}

export function isComplete(draft: PlanDraft, earliest: string): boolean {
  const rows = [...draft.demand, ...draft.capacity, ...draft.sealed];
  return (
    draft.from !== null &&
    draft.from >= earliest &&
    draft.days !== null &&
    draft.reserveDays !== null &&
    rows.every((row) => problemOf(row) === null)
  );
}

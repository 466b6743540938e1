/** A stored report as the API shows it, and the trace of what changed between two. */
import { assessment, type Report, type ReportFigures, reportFigures } from '#contracts/reports.ts';
import { reportStates, reportWays } from '#contracts/reports-terms.ts';
import { readJson } from '../platform/database/index.ts';
import type { ReportRow } from './reports.repository.ts';

export const figuresOf = (row: Pick<ReportRow, 'figures'>): ReportFigures =>
  readJson(reportFigures, row.figures, 'reports.figures');

export function reportShown(row: ReportRow, enterpriseName: string): Report {
  return {
    enterprise: row.enterprise_id,
    enterpriseName,
    county: row.county_code,
    day: row.day,
    state: reportStates.find((state) => state === row.state) ?? 'filed',
    figures: figuresOf(row),
    assessment: readJson(assessment, row.assessment, 'reports.assessment'),
    via: reportWays.find((way) => way === row.via) ?? 'api',
    late: row.late,
    filedAt: iso(row.filed_at),
    filedBy: row.filed_by_name,
    decidedAt: row.decided_at === null ? null : iso(row.decided_at),
    decidedBy: row.decided_by_name,
    reason: row.reason,
    confirmedAt: row.confirmed_at === null ? null : iso(row.confirmed_at),
    confirmedBy: row.confirmed_by_name,
    revision: row.revision,
    documents: Array.from({ length: row.postings }, (_, index) => `${row.enterprise_id}/${row.day}/${index + 1}`),
  };
}

export const iso = (instant: string): string => new Date(instant).toISOString();

export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** Field by field, as 'items.mask.made'; lists that are no table (lots, hindrances) as one text. */
export function changesBetween(before: ReportFigures, after: ReportFigures): FieldChange[] {
  const old = flat(before);
  const fresh = flat(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: fresh.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

function flat(figures: ReportFigures): Map<string, string> {
  const fields = new Map<string, string>();
  const set = (field: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined) fields.set(field, String(value));
  };
  for (const row of figures.items) {
    for (const part of ['made', 'sent', 'stock'] as const) set(`items.${row.item}.${part}`, row[part]);
    set(`items.${row.item}.madeLot`, row.madeLot ? JSON.stringify(row.madeLot) : null);
    set(`items.${row.item}.lots`, row.lots ? JSON.stringify(row.lots) : null);
  }
  for (const row of figures.inputs) {
    set(`inputs.${row.input}.left`, row.left);
    set(`inputs.${row.input}.arrived`, row.arrived);
  }
  set('staffPresent', figures.staffPresent);
  set('powerKwh', figures.powerKwh);
  set('gasM3', figures.gasM3);
  set('hindrances', figures.hindrances.length === 0 ? null : JSON.stringify(figures.hindrances));
  return fields;
}

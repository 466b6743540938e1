/** What the clerk begins with: yesterday's values and what the ledger knows of the day. Nobody's guess is in it. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import {
  type DraftFigures,
  draftFigures,
  type ReportFigures,
  type ReportForm,
  reportEvent,
} from '#contracts/reports.ts';
import { postedStates, reportStates } from '#contracts/reports-terms.ts';
import { conversion } from '#contracts/units.ts';
import { readJson } from '../platform/database/index.ts';
import type { Work } from '../platform/work.ts';
import type { RegistryDataset } from '../registry/index.ts';
import { chasedShown } from './chase.view.ts';
import { expectedStock, usedOf } from './checks/index.ts';
import { inLineUnit } from './checks/lines.ts';
import * as dayRepository from './day.repository.ts';
import { readDeadlines } from './day.service.ts';
import { businessMoment, owedAt } from './deadlines.ts';
import { type DayFacts, readDayFacts } from './facts.service.ts';
import { figuresOf, iso, reportShown } from './report.view.ts';
import * as repository from './reports.repository.ts';

const reportState = z.enum(reportStates);

/** Errors: `not-found`. */
export async function readForm(
  work: Work,
  enterprise: string,
  asked: string | undefined,
  known?: { registry: RegistryDataset },
): Promise<ReportForm> {
  const { tx, actor } = work;
  const today = await work.today();
  const day = asked ?? today;
  const facts = await readDayFacts(work, enterprise, day, known);
  const row = await repository.findReport(tx, actor.city, enterprise, day);
  const draft = await repository.findDraft(tx, actor.city, enterprise, day, actor.userId);
  const before = await repository.reportBefore(tx, actor.city, enterprise, day, ['filed', ...postedStates]);
  const yesterday = before === undefined ? null : { day: before.day, figures: figuresOf(before) };
  const people = await dayRepository.reportPeople(tx);
  const events = await repository.eventsOf(tx, actor.city, enterprise, day);
  return {
    enterprise,
    enterpriseName: facts.enterprise.name,
    county: facts.enterprise.county,
    day,
    today,
    report: row === undefined ? null : reportShown(row, facts.enterprise.name),
    draft:
      draft === undefined
        ? null
        : { figures: readJson(draftFigures, draft.figures, 'report_drafts.figures'), savedAt: iso(draft.saved_at) },
    prefill: prefillOf(facts, yesterday?.figures ?? null),
    yesterday,
    items: facts.items.map((code) => itemShown(facts, code)),
    inputs: inputsShown(facts),
    staffBooks: facts.enterprise.staff,
    booksOpen: facts.booksOpen,
    ...(await lateness(work, facts, row)),
    events: events.map((event) => ({
      number: event.number,
      act: readJson(reportEvent.shape.act, event.act, 'report_events.act'),
      at: iso(event.at),
      by: event.by_name,
      reason: event.reason,
      changes: readJson(reportEvent.shape.changes, event.changes, 'report_events.changes'),
    })),
    reviewers: people
      .filter((person) => person.role === 'county_officer' && person.scopeIds.includes(facts.enterprise.county))
      .map(({ id, name, role }) => ({ id, name, role })),
  };
}

/** Since when the report is late, and who is after it. */
async function lateness(
  work: Work,
  day: DayFacts,
  row: repository.ReportRow | undefined,
): Promise<Pick<ReportForm, 'overdueSince' | 'chasedBy'>> {
  const { deadlines } = await readDeadlines(work);
  const now = businessMoment(await work.today(), work.now);
  const state = row === undefined ? 'none' : readJson(reportState, row.state, 'reports.state');
  const { owes, overdueSince } = owedAt(now, day.facts.day, deadlines, state, day.history);
  if (owes !== 'clerk') return { overdueSince: null, chasedBy: null };
  const chase = await dayRepository.lastChase(work.tx, work.actor.city, day.enterprise.id, day.facts.day);
  return { overdueSince, chasedBy: chase === undefined ? null : chasedShown(chase, now) };
}

/** Made: as the ledger has it, else as yesterday. Sent: what was shipped. Stock and inputs follow; where nobody knows, nothing stands. */
function prefillOf(day: DayFacts, yesterday: ReportFigures | null): DraftFigures {
  const items = day.facts.items.map((item) => {
    const before = yesterday?.items.find((row) => row.item === item.item);
    const made = item.made.gt(0) ? item.made.toFixed() : (before?.made ?? null);
    const sent = item.sent.toFixed();
    const expected = expectedStock(item, { made: made ?? '0', sent });
    const stock = (made !== null || item.counted) && expected.gte(0) ? expected.toFixed() : null;
    return { item: item.item, made, sent, stock };
  });
  const made = new Map(items.map((row) => [row.item, new Decimal(row.made ?? 0)]));
  const known = inputsShown(day);
  return {
    items,
    inputs: known.map((row) => {
      const arrived = row.inboundPerDay;
      const fact = day.facts.inputs.find((input) => input.input === row.input);
      const left =
        fact === undefined
          ? null
          : fact.counted
            ? fact.before
            : fact.before.add(arrived).sub(usedOf(day.facts, made, row.input));
      return { input: row.input, arrived, left: left?.gte(0) ? left.toDecimalPlaces(6).toFixed() : null };
    }),
    staffPresent: yesterday?.staffPresent ?? null,
    powerKwh: null,
    gasM3: null,
    hindrances: yesterday?.hindrances ?? [],
  };
}

function itemShown(day: DayFacts, code: string): ReportForm['items'][number] {
  const item = day.registry.items.find((one) => one.code === code)!;
  const facts = day.facts.items.find((one) => one.item === code)!;
  const lots = day.ledger.get(code)?.lots ?? [];
  return {
    item: code,
    name: item.name,
    nameEn: item.nameEn,
    unit: item.unit,
    graded: item.licenceRule === 'grade',
    opening: facts.opening.toFixed(),
    closing: facts.closing.toFixed(),
    made: facts.made.toFixed(),
    sent: facts.sent.toFixed(),
    counted: facts.counted,
    capacity: capacityOf(day, code),
    lots: lots
      .filter((lot) => lot.stock.gt(0))
      .map(({ lotNumber, expires, grade, stock }) => ({ lotNumber, expires, grade, stock: stock.toFixed() })),
  };
}

/** In the item's own unit, when its lines could all make nothing else; null when it cannot be said. */
function capacityOf(day: DayFacts, code: string): string | null {
  const item = day.facts.items.find((one) => one.item === code)!;
  let sum = new Decimal(0);
  for (const line of day.facts.lines.filter((one) => one.items.includes(code))) {
    const factor = conversion(item.unit, line.unit) ?? inLineUnit(item, line.unit);
    if (factor === null || factor.isZero()) return null;
    sum = sum.add(line.dailyCapacity.div(factor));
  }
  return sum.isZero() ? null : sum.toDecimalPlaces(6).toFixed();
}

function inputsShown(day: DayFacts): ReportForm['inputs'] {
  const { registry, enterprise, facts } = day;
  return registry.inputStock
    .filter((row) => row.enterprise === enterprise.id)
    .map((row) => {
      const named =
        registry.inputs.find((one) => one.code === row.input) ?? registry.items.find((one) => one.code === row.input);
      const known = facts.inputs.find((one) => one.input === row.input);
      return {
        input: row.input,
        name: named?.name ?? row.input,
        nameEn: named?.nameEn ?? '',
        unit: named?.unit ?? '',
        before: (known?.before ?? row.quantity).toFixed(),
        inboundPerDay: row.inboundPerDay.toFixed(),
        counted: known?.counted ?? false,
        perUnit: facts.bom
          .filter((bom) => bom.input === row.input && day.items.includes(bom.item))
          .map((bom) => ({ item: bom.item, quantity: bom.perUnit.toFixed() })),
      };
    });
}

/** From an accepted report to the ledger: what was made, what was sent, and a named adjustment, so that both say the same stock. */
import { Decimal } from 'decimal.js';
import type { ReportFigures } from '#contracts/reports.ts';
import type { Work } from '../platform/work.ts';
import { recordInputsLeft } from '../registry/index.ts';
import { lotsFor, type MovementInput, placeOfProducer, postMovements, virtualPlaces } from '../stock/index.ts';
import { type Flow, type Posting, postingsFor } from './checks/index.ts';
import { type DayFacts, readDayFacts, sentByReport } from './facts.service.ts';
import { figuresOf } from './report.view.ts';
import * as repository from './reports.repository.ts';

/**
 * Posts what the ledger lacks of the report's figures, as a new document of it; entries posted before stay. Afterwards the ledger's closing of
 * the day equals the reported stock of every item. The next report that is posted already is reconciled anew, so that its day still closes
 * as reported. A day before the books of the place begin posts nothing: their opening holds it already. Errors: the ledger's own (`stock.insufficient`: what is missing was promised or has gone on).
 */
export async function postReport(
  work: Work,
  row: repository.ReportRow,
  known?: DayFacts,
): Promise<repository.ReportRow> {
  const day = known ?? (await readDayFacts(work, row.enterprise_id, row.day));
  if (day.history) return row;
  const figures = figuresOf(row);
  await postFigures(work, row, figures, day);
  const posted = await repository.changeReport(work.tx, row, { postings: row.postings + 1 });
  const later = await repository.postedAfter(work.tx, work.actor.city, row.enterprise_id, row.day);
  if (later === undefined) await recordLeft(work, row, figures, day);
  else await reconcileAnew(work, later, row.day);
  return posted;
}

async function postFigures(
  work: Work,
  row: repository.ReportRow,
  figures: ReportFigures,
  day: DayFacts,
): Promise<number> {
  const postings = figures.items.flatMap((item) =>
    postingsFor(
      item,
      day.ledger.get(item.item) ?? { item: item.item, lots: [], made: new Decimal(0), sent: new Decimal(0) },
    ),
  );
  if (postings.length === 0) return 0;
  if (postings.some((posting) => posting.flow === 'sent')) await repository.ensureSentByReport(work.tx);
  const lots = await knownLots(work, row.enterprise_id, postings);
  await postMovements(work, {
    document: { kind: 'report', id: `${row.enterprise_id}/${row.day}/${row.postings + 1}` },
    movements: postings.map((posting, index) => movementOf(row, posting, lots[index]!, index + 1, day)),
  });
  return postings.length;
}

async function knownLots(work: Work, enterprise: string, postings: readonly Posting[]): Promise<number[]> {
  const fresh = postings.flatMap(({ item, lot }) => (typeof lot === 'number' ? [] : [{ item, enterprise, ...lot }]));
  const made = await lotsFor(work, fresh);
  let next = 0;
  return postings.map(({ lot }) => {
    if (typeof lot === 'number') return lot;
    next += 1;
    return made[next - 1]!;
  });
}

const reasons: Record<Flow, string> = {
  made: '日报生产 made, by the daily report',
  unmade: '更正日报：少产 correction of the daily report: less was made',
  sent: '日报发出 sent, by the daily report',
  unsent: '更正日报：少发 correction of the daily report: less was sent',
  found: '日报对平 report reconciliation',
  missing: '日报对平 report reconciliation',
};
const countedReason =
  '日报对平：账面为当日盘点数，已含当日产销 report reconciliation: the day’s count holds its production and shipments';

function movementOf(
  row: repository.ReportRow,
  posting: Posting,
  lot: number,
  line: number,
  day: DayFacts,
): MovementInput {
  const place = placeOfProducer(row.enterprise_id);
  const ends: Record<Flow, readonly [from: string, to: string]> = {
    made: [virtualPlaces.production, place],
    unmade: [place, virtualPlaces.production],
    sent: [place, sentByReport],
    unsent: [sentByReport, place],
    found: [virtualPlaces.adjustment, place],
    missing: [place, virtualPlaces.adjustment],
  };
  const [from, to] = ends[posting.flow];
  const adjusts = posting.flow === 'found' || posting.flow === 'missing';
  const counted = day.facts.items.find((item) => item.item === posting.item)?.counted === true;
  const reason = adjusts && counted ? countedReason : reasons[posting.flow];
  return { line, from, to, lot, quantity: posting.quantity, day: row.day, reason };
}

/** The newest report says what is left of each input. */
async function recordLeft(work: Work, row: repository.ReportRow, figures: ReportFigures, day: DayFacts): Promise<void> {
  const held = new Set(
    day.registry.inputStock.filter((input) => input.enterprise === row.enterprise_id).map((input) => input.input),
  );
  const left = figures.inputs.filter((input) => held.has(input.input));
  await recordInputsLeft(
    work,
    row.enterprise_id,
    left.map(({ input, left: quantity }) => ({ input, quantity })),
  );
}

/** A past day that changed moves the closings after it: the next report restores its own, with entries that say so. */
async function reconcileAnew(work: Work, later: repository.ReportRow, cause: string): Promise<void> {
  const day = await readDayFacts(work, later.enterprise_id, later.day);
  const entries = await postFigures(work, later, figuresOf(later), day);
  if (entries === 0) return;
  const changed = await repository.changeReport(work.tx, later, { postings: later.postings + 1 });
  await repository.appendEvent(work.tx, changed, {
    act: 'reopen',
    at: work.now,
    by_id: work.actor.userId,
    by_name: work.actor.name,
    client_id: null,
    reason: `${cause} 的日报有变动，本日重新对平 the report of ${cause} changed: this day was reconciled anew`,
    changes: [],
  });
}

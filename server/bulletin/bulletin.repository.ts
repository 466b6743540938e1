/** All SQL of bulletins. Issues, figures and corrections are only ever added. */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { BulletinDifference, BulletinEnergy, BulletinSource } from '#contracts/bulletin.ts';
import type { DB, Transaction } from '../platform/database/index.ts';
import type { WireParagraph } from './bulletin.content.ts';
import type { Arrangement } from './figures/index.ts';

export type DraftRow = Omit<Selectable<DB['bulletin_drafts']>, 'arrangement'> & { arrangement: Arrangement };
export type IssueRow = Omit<Selectable<DB['bulletin_issues']>, 'paragraphs_zh' | 'paragraphs_en'> & {
  paragraphs_zh: WireParagraph[];
  paragraphs_en: WireParagraph[];
};
export type CorrectionRow = Omit<Selectable<DB['bulletin_corrections']>, 'items'> & { items: BulletinDifference[] };
export type FigureRow = Omit<Selectable<DB['bulletin_figures']>, 'sources'> & { sources: BulletinSource[] };
export interface EvidenceRow {
  figures: Record<string, unknown>;
  energy: BulletinEnergy[];
  input_hash: string;
}

export async function readCity(tx: Transaction, city: string): Promise<{ name: string; nameEn: string } | undefined> {
  return tx.selectFrom('cities').select(['name', 'name_en as nameEn']).where('city_code', '=', city).executeTakeFirst();
}

/** Held to the end of the transaction: issues and corrections of a city follow one another. */
export async function lockBulletins(tx: Transaction, city: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bulletin:${city}`}, 0))`.execute(tx);
}

export async function findDraft(tx: Transaction, city: string, day: string): Promise<DraftRow | undefined> {
  const row = await tx
    .selectFrom('bulletin_drafts')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .executeTakeFirst();
  return row as DraftRow | undefined;
}

export type DraftValues = Pick<DraftRow, 'addressee_zh' | 'addressee_en' | 'signer_zh' | 'signer_en'> & {
  arrangement: Arrangement;
  changed_at: Date;
  changed_by: string;
};

/** The new revision; undefined when the draft is no longer at `revision`. */
export async function putDraft(
  tx: Transaction,
  city: string,
  day: string,
  revision: number,
  values: DraftValues,
): Promise<number | undefined> {
  const written = { ...values, arrangement: JSON.stringify(values.arrangement), revision: revision + 1 };
  const row =
    revision === 0
      ? await tx
          .insertInto('bulletin_drafts')
          .values({ city_code: city, day, ...written })
          .onConflict((conflict) => conflict.doNothing())
          .returning('revision')
          .executeTakeFirst()
      : await tx
          .updateTable('bulletin_drafts')
          .set(written)
          .where('city_code', '=', city)
          .where('day', '=', day)
          .where('revision', '=', revision)
          .returning('revision')
          .executeTakeFirst();
  return row?.revision;
}

export async function listDrafts(tx: Transaction, city: string, filter: ListFilter) {
  return tx
    .selectFrom('bulletin_drafts')
    .select(['day', 'changed_at', 'changed_by'])
    .where('city_code', '=', city)
    .$if(filter.before !== undefined, (query) => query.where('day', '<', filter.before ?? ''))
    .orderBy('day', 'desc')
    .limit(filter.limit)
    .execute();
}

export interface ListFilter {
  before?: string | undefined;
  limit: number;
}

export async function listIssues(tx: Transaction, city: string, filter: ListFilter) {
  return tx
    .selectFrom('bulletin_issues as issue')
    .select(['day', 'year', 'number', 'title_zh', 'title_en', 'signer_zh', 'signer_en', 'issued_at', 'issued_by_name'])
    .select((expression) =>
      expression
        .selectFrom('bulletin_corrections as correction')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('correction.city_code', '=', 'issue.city_code')
        .whereRef('correction.day', '=', 'issue.day')
        .as('corrections'),
    )
    .where('city_code', '=', city)
    .$if(filter.before !== undefined, (query) => query.where('day', '<', filter.before ?? ''))
    .orderBy('day', 'desc')
    .limit(filter.limit)
    .execute();
}

export async function findIssue(tx: Transaction, city: string, day: string): Promise<IssueRow | undefined> {
  const row = await tx
    .selectFrom('bulletin_issues')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .executeTakeFirst();
  return row as IssueRow | undefined;
}

export async function findNumber(tx: Transaction, city: string, year: number, number: number) {
  return tx
    .selectFrom('bulletin_issues')
    .select('day')
    .where('city_code', '=', city)
    .where('year', '=', year)
    .where('number', '=', number)
    .executeTakeFirst();
}

export async function lastNumber(tx: Transaction, city: string, year: number): Promise<number | null> {
  const row = await tx
    .selectFrom('bulletin_issues')
    .select((expression) => expression.fn.max('number').as('last'))
    .where('city_code', '=', city)
    .where('year', '=', year)
    .executeTakeFirst();
  return row?.last ?? null;
}

export async function insertIssue(
  tx: Transaction,
  issue: Omit<IssueRow, 'issued_at'> & { issued_at: Date },
): Promise<void> {
  await tx
    .insertInto('bulletin_issues')
    .values({
      ...issue,
      paragraphs_zh: JSON.stringify(issue.paragraphs_zh),
      paragraphs_en: JSON.stringify(issue.paragraphs_en),
    })
    .execute();
}

export async function insertEvidence(tx: Transaction, city: string, day: string, evidence: EvidenceRow): Promise<void> {
  await tx
    .insertInto('bulletin_evidence')
    .values({
      city_code: city,
      day,
      figures: JSON.stringify(evidence.figures),
      energy: JSON.stringify(evidence.energy),
      input_hash: evidence.input_hash,
    })
    .execute();
}

export async function findEvidence(tx: Transaction, city: string, day: string): Promise<EvidenceRow | undefined> {
  const row = await tx
    .selectFrom('bulletin_evidence')
    .select(['figures', 'energy', 'input_hash'])
    .where('city_code', '=', city)
    .where('day', '=', day)
    .executeTakeFirst();
  return row as EvidenceRow | undefined;
}

export async function insertFigures(tx: Transaction, figures: FigureRow[]): Promise<void> {
  for (let from = 0; from < figures.length; from += 200) {
    const rows = figures.slice(from, from + 200);
    await tx
      .insertInto('bulletin_figures')
      .values(rows.map((row) => ({ ...row, sources: JSON.stringify(row.sources) })))
      .execute();
  }
}

/** The figures as last told: those of the issue, or of its last correction that changed any. */
export async function readFigures(tx: Transaction, city: string, day: string): Promise<FigureRow[]> {
  const last = tx
    .selectFrom('bulletin_figures')
    .select((expression) => expression.fn.max('correction').as('last'))
    .where('city_code', '=', city)
    .where('day', '=', day);
  const rows = await tx
    .selectFrom('bulletin_figures')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .where('correction', '=', last)
    .orderBy('position')
    .limit(5000)
    .execute();
  return rows as FigureRow[];
}

/** One figure as last told, or as issued. */
export async function findFigure(
  tx: Transaction,
  city: string,
  day: string,
  figure: string,
  asIssued: boolean,
): Promise<FigureRow | undefined> {
  const row = await tx
    .selectFrom('bulletin_figures')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .where('figure', '=', figure)
    .$if(asIssued, (query) => query.where('correction', '=', 0))
    .orderBy('correction', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row as FigureRow | undefined;
}

export async function listCorrections(tx: Transaction, city: string, day: string): Promise<CorrectionRow[]> {
  const rows = await tx
    .selectFrom('bulletin_corrections')
    .selectAll()
    .where('city_code', '=', city)
    .where('day', '=', day)
    .orderBy('number')
    .limit(1000)
    .execute();
  return rows as CorrectionRow[];
}

export async function insertCorrection(
  tx: Transaction,
  correction: Omit<CorrectionRow, 'corrected_at'> & { corrected_at: Date },
): Promise<void> {
  await tx
    .insertInto('bulletin_corrections')
    .values({ ...correction, items: JSON.stringify(correction.items) })
    .execute();
}

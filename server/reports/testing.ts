/** What the tests of reports share: the whole product with the example, its people, and a report as a clerk fills it in. */
import { Decimal } from 'decimal.js';
import pg from 'pg';
import { type ReportFigures, type ReportForm, reportContracts } from '#contracts/reports.ts';
import { type Caller, testApp } from '#tests/support/app.ts';
import { systemActor } from '../platform/database/index.ts';
import { inWork } from '../platform/work.ts';
import { placeOfProducer, readBalances } from '../stock/index.ts';

export const day = '2022-01-08';

/** The prefilled form with what a clerk adds: everyone is there, no meter is read. */
export function filled(form: ReportForm, change: Partial<ReportFigures> = {}): ReportFigures {
  return {
    items: form.prefill.items.map((row) => ({
      item: row.item,
      made: row.made ?? '0',
      sent: row.sent ?? '0',
      stock: row.stock ?? '0',
    })),
    inputs: form.prefill.inputs.map((row) => ({
      input: row.input,
      left: row.left ?? '0',
      arrived: row.arrived ?? null,
    })),
    staffPresent: form.staffBooks,
    powerKwh: null,
    gasM3: null,
    hindrances: [],
    ...change,
  };
}

/** Call at the top of a test file. The clock stands at 17:30 in Shanghai, before the filing deadline of the emergency, until it is `set`. */
export async function reportsProduct() {
  let now = new Date('2022-01-08T09:30:00Z');
  const product = await testApp({ clock: { now: () => now } });
  const lead = await product.as('city_lead');
  let keys = 0;
  const clientId = (): string => {
    keys += 1;
    return `test-client-${keys}`;
  };
  return {
    product,
    lead,
    clerk: await product.as('enterprise_clerk'),
    county: await product.as('county_officer'),
    group: await product.as('group_officer'),
    clientId,
    setClock: (instant: string): void => {
      now = new Date(instant);
    },
    formOf: (enterprise: string, caller: Caller = lead, asked = day): Promise<ReportForm> =>
      caller.call(reportContracts.form, { params: { enterprise }, query: { day: asked } }),
    file: (enterprise: string, figures: ReportFigures, caller: Caller = lead, asked = day, id = clientId()) =>
      caller.send(reportContracts.file, {
        params: { enterprise, day: asked },
        body: { clientId: id, via: 'form', figures },
      }),
    board: (caller: Caller = lead, asked = day) => caller.call(reportContracts.board, { query: { day: asked } }),
    /** the producer's stock at the close of a day by the ledger */
    ledgerStock: (enterprise: string, item: string, asked = day) =>
      inWork(product.app.database, product.app.clock, systemActor(product.city), async (work) => {
        const rows = await readBalances(work, asked, { places: [placeOfProducer(enterprise)], items: [item] });
        return rows.reduce((sum, row) => sum.add(row.quantity), new Decimal(0)).toFixed();
      }),
    /** a statement as the schema's owner, whom no policy binds */
    owner: async (statement: string, values: unknown[] = []) => {
      const client = new pg.Client({ connectionString: product.ownerUrl });
      await client.connect();
      try {
        return (await client.query(statement, values)).rows as Array<Record<string, unknown>>;
      } finally {
        await client.end();
      }
    },
  };
}

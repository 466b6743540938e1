/** The registry's operations: each is one call of the service. */
import { boundariesContract, type FieldValue, type ResourceContracts, registryContracts } from '#contracts/registry.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import type { Work } from '../platform/work.ts';
import { registerNames } from './names.routes.ts';
import { exportLimit, registryFile } from './registry.export.ts';
import { type ListQuery, type Named, readPage, withNames } from './registry.list.ts';
import { addRow, editRow, findRow, restoreRow, withdrawRow } from './registry.service.ts';
import { readBoundaries } from './registry.snapshot.ts';
import { type Resource, resources } from './tables.ts';
import type { Stored } from './values.ts';

export function registerRegistry(server: AppServer): void {
  registerNames(server);
  route(server, boundariesContract, async (context) => ({ boundaries: await readBoundaries(context) }));
  for (const resource of resources) {
    registerReading(server, resource, registryContracts[resource.name]);
    registerWriting(server, resource, registryContracts[resource.name]);
  }
}

const shown = ({ key, revision, withdrawn, changedBy, changedAt, values, refers }: Named) => ({
  key,
  revision,
  withdrawn,
  changedBy,
  changedAt,
  values,
  refers,
});

async function answer(work: Work, resource: Resource, row: Stored) {
  const [named] = await withNames(work.tx, work.actor.city, resource, [row]);
  return { row: shown(named!) };
}

/** The filters among a list's query parameters. */
function listQueryOf(
  resource: Resource,
  query: Record<string, unknown> & { limit: number; withdrawn: 'no' | 'yes' | 'all' },
): ListQuery {
  const fields = resource.fields.filter((field) => field.filter === true && typeof query[field.name] === 'string');
  const text = (name: string) =>
    typeof query[name] === 'string' && query[name] !== '' ? String(query[name]) : undefined;
  return {
    search: text('search'),
    sort: text('sort'),
    order: query.order === 'desc' ? 'desc' : 'asc',
    cursor: text('cursor'),
    limit: query.limit,
    withdrawn: query.withdrawn,
    lapsesWithin: typeof query.lapsesWithin === 'number' ? query.lapsesWithin : undefined,
    filters: Object.fromEntries(fields.map((field) => [field.name, String(query[field.name])])),
  };
}

function registerReading(server: AppServer, resource: Resource, contracts: ResourceContracts): void {
  route(server, contracts.list, async (context) => {
    const { tx, actor } = context;
    const page = await readPage(tx, actor.city, resource, listQueryOf(resource, context.query), await context.today());
    const rows = await withNames(tx, actor.city, resource, page.rows);
    return { ...page, rows: rows.map(shown) };
  });
  route(server, contracts.read, async (context) =>
    answer(context, resource, await findRow(context, resource, context.params.key)),
  );
  route(server, contracts.export, async (context) => {
    const { tx, actor, query } = context;
    const day = await context.today();
    const page = await readPage(
      tx,
      actor.city,
      resource,
      { ...listQueryOf(resource, query), cursor: undefined, limit: exportLimit },
      day,
    );
    const rows = await withNames(tx, actor.city, resource, page.rows);
    return registryFile(resource, rows, { format: query.format, language: query.lang, day });
  });
}

function registerWriting(server: AppServer, resource: Resource, contracts: ResourceContracts): void {
  route(server, contracts.add, async (context) =>
    answer(context, resource, await addRow(context, resource, defined(context.body))),
  );
  route(server, contracts.edit, async (context) => {
    const { revision, values } = context.body;
    const { row, changed } = await editRow(context, resource, context.params.key, revision, defined(values));
    if (!changed) context.nothingChanged();
    return answer(context, resource, row);
  });
  route(server, contracts.withdraw, async (context) =>
    answer(context, resource, await withdrawRow(context, resource, context.params.key, context.body.revision)),
  );
  route(server, contracts.restore, async (context) =>
    answer(context, resource, await restoreRow(context, resource, context.params.key, context.body.revision)),
  );
}

/** Fields left out are not fields emptied. */
function defined(values: Record<string, FieldValue | undefined>): Record<string, FieldValue> {
  const given: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(values)) if (value !== undefined) given[field] = value;
  return given;
}

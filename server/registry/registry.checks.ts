/** What must hold of a registry row beside the shape of its fields: the same rules as of a row that is imported. */

import { errorWords, fillWords } from '#contracts/errors.ts';
import { keyFields } from '#contracts/registry-resources.ts';
import { conversion, isMass } from '#contracts/units.ts';
import { DomainError } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { readAll, readStored } from './registry.repository.ts';
import { type Field, type Resource, type ResourceName, resourceOf } from './tables.ts';
import type { Stored, Values } from './values.ts';

/** Throws with the field at fault (`errors[0].path`) when a row as it would be written cannot stand. */
export async function checkRow(work: Work, resource: Resource, values: Values): Promise<void> {
  for (const field of resource.fields) {
    for (const code of codesIn(field, values)) await checkReference(work, field, code);
  }
  if (resource.name === 'lines') await checkLine(work, values);
  if (resource.name === 'items') await checkItem(work, values);
  if (resource.name === 'inputs') await refuseTakenCode(work, 'items', String(values.code));
  if (resource.name === 'bom') await checkIngredients(work, values);
  if (resource.name === 'demandRates') await checkGrade(work, values);
}

const codesIn = (field: Field, values: Values): string[] =>
  field.references === undefined ? [] : [values[field.name] ?? []].flat().map(String);

async function find(work: Work, name: ResourceName, code: string): Promise<Stored | null> {
  const resource = resourceOf(name);
  const key = { [keyFields(resource)[0]!.name]: code };
  const row = await readStored(work.tx, work.actor.city, resource, key, { today: await work.today() });
  return row === null || row.withdrawn ? null : row;
}

async function findAny(work: Work, names: readonly ResourceName[], code: string): Promise<Stored | null> {
  for (const name of names) {
    const row = await find(work, name, code);
    if (row !== null) return row;
  }
  return null;
}

/** A failure of one field, with its words beside the field's name as well. */
export function fault(field: string, code: string, params: Record<string, unknown>): DomainError {
  const words = errorWords(code);
  const message =
    words === undefined ? code : `${fillWords(words.zh, params, 'zh')} · ${fillWords(words.en, params, 'en')}`;
  return new DomainError(code, params, [{ path: field, message }]);
}

async function checkReference(work: Work, field: Field, code: string): Promise<void> {
  const targets = field.references ?? [];
  if ((await findAny(work, targets, code)) !== null) return;
  const [first] = targets;
  const target = first === undefined ? '' : resourceOf(first).one;
  throw fault(field.name, 'registry.unknown-reference', { field: field.label, value: code, target });
}

/** A line counted by weight makes what has a content in kilograms; any other makes what is counted in its own unit. */
function refuseUnit(field: string, unit: string, item: Values): void {
  if (item.unit === unit || (unit === '吨' && item.contentKg !== null)) return;
  throw fault(field, 'registry.line-unit', { unit, item: String(item.name), itemUnit: String(item.unit) });
}

async function checkLine(work: Work, values: Values): Promise<void> {
  const unit = String(values.unit);
  if (isMass(unit) && unit !== '吨') throw fault('unit', 'registry.line-mass-unit', {});
  for (const code of [values.items ?? []].flat()) {
    const item = await find(work, 'items', String(code));
    if (item !== null) refuseUnit('unit', unit, item.values);
  }
}

async function checkItem(work: Work, values: Values): Promise<void> {
  await refuseTakenCode(work, 'inputs', String(values.code));
  if (values.contentKg !== null) return;
  const lines = await readAll(work.tx, work.actor.city, resourceOf('lines'), {
    today: await work.today(),
    withdrawn: false,
  });
  for (const line of lines) {
    const makes = [line.values.items ?? []].flat().includes(String(values.code));
    if (makes) refuseUnit('contentKg', String(line.values.unit), values);
  }
}

/** Bills of materials name items and inputs by one code, so the two share their codes. */
async function refuseTakenCode(work: Work, other: ResourceName, code: string): Promise<void> {
  const resource = resourceOf(other);
  const row = await readStored(work.tx, work.actor.city, resource, { code }, { today: await work.today() });
  if (row !== null) throw fault('code', 'registry.code-of-item', { key: code });
}

/** An item that needs itself, however far around, can never be made. */
async function checkIngredients(work: Work, values: Values): Promise<void> {
  const stored = await readAll(work.tx, work.actor.city, resourceOf('bom'), {
    today: await work.today(),
    withdrawn: false,
  });
  const uses = new Map<string, string[]>();
  for (const row of [...stored.map((entry) => entry.values), values]) {
    uses.set(String(row.item), [...(uses.get(String(row.item)) ?? []), String(row.input)]);
  }
  const start = String(values.item);
  const open: string[][] = [[start, String(values.input)]];
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const last = path.at(-1)!;
    if (last === start) throw fault('input', 'registry.own-ingredient', { path: path.join(' → ') });
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of uses.get(last) ?? []) open.push([...path, next]);
  }
}

async function checkGrade(work: Work, values: Values): Promise<void> {
  if (values.grade === null || values.grade === undefined) return;
  const item = await find(work, 'items', String(values.item));
  if (item !== null && item.values.licenceRule !== 'grade') {
    throw fault('grade', 'registry.grade-not-kept', { item: String(item.values.name) });
  }
}

/** A unit of mass holds its own weight: filled in where nobody wrote it, as in an import. */
export function completed(resource: Resource, values: Values): Values {
  const filled: Values = { ...values };
  for (const field of resource.fields) {
    if (field.derived === true || filled[field.name] !== undefined) continue;
    filled[field.name] = field.type === 'text' || field.type === 'note' ? '' : null;
  }
  const hasEnglish = resource.fields.some((field) => field.name === 'nameEn');
  if (hasEnglish && filled.nameEn === '') filled.nameEn = filled.name ?? '';
  if (resource.name === 'items' && filled.contentKg === null && isMass(String(filled.unit))) {
    filled.contentKg = conversion(String(filled.unit), '公斤')?.toFixed() ?? null;
  }
  return filled;
}

/** A registry row as values by field, and its key as one text. */
import type { FieldValue } from '#contracts/registry.ts';
import { keyFields, type Resource } from '#contracts/registry-resources.ts';
import { placeOf } from './tables.ts';

export type Values = Record<string, FieldValue>;

/** A row with what the registry keeps beside its values. */
export interface Stored {
  key: string;
  values: Values;
  revision: number;
  withdrawn: boolean;
  position: number;
  /** the county whose officers see it; null for what the whole city shares */
  county: string | null;
  changedBy: string;
  changedAt: string;
}

/** Parts of a key never hold a bar: codes are refused with one. */
export function keyOf(resource: Resource, values: Values): string {
  return keyFields(resource)
    .map((field) => String(values[field.name]))
    .join('|');
}

/** The key's parts by field; null when the text cannot be a key of this resource. */
export function keyParts(resource: Resource, key: string): Values | null {
  const fields = keyFields(resource);
  const parts = key.split('|');
  if (parts.length !== fields.length || parts.some((part) => part === '')) return null;
  return Object.fromEntries(fields.map((field, index) => [field.name, parts[index]!]));
}

/** Whose row it is, for the audit: those who see the row see its history. */
export function ownersOf(resource: Resource, values: Values, county: string | null) {
  const { enterprise } = placeOf(resource);
  return {
    county: resource.belongsTo === 'city' ? null : county,
    enterprise: enterprise === undefined ? null : String(values[enterprise]),
    demandPoint: resource.name === 'demandPoints' ? String(values.id) : null,
  };
}

const comparable = (value: FieldValue | undefined): string => JSON.stringify(value ?? null);

/** The fields of `after` whose value differs from `before`'s. */
export function changedFields(before: Values, after: Values): string[] {
  return Object.keys(after).filter((field) => comparable(before[field]) !== comparable(after[field]));
}

import type { Language } from '#contracts/errors.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { pick } from '../platform/language.ts';
import { subjectNames } from './audit-words.ts';

const yes = ['是', 'yes'] as const;
const no = ['否', 'no'] as const;
const counted = {
  added: ['新增', 'added'],
  changed: ['修改', 'changed'],
  withdrawn: ['注销', 'withdrawn'],
} as const;

/** A recorded value as people read it: roles by name, yes and no, lists without brackets, what an import did. Undefined: as recorded. */
export function auditValue(field: string, value: string, language: Language): string | undefined {
  if (value === 'true') return pick(yes, language);
  if (value === 'false') return pick(no, language);
  if (field === 'role' && value in roleNames) return pick(roleNames[value as Role], language);
  if (!value.startsWith('[')) return undefined;
  const list: unknown = JSON.parse(value);
  if (!Array.isArray(list)) return undefined;
  if (field === 'files' && list.every(isFile))
    return list.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n') || '—';
  if (field === 'tables' && list.every(isTable))
    return list.flatMap((table) => changesOfTable(table, language)).join('\n');
  if (list.some((entry) => typeof entry === 'object')) return undefined;
  return list.length === 0 ? '—' : list.join(language === 'zh' ? '、' : ', ');
}

/** The files of an import by name; their hashes stand in the audit trail. Undefined: as recorded. */
export function fileNames(value: string): string | undefined {
  const list: unknown = JSON.parse(value);
  return Array.isArray(list) && list.every(isFile) ? list.map(({ name }) => name).join(' · ') || '—' : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isFile = (value: unknown): value is { name: string; sha256: string } =>
  isObject(value) && typeof value.name === 'string' && typeof value.sha256 === 'string';

interface CountedTable extends Record<keyof typeof counted, number> {
  table: string;
}

const isTable = (value: unknown): value is CountedTable =>
  isObject(value) &&
  typeof value.table === 'string' &&
  Object.keys(counted).every((act) => typeof value[act] === 'number');

/** One line for a table that changed, none for one that stayed. */
function changesOfTable(table: CountedTable, language: Language): string[] {
  const acts = (Object.keys(counted) as Array<keyof typeof counted>).filter((act) => table[act] > 0);
  if (acts.length === 0) return [];
  const name =
    table.table in subjectNames ? pick(subjectNames[table.table as keyof typeof subjectNames], language) : table.table;
  return [
    `${name} ${acts.map((act) => `${pick(counted[act], language)} ${table[act]}`).join(language === 'zh' ? '、' : ', ')}`,
  ];
}

import type { Language } from '#contracts/errors.ts';
import { type Role, roleNames } from '#contracts/roles.ts';
import { pick } from '../platform/language.ts';

const yes = ['是', 'yes'] as const;
const no = ['否', 'no'] as const;

/** A recorded value of accounts as people read it: roles by name, yes and no, lists without brackets. Undefined: as recorded. */
export function auditValue(field: string, value: string, language: Language): string | undefined {
  if (value === 'true') return pick(yes, language);
  if (value === 'false') return pick(no, language);
  if (field === 'role' && value in roleNames) return pick(roleNames[value as Role], language);
  if (!value.startsWith('[')) return undefined;
  const list: unknown = JSON.parse(value);
  if (!Array.isArray(list) || list.some((entry) => typeof entry === 'object')) return undefined;
  return list.length === 0 ? '—' : list.join(language === 'zh' ? '、' : ', ');
}

/** Who keeps which field of the registry; whose rows one sees, the database decides. */
import type { Resource } from './registry-resources.ts';
import type { Role } from './roles.ts';

/** What one may do with a resource's rows; whose rows, the database decides by scope. */
export interface Rights {
  /** add and withdraw rows */
  rows: boolean;
  /** the fields that may be changed */
  fields: readonly string[];
}

/**
 * City officers keep everything; a county's officers the enterprises and demand points of their county; an enterprise's clerk what only
 * the enterprise knows (its staff, trucks and inputs). What a line can make and which licences hold is an officer's word.
 */
export function rightsOn(resource: Resource, role: Role): Rights {
  const none: Rights = { rows: false, fields: [] };
  const editable = resource.fields
    .filter((field) => field.derived !== true && field.key !== true)
    .map((field) => field.name);
  if (role === 'city_lead' || role === 'group_officer' || role === 'administrator')
    return { rows: true, fields: editable };
  if (role === 'county_officer') return resource.belongsTo === 'city' ? none : { rows: true, fields: editable };
  if (role === 'enterprise_clerk') return { rows: resource.clerk.rows, fields: resource.clerk.fields };
  return none;
}

/**
 * Who may do what. A role says which acts, a scope says on whose rows: the act is checked here, the rows by the database's row-level security.
 */
export const scopeKinds = ['city', 'county', 'enterprise', 'demand_point', 'public'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export const roles = [
  'city_lead',
  'group_officer',
  'sub_group_officer',
  'county_officer',
  'enterprise_clerk',
  'requester',
  'auditor',
  'administrator',
  'public',
] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'registry.read',
  'registry.edit',
  'data.import',
  'stock.read',
  'stock.post',
  'stock.correct',
  'situation.read',
  'plan.read',
  'plan.run',
  'plan.approve',
  'bulletin.read',
  'bulletin.draft',
  'bulletin.issue',
  'audit.read',
  'users.manage',
  'city.manage',
  'report.read',
  'report.file',
  'report.review',
  'report.confirm',
  'reserve.read',
  'reserve.manage',
  'reserve.release',
  'request.read',
  'request.file',
  'request.decide',
  'order.read',
  'order.issue',
  'order.approve',
  'order.pick',
  'trip.read',
  'trip.manage',
  'pass.read',
  'pass.apply',
  'pass.issue',
  'checkpoint.scan',
  'receipt.file',
  'receipt.read',
] as const;
export type Permission = (typeof permissions)[number];

const reading = permissions.filter((permission) => permission.endsWith('.read'));
const withoutAudit = reading.filter((permission) => permission !== 'audit.read');

export const permissionsOf: Record<Role, readonly Permission[]> = {
  city_lead: permissions.filter((permission) => permission !== 'users.manage'),
  group_officer: [
    ...withoutAudit,
    'registry.edit',
    'data.import',
    'stock.post',
    'stock.correct',
    'plan.run',
    'plan.approve',
    'bulletin.draft',
    'bulletin.issue',
    'report.confirm',
    'report.review',
    'reserve.manage',
    'reserve.release',
    'request.decide',
    'order.issue',
    'order.approve',
    'trip.manage',
    'pass.issue',
    'pass.apply',
  ],
  sub_group_officer: [
    ...withoutAudit,
    'stock.post',
    'plan.run',
    'bulletin.draft',
    'report.review',
    'request.decide',
    'order.issue',
    'trip.manage',
    'pass.apply',
  ],
  county_officer: [
    ...withoutAudit,
    'registry.edit',
    'stock.post',
    'stock.correct',
    'report.review',
    'request.decide',
    'pass.apply',
    'pass.issue',
    'checkpoint.scan',
    'receipt.file',
  ],
  enterprise_clerk: [
    'registry.read',
    'registry.edit',
    'stock.read',
    'stock.post',
    'situation.read',
    'plan.read',
    'report.read',
    'report.file',
    'order.read',
    'order.pick',
    'trip.read',
    'pass.read',
    'pass.apply',
    'bulletin.read',
  ],
  requester: [
    'registry.read',
    'stock.read',
    'situation.read',
    'plan.read',
    'request.read',
    'request.file',
    'order.read',
    'trip.read',
    'receipt.file',
    'receipt.read',
    'bulletin.read',
  ],
  auditor: reading,
  administrator: [...reading, 'users.manage', 'city.manage', 'registry.edit', 'data.import'],
  public: [],
};

export const roleNames: Record<Role, readonly [zh: string, en: string]> = {
  city_lead: ['市领导', 'City lead'],
  group_officer: ['工作组', 'Group officer'],
  sub_group_officer: ['专班', 'Sub-group officer'],
  county_officer: ['县区', 'County officer'],
  enterprise_clerk: ['企业直报员', 'Enterprise clerk'],
  requester: ['需求单位', 'Hospital or community'],
  auditor: ['审计', 'Auditor'],
  administrator: ['系统管理员', 'Administrator'],
  public: ['公众', 'Public'],
};

export function roleMay(role: Role, permission: Permission): boolean {
  return permissionsOf[role].includes(permission);
}

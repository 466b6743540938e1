/** Users, API keys, the city's settings and the audit, as administrators and auditors work with them. */
import { z } from 'zod';
import { cityNow, keyRoles, userRoles } from './accounts.ts';
import { businessDay, contract, instant } from './contract.ts';
import { type Role, roles, scopeKinds } from './roles.ts';

const scopeIds = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^,]+$/),
  )
  .max(50);
const displayName = z.string().trim().min(1).max(60);
const externalId = z.string().trim().min(1).max(200);
/** letters and digits of any script, . _ @ - ; kept in lower case */
export const userName = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u, '字母、数字和 . _ @ - / letters, digits and . _ @ -')
  .transform((name) => name.normalize('NFKC').toLowerCase());

const role = z.enum(userRoles as [Role, ...Role[]]);
const scope = z.enum(scopeKinds);

export const user = z.object({
  id: z.string(),
  userName: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scope,
  scopeIds: z.array(z.string()),
  /** names of the scope's units, in their order; empty for the whole city */
  scopeNames: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })),
  externalId: z.string().nullable(),
  demonstration: z.boolean(),
  disabled: z.boolean(),
  secondFactor: z.object({ enabled: z.boolean(), required: z.boolean() }),
  mustChangePassword: z.boolean(),
  lockedUntil: instant.nullable(),
  lastSeenAt: instant.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  changedAt: instant,
  changedBy: z.string(),
  revision: z.number().int(),
});
export type User = z.output<typeof user>;

export const listUsers = contract({
  method: 'GET',
  path: '/api/users',
  summary: ['用户列表', 'Users'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  query: z.object({
    search: z.string().trim().max(100).optional(),
    role: role.optional(),
    disabled: z.enum(['yes', 'no']).optional(),
    cursor: z.string().max(300).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: z.object({ rows: z.array(user), next: z.string().nullable(), total: z.number().int() }),
});

/** The units that a scope can be bound to, to choose from. */
export const listScopeUnits = contract({
  method: 'GET',
  path: '/api/users/scope-units',
  summary: ['可绑定的单位', 'Units that a user can be bound to'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  query: z.object({
    scope: z.enum(['county', 'enterprise', 'demand_point']),
    search: z.string().trim().max(100).optional(),
  }),
  response: z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })) }),
});

const userWithPassword = z.object({
  user,
  /** shown once: the user must change it at the first sign-in */
  oneTimePassword: z.string(),
});

export const createUser = contract({
  method: 'POST',
  path: '/api/users',
  summary: ['新建用户', 'Create a user'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  body: z.object({
    userName,
    name: displayName,
    role,
    scopeIds: scopeIds.default([]),
    secondFactorRequired: z.boolean().default(false),
    externalId: externalId.nullable().default(null),
  }),
  response: userWithPassword,
});

export const editUser = contract({
  method: 'PATCH',
  path: '/api/users/:id',
  summary: ['修改用户', 'Change a user'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  params: z.object({ id: z.string().max(60) }),
  body: z.object({
    revision: z.number().int(),
    name: displayName.optional(),
    role: role.optional(),
    scopeIds: scopeIds.optional(),
    secondFactorRequired: z.boolean().optional(),
    externalId: externalId.nullable().optional(),
  }),
  response: user,
});

export const disableUser = contract({
  method: 'POST',
  path: '/api/users/:id/disable',
  summary: ['停用用户，其所有设备随即退出', 'Disable a user; all their devices are signed out'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  params: z.object({ id: z.string().max(60) }),
  response: user,
});

export const enableUser = contract({
  ...disableUser,
  path: '/api/users/:id/enable',
  summary: ['恢复用户', 'Enable a user'],
});

export const resetPassword = contract({
  method: 'POST',
  path: '/api/users/:id/password',
  summary: ['重置密码为一次性密码并解除锁定', 'Reset to a one-time password and unlock'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  params: z.object({ id: z.string().max(60) }),
  response: userWithPassword,
});

export const resetSecondFactor = contract({
  ...disableUser,
  path: '/api/users/:id/second-factor/reset',
  summary: ['清除用户的两步验证（手机丢失）', 'Clear a user’s second factor (lost phone)'],
});

export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** the first characters, to recognise it by */
  prefix: z.string(),
  role: z.enum(roles),
  scope,
  scopeIds: z.array(z.string()),
  scopeNames: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })),
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant,
  expired: z.boolean(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
});
export type ApiKey = z.output<typeof apiKey>;

export const listApiKeys = contract({
  method: 'GET',
  path: '/api/api-keys',
  summary: ['接口密钥列表', 'API keys'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  response: z.object({ rows: z.array(apiKey) }),
});

export const createApiKey = contract({
  method: 'POST',
  path: '/api/api-keys',
  summary: ['新建接口密钥（只显示一次）', 'Create an API key (shown once)'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  body: z.object({
    name: displayName,
    role: z.enum(keyRoles as [Role, ...Role[]]),
    scopeIds: scopeIds.default([]),
    /** how long it holds: at most two years */
    days: z.number().int().min(1).max(731),
  }),
  response: z.object({ apiKey, key: z.string() }),
});

export const revokeApiKey = contract({
  method: 'POST',
  path: '/api/api-keys/:id/revoke',
  summary: ['吊销接口密钥', 'Revoke an API key'],
  tag: '系统管理 Administration',
  access: 'users.manage',
  params: z.object({ id: z.string().max(60) }),
  response: apiKey,
});

export const editCity = contract({
  method: 'PATCH',
  path: '/api/city',
  summary: ['修改城市的名称和业务时钟', 'Change the city’s name and business clock'],
  tag: '系统管理 Administration',
  access: 'city.manage',
  body: z.object({
    revision: z.number().int(),
    name: displayName.optional(),
    nameEn: displayName.optional(),
    /** null follows the real day */
    heldDay: businessDay.nullable().optional(),
  }),
  response: cityNow,
});

export const auditEntry = z.object({
  number: z.number().int(),
  at: instant,
  userId: z.string(),
  userName: z.string(),
  role: z.string(),
  via: z.string(),
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  county: z.string().nullable(),
  enterprise: z.string().nullable(),
  demandPoint: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.output<typeof auditEntry>;
const auditPage = z.object({ rows: z.array(auditEntry), next: z.string().nullable() });
const auditPaging = {
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

/** Newest first; the cursor is the entry number above the next page. */
export const listAudit = contract({
  method: 'GET',
  path: '/api/audit',
  summary: ['审计记录', 'Audit trail'],
  tag: '审计 Audit',
  access: 'audit.read',
  query: z.object({
    /** part of the name of who acted */
    who: z.string().trim().max(100).optional(),
    userId: z.string().max(60).optional(),
    /** business days, both included */
    from: businessDay.optional(),
    to: businessDay.optional(),
    subject: z.string().trim().max(60).optional(),
    subjectId: z.string().trim().max(200).optional(),
    action: z.string().trim().max(60).optional(),
    ...auditPaging,
  }),
  response: auditPage,
});

/** The kinds of things and acts among the newest 20,000 entries, to choose from. */
export const auditKinds = contract({
  method: 'GET',
  path: '/api/audit/kinds',
  summary: ['审计记录中的对象和操作', 'Kinds of subjects and acts in the audit'],
  tag: '审计 Audit',
  access: 'audit.read',
  response: z.object({ subjects: z.array(z.string()), actions: z.array(z.string()) }),
});

/** Who changed one thing, when, from what to what: as far as the caller sees the thing. */
export const auditHistory = contract({
  method: 'GET',
  path: '/api/history/:subject/:id',
  summary: ['一项数据的修改历史', 'History of one thing'],
  tag: '审计 Audit',
  access: 'signed-in',
  params: z.object({ subject: z.string().max(60), id: z.string().max(200) }),
  query: z.object(auditPaging),
  response: auditPage,
});

export const verifyAuditChain = contract({
  method: 'GET',
  path: '/api/audit/verify',
  summary: ['核验审计链', 'Verify the audit chain'],
  tag: '审计 Audit',
  access: 'audit.read',
  response: z.object({
    /** how many entries hold, from the first on */
    entries: z.number().int(),
    broken: z.object({ entryNumber: z.number().int(), reason: z.enum(['changed', 'missing', 'head']) }).nullable(),
    /** hash of the newest entry: noted elsewhere, it proves that nothing before it was cut off or rewritten */
    headHash: z.string().nullable(),
    checkedAt: instant,
  }),
});

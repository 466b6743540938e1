/** Users, sessions, second factor, API keys, the city's settings and the audit. */
import { z } from 'zod';
import { businessDay, contract, instant } from './contract.ts';
import { defineErrors } from './errors.ts';
import { type Permission, permissions, type Role, roles, type ScopeKind, scopeKinds } from './roles.ts';

/** The scope a role is bound to; `public` is nobody's role. */
export const scopeOfRole: Record<Role, ScopeKind> = {
  city_lead: 'city',
  group_officer: 'city',
  sub_group_officer: 'city',
  county_officer: 'county',
  enterprise_clerk: 'enterprise',
  requester: 'demand_point',
  auditor: 'city',
  administrator: 'city',
  public: 'public',
};

export const userRoles = roles.filter((role) => role !== 'public');
/** Roles that an API key may have: a key never manages users. */
export const keyRoles = userRoles.filter((role) => role !== 'administrator');

export const accountErrors = defineErrors({
  'sign-in.refused': {
    status: 401,
    zh: '用户名或密码不正确，请核对后重试',
    en: 'The user name or password is wrong: check and try again',
  },
  'sign-in.code-needed': {
    status: 401,
    zh: '请输入验证器上的 6 位数字',
    en: 'Enter the 6 digits that your authenticator shows',
  },
  'sign-in.code-refused': {
    status: 401,
    zh: '验证码不正确或已用过，请等验证器显示下一个再输入',
    en: 'The code is wrong or was used already: wait for the next one and enter that',
  },
  'sign-in.locked': {
    status: 423,
    zh: '连续失败次数过多，登录已锁定，请 {minutes} 分钟后再试，或请管理员重置密码',
    en: 'Too many failures: sign-in is locked. Try again in {minutes} minutes, or ask an administrator to reset the password',
  },
  'sign-in.key-refused': {
    status: 401,
    zh: '接口密钥无效、已过期或已吊销，请向管理员索取新的密钥',
    en: 'The API key is unknown, expired or revoked: ask an administrator for a new one',
  },
  'sign-in.password-change-needed': {
    status: 403,
    zh: '这是一次性密码，请先在“我的账号”中设置自己的密码',
    en: 'This is a one-time password: set your own under My account first',
  },
  'sign-in.unknown-identity': {
    status: 403,
    zh: '统一身份“{identity}”还没有对应的用户，请管理员在用户中填写这个外部标识',
    en: 'No user is tied to the identity "{identity}": ask an administrator to enter it as the external id of a user',
  },
  'sign-in.provider-failed': {
    status: 503,
    zh: '统一身份认证没有完成，请重新登录；多次失败请改用密码登录',
    en: 'The identity provider did not complete the sign-in: try again, or sign in with a password',
  },
  'account.password-wrong': {
    status: 422,
    zh: '当前密码不正确，请重新输入',
    en: 'The present password is wrong: enter it again',
  },
  'account.password-short': {
    status: 422,
    zh: '密码至少 {length} 个字符',
    en: 'A password has at least {length} characters',
  },
  'account.password-common': {
    status: 422,
    zh: '这个密码太常见或包含用户名，容易被猜中，请换一个',
    en: 'This password is common or holds the user name and is easily guessed: choose another',
  },
  'account.password-same': {
    status: 422,
    zh: '新密码不能与当前密码相同',
    en: 'The new password must differ from the present one',
  },
  'account.second-factor-not-started': {
    status: 409,
    zh: '请先开始设置两步验证，再输入验证码',
    en: 'Start the set-up of the second factor before you enter a code',
  },
  'account.second-factor-required': {
    status: 409,
    zh: '管理员要求使用两步验证，不能关闭',
    en: 'Your administrator requires the second factor: it cannot be switched off',
  },
  'account.code-wrong': {
    status: 422,
    zh: '验证码不正确或已用过，请核对手机时间后输入下一个',
    en: 'The code is wrong or was used already: check the phone’s clock and enter the next one',
  },
  'user.name-taken': {
    status: 409,
    zh: '用户名“{userName}”已被使用，请换一个',
    en: 'The user name "{userName}" is taken: choose another',
  },
  'user.external-id-taken': {
    status: 409,
    zh: '外部标识“{externalId}”已属于另一个用户',
    en: 'The external id "{externalId}" belongs to another user already',
  },
  'user.role-without-scope': {
    status: 422,
    zh: '“{role}”必须指定至少一个{scope}',
    en: 'A {role} needs at least one {scope}',
  },
  'user.role-with-scope': {
    status: 422,
    zh: '“{role}”的范围是全市，不能再指定单位',
    en: 'A {role} covers the whole city: leave the units empty',
  },
  'user.scope-unknown': {
    status: 422,
    zh: '本市没有这些单位：{ids}，请核对编号',
    en: 'These units are not in this city: {ids}. Check the codes',
  },
  'user.own-role': {
    status: 409,
    zh: '不能更改自己的岗位、范围或停用自己，请另一位管理员操作',
    en: 'You cannot change your own role or scope or disable yourself: ask another administrator',
  },
  'user.last-administrator': {
    status: 409,
    zh: '这是最后一位管理员，请先设立另一位',
    en: 'This is the last administrator: appoint another first',
  },
  'user.is-disabled': {
    status: 409,
    zh: '用户“{name}”已停用，请先恢复',
    en: 'The user {name} is disabled: enable the user first',
  },
  'key.expiry-past': {
    status: 422,
    zh: '到期时间应在现在之后、两年之内',
    en: 'The expiry must lie ahead, within two years',
  },
});

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
const password = z.string().min(1).max(200);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '6 位数字 / 6 digits');
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

export const signedInUser = z.object({
  id: z.string(),
  name: z.string(),
  userName: z.string(),
  role: z.enum(roles),
  scope,
  scopeIds: z.array(z.string()),
  permissions: z.array(z.enum(permissions as unknown as [Permission, ...Permission[]])),
  /** what the user must do before anything else: only My account answers until then */
  pending: z.enum(['password', 'second-factor']).nullable(),
});
export type SignedInUser = z.output<typeof signedInUser>;

export const cityNow = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** the city's business day: held, or the real one in Asia/Shanghai */
  today: businessDay,
  held: z.boolean(),
  mode: z.enum(['peacetime', 'emergency']),
  revision: z.number().int(),
});

const whoAmIAnswer = z.object({
  user: signedInUser.nullable(),
  city: cityNow.nullable(),
  mode: z.enum(['demonstration', 'serve']),
  /** name of the identity provider when one is set up: the sign-in page then links to /api/sign-in/provider */
  provider: z.string().nullable(),
});
export type WhoAmI = z.output<typeof whoAmIAnswer>;

export const whoAmI = contract({
  method: 'GET',
  path: '/api/who-am-i',
  summary: ['当前用户、城市和业务日', 'Who is signed in, the city and its business day'],
  tag: 'account',
  access: 'public',
  response: whoAmIAnswer,
});

export const signIn = contract({
  method: 'POST',
  path: '/api/sign-in',
  summary: ['登录', 'Sign in'],
  tag: 'account',
  access: 'public',
  body: z.object({ userName: z.string().trim().min(1).max(60), password, code: code.optional() }),
  response: whoAmIAnswer,
});

export const signOut = contract({
  method: 'POST',
  path: '/api/sign-out',
  summary: ['退出登录', 'Sign out'],
  tag: 'account',
  access: 'public',
});

/** Only in the demonstration. */
export const demonstrationUsers = contract({
  method: 'GET',
  path: '/api/demonstration/users',
  summary: ['示例用户', 'The demonstration’s users'],
  tag: 'account',
  access: 'public',
  response: z.object({
    rows: z.array(
      z.object({ userName: z.string(), name: z.string(), role: z.enum(roles), scope, scopeIds: z.array(z.string()) }),
    ),
  }),
});

/** Only in the demonstration: signs in as one of its users with one click. */
export const demonstrationSignIn = contract({
  method: 'POST',
  path: '/api/demonstration/sign-in',
  summary: ['以示例用户登录', 'Sign in as a demonstration user'],
  tag: 'account',
  access: 'public',
  body: z.object({ userName: z.string().trim().min(1).max(60) }),
  response: whoAmIAnswer,
});

const session = z.object({
  id: z.string(),
  device: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  current: z.boolean(),
});

export const myAccount = contract({
  method: 'GET',
  path: '/api/account',
  summary: ['我的账号', 'My account'],
  tag: 'account',
  access: 'signed-in',
  response: z.object({
    user: signedInUser,
    externalId: z.string().nullable(),
    secondFactor: z.object({ enabled: z.boolean(), required: z.boolean() }),
    passwordChangedAt: instant.nullable(),
    passwordLength: z.number().int(),
    sessions: z.array(session),
  }),
});

export const changePassword = contract({
  method: 'POST',
  path: '/api/account/password',
  summary: ['修改自己的密码，其他设备随即退出', 'Change one’s password; other devices are signed out'],
  tag: 'account',
  access: 'signed-in',
  body: z.object({ current: password, next: password }),
});

export const startSecondFactor = contract({
  method: 'POST',
  path: '/api/account/second-factor',
  summary: ['开始设置两步验证', 'Start the set-up of the second factor'],
  tag: 'account',
  access: 'signed-in',
  body: z.object({ password }),
  response: z.object({
    /** base32, for typing */
    secret: z.string(),
    uri: z.string(),
    /** the QR code as an SVG path of dark modules in a square of `size` units, without margin */
    qr: z.object({ size: z.number().int(), path: z.string() }),
  }),
});

export const confirmSecondFactor = contract({
  method: 'POST',
  path: '/api/account/second-factor/confirm',
  summary: ['用验证码确认两步验证', 'Confirm the second factor with a code'],
  tag: 'account',
  access: 'signed-in',
  body: z.object({ code }),
});

export const removeSecondFactor = contract({
  method: 'POST',
  path: '/api/account/second-factor/remove',
  summary: ['关闭两步验证', 'Switch the second factor off'],
  tag: 'account',
  access: 'signed-in',
  body: z.object({ password, code }),
});

export const endSession = contract({
  method: 'DELETE',
  path: '/api/account/sessions/:id',
  summary: ['让一台设备退出', 'Sign one device out'],
  tag: 'account',
  access: 'signed-in',
  params: z.object({ id: z.string().max(60) }),
});

export const signOutEverywhere = contract({
  method: 'POST',
  path: '/api/account/sign-out-everywhere',
  summary: ['让所有设备退出', 'Sign out on every device'],
  tag: 'account',
  access: 'signed-in',
  response: z.object({ ended: z.number().int() }),
});

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
  tag: 'administration',
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
  tag: 'administration',
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
  tag: 'administration',
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
  tag: 'administration',
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
  tag: 'administration',
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
  tag: 'administration',
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
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
});
export type ApiKey = z.output<typeof apiKey>;

export const listApiKeys = contract({
  method: 'GET',
  path: '/api/api-keys',
  summary: ['接口密钥列表', 'API keys'],
  tag: 'administration',
  access: 'users.manage',
  response: z.object({ rows: z.array(apiKey) }),
});

export const createApiKey = contract({
  method: 'POST',
  path: '/api/api-keys',
  summary: ['新建接口密钥（只显示一次）', 'Create an API key (shown once)'],
  tag: 'administration',
  access: 'users.manage',
  body: z.object({
    name: displayName,
    role: z.enum(keyRoles as [Role, ...Role[]]),
    scopeIds: scopeIds.default([]),
    expiresAt: instant,
  }),
  response: z.object({ apiKey, key: z.string() }),
});

export const revokeApiKey = contract({
  method: 'POST',
  path: '/api/api-keys/:id/revoke',
  summary: ['吊销接口密钥', 'Revoke an API key'],
  tag: 'administration',
  access: 'users.manage',
  params: z.object({ id: z.string().max(60) }),
  response: apiKey,
});

export const editCity = contract({
  method: 'PATCH',
  path: '/api/city',
  summary: ['修改城市的名称和业务时钟', 'Change the city’s name and business clock'],
  tag: 'administration',
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
  tag: 'audit',
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

/** Who changed one thing, when, from what to what: as far as the caller sees the thing. */
export const auditHistory = contract({
  method: 'GET',
  path: '/api/history/:subject/:id',
  summary: ['一项数据的修改历史', 'History of one thing'],
  tag: 'audit',
  access: 'signed-in',
  params: z.object({ subject: z.string().max(60), id: z.string().max(200) }),
  query: z.object(auditPaging),
  response: auditPage,
});

export const verifyAuditChain = contract({
  method: 'GET',
  path: '/api/audit/verify',
  summary: ['核验审计链', 'Verify the audit chain'],
  tag: 'audit',
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

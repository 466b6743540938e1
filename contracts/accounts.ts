/** Signing in, sessions and one's own account; the scope of each role; the words of what can fail with accounts. */
import { z } from 'zod';
import { businessDay, contract, instant } from './contract.ts';
import { defineErrors } from './errors.ts';
import { permissions, type Role, roles, type ScopeKind, scopeKinds } from './roles.ts';

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
    zh: '统一身份认证通过，但本系统还没有对应的用户；请管理员在您的用户中填写统一身份标识',
    en: 'The provider knows you, but no user here is tied to your identity: ask an administrator to enter it as your user’s external id',
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
});

const password = z.string().min(1).max(200);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '6 位数字 / 6 digits');
const scope = z.enum(scopeKinds);

export const signedInUser = z.object({
  id: z.string(),
  name: z.string(),
  userName: z.string(),
  role: z.enum(roles),
  scope,
  scopeIds: z.array(z.string()),
  permissions: z.array(z.enum(permissions)),
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
  tag: '账号 Account',
  access: 'public',
  response: whoAmIAnswer,
});

export const signIn = contract({
  method: 'POST',
  path: '/api/sign-in',
  summary: ['登录', 'Sign in'],
  tag: '账号 Account',
  access: 'public',
  body: z.object({ userName: z.string().trim().min(1).max(60), password, code: code.optional() }),
  response: whoAmIAnswer,
});

export const signOut = contract({
  method: 'POST',
  path: '/api/sign-out',
  summary: ['退出登录', 'Sign out'],
  tag: '账号 Account',
  access: 'public',
});

/** Only in the demonstration. */
export const demonstrationUsers = contract({
  method: 'GET',
  path: '/api/demonstration/users',
  summary: ['示例用户', 'The demonstration’s users'],
  tag: '账号 Account',
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
  tag: '账号 Account',
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
  tag: '账号 Account',
  access: 'signed-in',
  response: z.object({
    user: signedInUser,
    externalId: z.string().nullable(),
    /** false for those who come by the identity provider or the demonstration only */
    hasPassword: z.boolean(),
    secondFactor: z.object({ enabled: z.boolean(), required: z.boolean() }),
    passwordChangedAt: instant.nullable(),
    passwordLength: z.number().int(),
    sessions: z.array(session),
  }),
});

export type MyAccount = z.output<typeof myAccount.response>;

export const changePassword = contract({
  method: 'POST',
  path: '/api/account/password',
  summary: ['修改自己的密码，其他设备随即退出', 'Change one’s password; other devices are signed out'],
  tag: '账号 Account',
  access: 'signed-in',
  body: z.object({ current: password, next: password }),
});

export const startSecondFactor = contract({
  method: 'POST',
  path: '/api/account/second-factor',
  summary: ['开始设置两步验证', 'Start the set-up of the second factor'],
  tag: '账号 Account',
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
  tag: '账号 Account',
  access: 'signed-in',
  body: z.object({ code }),
});

export const removeSecondFactor = contract({
  method: 'POST',
  path: '/api/account/second-factor/remove',
  summary: ['关闭两步验证', 'Switch the second factor off'],
  tag: '账号 Account',
  access: 'signed-in',
  body: z.object({ password, code }),
});

export const endSession = contract({
  method: 'DELETE',
  path: '/api/account/sessions/:id',
  summary: ['让一台设备退出', 'Sign one device out'],
  tag: '账号 Account',
  access: 'signed-in',
  params: z.object({ id: z.string().max(60) }),
});

export const signOutEverywhere = contract({
  method: 'POST',
  path: '/api/account/sign-out-everywhere',
  summary: ['让所有设备退出', 'Sign out on every device'],
  tag: '账号 Account',
  access: 'signed-in',
  response: z.object({ ended: z.number().int() }),
});

/**
 * Words of every expected failure, in both languages, each saying what to do. A capability adds its own with `defineErrors` in its
 * contract file; `{name}` is filled from the error's parameters.
 */
export interface ErrorWords {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 423 | 428 | 429 | 503;
  zh: string;
  en: string;
}

export type Language = 'zh' | 'en';

const catalogue = new Map<string, ErrorWords>();

export function defineErrors<T extends Record<string, ErrorWords>>(words: T): T {
  for (const [code, entry] of Object.entries(words)) catalogue.set(code, entry);
  return words;
}

export function errorWords(code: string): ErrorWords | undefined {
  return catalogue.get(code);
}

/** Fills `{name}` from params; a parameter may be a [zh, en] pair. */
export function fillWords(template: string, params: Record<string, unknown>, language: Language): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (Array.isArray(value) && value.length === 2) return String(value[language === 'zh' ? 0 : 1]);
    return value === undefined || value === null ? whole : String(value);
  });
}

export const platformErrors = defineErrors({
  'request.invalid': { status: 400, zh: '请求有误：{where} {why}', en: 'The request is wrong: {where} {why}' },
  'request.unknown-field': { status: 400, zh: '不认识的字段：{where}', en: 'Unknown field: {where}' },
  'request.too-large': {
    status: 413,
    zh: '内容太大，请分批提交（上限 {limit}）',
    en: 'Too large: send it in parts (limit {limit})',
  },
  'request.repeated-differently': {
    status: 409,
    zh: '同一编号的请求内容不同，没有再次执行；请刷新后重新提交',
    en: 'A different request was already sent under this key; nothing was done. Refresh and send again',
  },
  'request.too-many': {
    status: 429,
    zh: '请求过于频繁，请 {seconds} 秒后再试',
    en: 'Too many requests: try again in {seconds} seconds',
  },
  'sign-in.needed': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'sign-in.second-factor-needed': {
    status: 403,
    zh: '管理员要求启用两步验证，请先在“我的账号”中完成设置',
    en: 'Your administrator requires a second factor: set it up under My account first',
  },
  'access.denied': {
    status: 403,
    zh: '您的岗位没有这项权限（{permission}）',
    en: 'Your role does not allow this ({permission})',
  },
  'access.cross-site': {
    status: 403,
    zh: '请求来自其他网站，已拒绝',
    en: 'The request came from another site and was refused',
  },
  'not-found': { status: 404, zh: '没有找到{what}', en: '{what} was not found' },
  'page-not-found': { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  'changed-meanwhile': {
    status: 409,
    zh: '在您编辑时，{who} 已于 {when} 修改；请核对后重新提交',
    en: '{who} changed this at {when} while you were editing: check and send again',
  },
  conflict: { status: 409, zh: '与现有数据冲突：{why}', en: 'Conflicts with existing data: {why}' },
  unavailable: { status: 503, zh: '系统暂时不可用，请稍后再试', en: 'Temporarily unavailable: try again shortly' },
});

/** problem+json (RFC 9457) as the API answers it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  words: { zh: string; en: string };
  params?: Record<string, unknown>;
  errors?: Array<{ path: string; message: string }>;
  instance?: string;
}

/**
 * What server and web agree on for one operation: method, path, who may call it, what goes in and comes out.
 * The server registers it (`server/platform/http/route.ts`), the web calls it (`web/platform/client.ts`), OpenAPI is generated from it.
 */
import { z } from 'zod';
import type { Permission } from './roles.ts';

/** `public`: no sign-in; `signed-in`: any user; otherwise the permission that the caller's role must hold. */
export type Access = 'public' | 'signed-in' | Permission;

export interface Contract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** with `:name` for a path parameter */
  path: `/api/${string}`;
  /** one line, in Chinese and in English */
  summary: readonly [zh: string, en: string];
  tag: string;
  access: Access;
  params: P;
  query: Q;
  body: B;
  response: R;
  /** `file`: answers bytes with a name; `upload`: takes multipart files in; `stream`: server-sent events; otherwise JSON both ways */
  kind: 'json' | 'file' | 'upload' | 'stream';
}

const nothing = z.object({});

type Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Pick<
  Contract,
  'method' | 'path' | 'summary' | 'tag' | 'access'
> & { params?: P; query?: Q; body?: B; response?: R; kind?: Contract['kind'] };

/** Describes one operation; what is left out takes or answers an empty object. */
export function contract<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
  R extends z.ZodType = typeof nothing,
>(given: Given<P, Q, B, R>): Contract<P, Q, B, R> {
  return {
    kind: 'json',
    params: nothing as never as P,
    query: nothing as never as Q,
    body: nothing as never as B,
    response: nothing as never as R,
    ...given,
  };
}

/** A decimal quantity as the API carries it: a plain decimal string in the item's base unit ("434.47"). */
export const quantity = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/, 'decimal');
/** A telephone number as people write it. */
export const telephone = z
  .string()
  .trim()
  .regex(
    /^[+\d][\d\s-]{4,19}$/u,
    '电话号码为 5–20 位数字，可以 + 开头 · a telephone number has 5 to 20 digits and may begin with +',
  );
/** A business day, 'YYYY-MM-DD' in Asia/Shanghai. */
export const businessDay = z.iso.date();
/** An instant, UTC ISO 8601. */
export const instant = z.iso.datetime();

/** Query part of every list: free text, sort column, key-set cursor. `limit` is bounded so that no list is unbounded. */
export const listQuery = z.object({
  search: z.string().trim().max(100).optional(),
  sort: z.string().max(60).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** Answer of every list; `next` is the cursor of the following page, null on the last. */
export function listOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), next: z.string().nullable(), total: z.number().int().nonnegative() });
}

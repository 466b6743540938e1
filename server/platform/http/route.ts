import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { z } from 'zod';
import * as locales from 'zod/locales';
import type { Contract } from '#contracts/contract.ts';
import type { Language } from '#contracts/errors.ts';
import { type Permission, roleMay } from '#contracts/roles.ts';
import { canonicalJson } from '../audit.ts';
import type { Actor } from '../database/index.ts';
import { DomainError } from '../errors.ts';
import { type CollectedWork, inWork, type Work } from '../work.ts';
import type { AppServer } from './server.ts';

/** What a handler gets: the operation in progress (a `Work`) and the request's parts, parsed by the contract. */
export interface RouteContext<P, Q, B> extends Work {
  params: P;
  query: Q;
  body: B;
  language: Language;
  request: FastifyRequest;
  reply: FastifyReply;
  server: AppServer;
  /** says that this write found nothing to change, so that it needs no audit note */
  nothingChanged(): void;
}

/** Bytes answered by a contract of kind `file`. */
export interface FileAnswer {
  name: string;
  type: string;
  bytes: Uint8Array;
}

type Handler<P, Q, B, R> = (context: RouteContext<P, Q, B>) => Promise<R>;

/** The answer a handler owes: what the response schema takes in, or the file of a contract of kind `file`. */
type AnswerOf<R extends z.ZodType> = z.input<R> | FileAnswer;

/** 'zh' unless English is asked for (`?lang=` is the page's business; the header carries the user's choice). */
export function languageOf(request: FastifyRequest): Language {
  const asked = String(request.headers['accept-language'] ?? '').toLowerCase();
  return asked.startsWith('en') ? 'en' : 'zh';
}

export interface RouteOptions {
  /** request or answer holds a secret: nothing of them is kept for a repeat of the request, which then runs again */
  secret?: boolean;
}

/**
 * Registers an operation. One transaction a request: who calls is resolved and allowed, the input parsed, the handler run, its audit notes
 * appended, the answer remembered under its Idempotency-Key, all committed together or not at all.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  server: AppServer,
  contract: Contract<P, Q, B, R>,
  handler: Handler<z.output<P>, z.output<Q>, z.output<B>, AnswerOf<R>>,
  options: RouteOptions = {},
): void {
  server.contracts.push(contract);
  const write = contract.method !== 'GET';
  server.fastify.route({
    method: contract.method,
    url: contract.path,
    handler: async (request, reply) => {
      const actor = await server.resolveActor(request);
      authorise(actor, contract);
      const input = parseInput(contract, request);
      const answer = await inWork(
        server.database,
        server.clock,
        actor,
        async (work) => {
          if (!write) return handler(contextOf(server, work, input, request, reply));
          const act = async () => {
            let unchanged = false;
            const context = contextOf(server, work, input, request, reply, () => {
              unchanged = true;
            });
            const result = await handler(context);
            if (work.notes.length === 0 && !unchanged)
              throw new Error(`${contract.method} ${contract.path} wrote no audit note`);
            return result;
          };
          return options.secret ? act() : onceOnly(work, contract, request, input, act);
        },
        { readOnly: !write && contract.kind === 'json' },
      );
      return send(contract, reply, answer);
    },
  });
}

type BareContext<P, Q, B> = Pick<RouteContext<P, Q, B>, 'params' | 'query' | 'body' | 'language' | 'request' | 'reply'>;

/**
 * Registers an operation that opens its own transactions, because what it notes must be kept although it refuses (a failed sign-in
 * counts). Nobody is resolved or allowed here, and it runs again when it is sent again.
 */
export function bareRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  server: AppServer,
  contract: Contract<P, Q, B, R>,
  handler: (context: BareContext<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>,
): void {
  server.contracts.push(contract);
  server.fastify.route({
    method: contract.method,
    url: contract.path,
    handler: async (request, reply) => {
      const input = parseInput(contract, request);
      const answer = await handler({ ...input, language: languageOf(request), request, reply });
      return send(contract, reply, answer);
    },
  });
}

function authorise(actor: Actor, contract: Contract): void {
  if (contract.access === 'public') return;
  if (actor.scope === 'public') throw new DomainError('sign-in.needed');
  if (contract.access === 'signed-in') return;
  requirePermission(actor, contract.access);
}

/** Throws `access.denied` unless the actor's role holds the permission; for rules finer than a contract's access. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!roleMay(actor.role, permission)) throw new DomainError('access.denied', { permission });
}

interface Input<P, Q, B> {
  params: P;
  query: Q;
  body: B;
}

function parseInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  contract: Contract<P, Q, B, z.ZodType>,
  request: FastifyRequest,
): Input<z.output<P>, z.output<Q>, z.output<B>> {
  const language = languageOf(request);
  return {
    params: parsePart(contract.params, request.params ?? {}, 'path', language),
    query: parsePart(contract.query, request.query ?? {}, 'query', language),
    body:
      contract.kind === 'upload'
        ? (undefined as z.output<B>)
        : parsePart(contract.body, request.body ?? {}, 'body', language),
  };
}

const inChinese = locales.zhCN().localeError;
const inEnglish = locales.en().localeError;

/** Words of what is wrong are made only when something is: in both languages for the whole, in the reader's for each field. */
function parsePart<T extends z.ZodType>(schema: T, value: unknown, where: string, language: Language): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const zh = schema.safeParse(value, { error: inChinese }).error?.issues ?? [];
  const en = schema.safeParse(value, { error: inEnglish }).error?.issues ?? [];
  const errors = (language === 'zh' ? zh : en).map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }));
  const why = [zh[0]?.message ?? '', en[0]?.message ?? ''];
  throw new DomainError('request.invalid', { where: errors[0]?.path ?? where, why }, errors);
}

function contextOf<P, Q, B>(
  server: AppServer,
  work: CollectedWork,
  input: Input<P, Q, B>,
  request: FastifyRequest,
  reply: FastifyReply,
  nothingChanged: () => void = () => {},
): RouteContext<P, Q, B> {
  return { ...work, ...input, language: languageOf(request), request, reply, server, nothingChanged };
}

/**
 * A write that carries an Idempotency-Key runs once: a repeat gets the first answer, a different request under the same key is refused.
 * Two at the same time: the second waits on the first one's row.
 */
async function onceOnly<R>(
  work: CollectedWork,
  contract: Contract,
  request: FastifyRequest,
  input: Input<unknown, unknown, unknown>,
  act: () => Promise<R>,
): Promise<R> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length === 0 || contract.kind !== 'json') return act();
  if (key.length > 200) throw new DomainError('request.invalid', { where: 'Idempotency-Key', why: '≤ 200' });
  const hash = createHash('sha256')
    .update(`${contract.method} ${contract.path} ${canonicalJson(input)}`)
    .digest('hex');
  const claimed = await work.tx
    .insertInto('repeated_requests')
    .values({
      city_code: work.actor.city,
      user_id: work.actor.userId,
      request_key: key,
      request_hash: hash,
      status: 200,
      answer: 'null',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('request_key')
    .executeTakeFirst();
  const row = work.tx
    .selectFrom('repeated_requests')
    .select(['request_hash', 'answer'])
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId)
    .where('request_key', '=', key);
  if (!claimed) {
    const before = await row.executeTakeFirstOrThrow();
    if (before.request_hash !== hash) throw new DomainError('request.repeated-differently');
    return before.answer as R;
  }
  const answer = await act();
  await work.tx
    .updateTable('repeated_requests')
    .set({ answer: sql`${JSON.stringify(answer ?? {})}::jsonb` })
    .where('city_code', '=', work.actor.city)
    .where('user_id', '=', work.actor.userId)
    .where('request_key', '=', key)
    .execute();
  return answer;
}

function send(contract: Contract, reply: FastifyReply, answer: unknown): unknown {
  if (contract.kind === 'stream') return reply;
  if (contract.kind === 'file' && isFile(answer)) {
    const name = encodeURIComponent(answer.name);
    reply.header('content-type', answer.type).header('content-disposition', `attachment; filename*=UTF-8''${name}`);
    return reply.send(Buffer.from(answer.bytes));
  }
  return reply.send(contract.response.parse(answer ?? {}));
}

function isFile(answer: unknown): answer is FileAnswer {
  return typeof answer === 'object' && answer !== null && (answer as { bytes?: unknown }).bytes instanceof Uint8Array;
}

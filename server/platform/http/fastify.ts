import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { DomainError, problemOf } from '../errors.ts';
import { languageOf } from './route.ts';

const uploadLimit = 64 * 1024 * 1024;
const bodyLimit = 8 * 1024 * 1024;

/** Logs say method, route, status and milliseconds: no query values, no bodies, no names. */
export function createFastify(config: Config, logTo?: NodeJS.WritableStream): FastifyInstance {
  const fastify = Fastify({
    bodyLimit,
    // Only a named proxy may say whom a request comes from: the throttle of sign-ins counts by that address.
    trustProxy: config.trustedProxies ?? 'loopback',
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    logger: {
      level: config.logLevel,
      ...(logTo ? { stream: logTo } : {}),
      serializers: {
        err: (error: Error & { code?: string }) => ({
          type: error.name,
          code: error.code,
          message: error.message,
          stack: error.stack ?? '',
        }),
      },
    },
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const line = {
      id: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) request.log.error(line, 'answered');
    else if (route.startsWith('/api/')) request.log.info(line, 'answered');
  });
  fastify.setErrorHandler(async (error: FastifyError | DomainError, request, reply) =>
    answerError(error, request, reply),
  );
  return fastify;
}

export async function addPlugins(fastify: FastifyInstance): Promise<void> {
  await fastify.register(cookie);
  await fastify.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] });
  await fastify.register(multipart, { limits: { fileSize: uploadLimit, files: 40 } });
}

function answerError(error: FastifyError | DomainError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const domain = error instanceof DomainError ? error : domainErrorOf(error);
  if (domain) {
    const problem = problemOf(domain, languageOf(request));
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .send({ ...problem, instance: request.id });
  }
  request.log.error({ err: error, id: request.id, route: request.routeOptions.url }, 'failed');
  const zh = `系统内部错误，没有保存任何内容；请把编号 ${request.id} 告诉系统管理员`;
  const en = `Internal error; nothing was saved. Give the number ${request.id} to your administrator`;
  const title = languageOf(request) === 'zh' ? zh : en;
  const problem = {
    type: 'urn:baogong:error:internal',
    title,
    status: 500,
    code: 'internal',
    detail: title,
    words: { zh, en },
    instance: request.id,
  };
  return reply.code(500).type('application/problem+json').send(problem);
}

/** The framework's own failures and the database's, as expected failures with words. */
function domainErrorOf(error: FastifyError & { constraint?: string }): DomainError | null {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE') {
    return new DomainError('request.too-large', {
      limit: error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? '8 MB' : '64 MB',
    });
  }
  if (error.code === '42501') return new DomainError('access.denied', { permission: 'row-level security' });
  // NUL characters and lone surrogates, which PostgreSQL cannot keep
  if (error.code === '22P05' || error.code === '22021') {
    const why = [
      '含有无法保存的字符，请删去后再提交',
      'it holds characters that cannot be kept: remove them and send again',
    ];
    return new DomainError('request.invalid', { where: 'body', why });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    return new DomainError('request.invalid', { where: 'body', why: ['不是完整的 JSON', 'it is not whole JSON'] });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const why = ['内容类型应为 application/json', 'its content type must be application/json'];
    return new DomainError('request.invalid', { where: 'body', why });
  }
  if (error.code === '23505' || error.code === '23503')
    return new DomainError('conflict', { why: error.constraint ?? '' });
  if (error.code === 'ECONNREFUSED' || error.code === '57P01' || error.code === '57P03')
    return new DomainError('unavailable');
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return new DomainError('request.invalid', { where: 'body', why: error.message });
  }
  return null;
}

function securityHeaders(reply: FastifyReply, config: Config, nonce: string): void {
  reply.headers({
    'content-security-policy': [
      "default-src 'self'",
      `script-src 'self' 'wasm-unsafe-eval'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(config.mode === 'serve' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  });
}

/** Serves the built web: hashed assets for a year, every other address the shell with this answer's own style nonce. */
export async function serveWeb(fastify: FastifyInstance, config: Config, webRoot: string): Promise<void> {
  fastify.addHook('onRequest', async (request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    (request as FastifyRequest & { nonce?: string }).nonce = nonce;
    securityHeaders(reply, config, nonce);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  const shellPath = join(webRoot, 'index.html');
  const built = existsSync(shellPath);
  if (built) {
    await fastify.register(fastifyStatic, {
      root: webRoot,
      index: false,
      wildcard: false,
      maxAge: '1y',
      immutable: true,
      preCompressed: false,
    });
  }
  const shell = built ? await readFile(shellPath, 'utf8') : '';
  fastify.setNotFoundHandler(async (request, reply) => {
    if (
      request.url.startsWith('/api/') ||
      request.method !== 'GET' ||
      !built ||
      /\.\w{2,5}$/.test(request.url.split('?')[0] ?? '')
    ) {
      return answerError(new DomainError('page-not-found'), request, reply);
    }
    const nonce = (request as FastifyRequest & { nonce?: string }).nonce ?? '';
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(shell.replaceAll('{{nonce}}', nonce));
  });
}

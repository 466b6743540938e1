import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { DomainError } from '../errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses a write that another site's page made the browser send. Sec-Fetch-Site says so in every browser of today, Origin in older ones;
 * a request with neither comes from no browser, so no cookie was sent against its owner's will.
 */
export function refuseCrossSite(request: FastifyRequest, config: Config): void {
  if (safeMethods.has(request.method)) return;
  if (config.mode === 'demonstration') requireLoopbackName(request, config);
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new DomainError('access.cross-site');
  }
  const origin = request.headers.origin;
  if (origin === undefined || sameOrigin(origin, request, config)) return;
  throw new DomainError('access.cross-site');
}

function sameOrigin(origin: string, request: FastifyRequest, config: Config): boolean {
  if (config.publicUrl !== null && origin === new URL(config.publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

/**
 * The demonstration signs anyone in, and is safe only because it answers this machine alone. A page elsewhere whose name is made to point
 * at 127.0.0.1 (DNS rebinding) would look like the same site, but comes under that other name.
 */
function requireLoopbackName(request: FastifyRequest, config: Config): void {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (loopbackNames.has(name)) return;
  if (config.publicUrl !== null && new URL(config.publicUrl).hostname === name) return;
  throw new DomainError('access.cross-site');
}

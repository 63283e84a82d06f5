import type { FastifyInstance } from 'fastify';
import { HEADERS } from '../../contract/index.ts';

/**
 * What OWASP's REST Security Cheat Sheet asks of answers that are data: kept nowhere, framed by nobody, never run or
 * guessed as anything else. A constant: @fastify/helmet composes the same anew for every request.
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export function addHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS).header(HEADERS.requestId, request.id);
  });
}

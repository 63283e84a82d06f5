import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ENDPOINTS, HEADERS, OPERATIONS } from '../../contract/index.ts';
import { makeRecordRefusal } from '../ledger/refusal.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { knownActor } from './access.ts';
import { toApiError } from './errors.ts';
import { SECURITY_HEADERS } from './headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it was answered with, where that was a problem. */
    failure: ApiError | null;
  }
}

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers whatever goes wrong by RFC 9457, and leaves an entry of what an authenticated caller was refused. */
export function answerFailures(app: FastifyInstance, services: Services): void {
  const recordRefusal = makeRecordRefusal(services);
  app.decorateRequest('failure', null);
  app.setErrorHandler(async (error, request, reply) => {
    const { operation, writesEntry } = request.routeOptions.config;
    const problem = toApiError(error, writesEntry);
    const actor = knownActor(request);
    if (actor && operation) {
      const refused = { operation, actor, requestId: request.id, input: request.input };
      // Whoever is refused stays refused, also where the ledger cannot take it.
      await recordRefusal(refused, problem).catch((err: unknown) => request.log.error({ err, operation }));
    }
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url);
    if (methods.length === 0) return sendProblem(request, reply, new ApiError('route_not_found', {}));
    reply.header('allow', methods.join(', '));
    return sendProblem(request, reply, new ApiError('method_not_allowed', {}));
  });
}

/** Also for Fastify's own refusals before any hook, such as a URL that is not well-formed. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ApiError): FastifyReply {
  request.failure = problem;
  if (problem.status >= 500) request.log.error({ code: problem.code, err: problem.cause ?? problem });
  // Set again: a request that Fastify itself refuses has passed no hook.
  reply.headers(SECURITY_HEADERS).header(HEADERS.requestId, request.id);
  reply.code(problem.status).header('content-type', PROBLEM_TYPE).headers(headersOf(problem));
  return reply.send(JSON.stringify(problem.toProblem(request.id)));
}

function headersOf({ code, status, details }: ApiError): Record<string, string> {
  if ('retry_after_s' in details) return { 'retry-after': String(details.retry_after_s) };
  // RFC 9110 §15.5.22 asks for the protocol to come back with.
  if ('least_version' in details)
    return { upgrade: `lockdesk-console/${details.least_version}`, connection: 'upgrade' };
  // RFC 6750 §3.
  if (code === 'token_missing') return { 'www-authenticate': 'Bearer realm="lockdesk"' };
  // RFC 9470 §3.
  if ('max_age_s' in details) {
    const challenge = `error="insufficient_user_authentication", max_age=${details.max_age_s}`;
    return { 'www-authenticate': `Bearer realm="lockdesk", ${challenge}` };
  }
  if (status === 401) return { 'www-authenticate': 'Bearer realm="lockdesk", error="invalid_token"' };
  if (code === 'role_required') {
    return { 'www-authenticate': 'Bearer realm="lockdesk", error="insufficient_scope"' };
  }
  return {};
}

const ROUTES = [...Object.values(OPERATIONS), ...Object.values(ENDPOINTS)].map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods that a path is served by; none where there is no such path. */
function methodsOf(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const methods = ROUTES.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/** A request that is not HTTP, or came too slowly: there is no request object, only the socket. */
export function answerBrokenRequest(error: { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const body = JSON.stringify(new ApiError('malformed_body', {}).toProblem(crypto.randomUUID()));
    socket.write(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy();
}

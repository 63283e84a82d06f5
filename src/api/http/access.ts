import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Endpoint, HEADERS, type Operation } from '../../contract/index.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Actor } from './actor.ts';
import { mayGoTogether } from './claims.ts';
import { type Identity, makeIdentify } from './token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, or why that is not known. Null until it was looked into. */
    identity: Identity | ApiError | null;
  }
}

const WORKSTATION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Finds out who asks, once a request and before anything else; refuses nobody yet: limits count strangers too. */
export function identifyEveryRequest(app: FastifyInstance, { config, staffSeen }: Services): void {
  const identify = makeIdentify(config);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request) => {
    request.identity = await identify(request.headers.authorization).catch((error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    });
    const identity = identityOf(request);
    if (identity) staffSeen.note(identity.actor);
  });
}

/** The token's say, once it was found to hold. */
export function identityOf({ identity }: FastifyRequest): Identity | null {
  return identity instanceof ApiError ? null : identity;
}

/**
 * The caller, where one of the roles is theirs.
 *
 * @throws ApiError `token_…`, `session_ended`, `roles_exclude`, `role_required`
 */
export function authorize(request: FastifyRequest, roles: Operation['roles'] | Endpoint['roles']): Actor {
  const actor = knownActor(request);
  if (!actor) throw request.identity;
  if (!mayGoTogether(actor.roles)) throw new ApiError('roles_exclude', {});
  if (roles !== 'anyone' && !roles.some((role) => actor.roles.includes(role))) {
    throw new ApiError('role_required', { roles: [...roles] });
  }
  return actor;
}

/** The caller whose token holds, whatever they may do; null for a stranger. */
export function knownActor(request: FastifyRequest): Actor | null {
  const actor = identityOf(request)?.actor;
  if (!actor) return null;
  if (actor.kind === 'system') return actor;
  const claimed = request.headers[HEADERS.workstation];
  return { ...actor, workstation: typeof claimed === 'string' && WORKSTATION.test(claimed) ? claimed : null };
}

/** @throws ApiError `console_too_old`; whoever names no version, or none that can be read, is not a console of ours. */
export function checkConsoleVersion(request: FastifyRequest, least: string): void {
  const version = request.headers[HEADERS.consoleVersion];
  if (version !== undefined && !isAtLeast(String(version), least)) {
    throw new ApiError('console_too_old', { least_version: least });
  }
}

/** Compares by Semantic Versioning's first three numbers; what is not a version is older than any. */
function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) =>
    /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+]|$)/.exec(text)?.slice(1),
  );
  if (!have || !need) return false;
  for (const [at, wanted] of need.entries()) {
    const difference = Number(have[at]) - Number(wanted);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

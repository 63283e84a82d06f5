import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import {
  HEADERS,
  OPERATION_NAMES,
  OPERATIONS,
  type Operation,
  type OperationName,
  type Operations,
} from '../../contract/index.ts';
import { HANDLERS } from '../operations/index.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { authorize, checkConsoleVersion, knownActor } from './access.ts';
import type { Actor } from './actor.ts';
import type { ActorOf, Handler } from './handler.ts';
import { checkInput } from './input.ts';
import { readQueryString } from './query-string.ts';
import { routePath } from './route-path.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the route in the contract's tables: what logs, metrics and entries call it. */
    operation?: string;
    /** It leaves an entry where it succeeds. */
    writesEntry?: boolean;
  }
  interface FastifyRequest {
    /** Of an operation, once it is checked. */
    input: Readonly<Record<string, unknown>> | null;
  }
}

/** A row whose schemas are known to be its own: lets the loop below be checked as one generic function. */
interface Row<N extends OperationName> extends Operation {
  input: Operations[N]['input'];
  output: Operations[N]['output'];
}
const ROWS: { readonly [N in OperationName]: Row<N> } = OPERATIONS;

/** Makes a route of every operation of the contract. */
export function addOperations(app: FastifyInstance, services: Services): void {
  app.decorateRequest('input', null);
  for (const name of OPERATION_NAMES) addOperation(app, services, name);
}

function addOperation<N extends OperationName>(app: FastifyInstance, services: Services, name: N): void {
  const operation = ROWS[name];
  const handler: Handler<N> = HANDLERS[name];

  app.route({
    method: operation.method,
    url: routePath(operation.path),
    config: { operation: name, writesEntry: operation.errors.includes('ledger_unavailable') },
    // Before the body is read: whoever may not ask gets nothing of theirs parsed.
    preParsing: async (request) => {
      authorize(request, operation.roles);
      checkConsoleVersion(request, services.config.LEAST_CONSOLE_VERSION);
    },
    handler: async (request) => {
      const actor = knownActor(request);
      if (!actor || !isActorOf(name, actor)) throw new ApiError('role_required', { roles: [...operation.roles] });
      const input = readInput(operation.input, operation, request);
      request.input = input;
      const idempotencyKey = readIdempotencyKey(operation, request);
      const answer = await handler({ actor, requestId: request.id, services, idempotencyKey }, input);
      return z.parse(operation.output, answer);
    },
  });
}

function isActorOf<N extends OperationName>(name: N, actor: Actor): actor is ActorOf<N> {
  return (OPERATIONS[name].surface === 'service') === (actor.kind === 'system');
}

/** @throws ApiError `invalid_input` */
function readInput<S extends z.ZodObject>(schema: S, operation: Operation, request: FastifyRequest): z.output<S> {
  const checked = checkInput(schema, rawInput(operation, request));
  if (!checked.ok) throw new ApiError('invalid_input', { issues: checked.issues });
  return checked.value;
}

const NoQuery = z.strictObject({});

/** Path parameters come last: what a body says of them counts for nothing. @throws ApiError `invalid_input` */
function rawInput({ method, input }: Operation, { body = {}, query, params }: FastifyRequest): unknown {
  const asked = query as Record<string, unknown>;
  if (method === 'GET') return { ...readQueryString(input, asked), ...(params as object) };
  // A POST has no query string: what it carries is not for URLs, which are logged on the way.
  const none = checkInput(NoQuery, { ...asked });
  if (!none.ok) throw new ApiError('invalid_input', { issues: none.issues });
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, ...(params as object) } : body;
}

const Uuid = z.uuid();

/** A UUID, bare or as the structured string of the IETF draft. @throws ApiError `idempotency_key_required` */
function readIdempotencyKey({ kind }: Operation, { headers }: FastifyRequest): string | null {
  const given = headers[HEADERS.idempotencyKey];
  const key = Uuid.safeParse(typeof given === 'string' ? given.replace(/^"(.*)"$/, '$1') : given);
  if (key.success) return key.data.toLowerCase();
  if (kind === 'action') throw new ApiError('idempotency_key_required', {});
  return null;
}

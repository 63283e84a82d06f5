import type { FastifyReply } from 'fastify';
import type { OperationName, OperationOutput, Operations, ParsedInput } from '../../contract/index.ts';
import type { Services } from '../services.ts';
import type { Actor, StaffActor, SystemActor } from './actor.ts';

/** One authenticated, authorized and validated request. */
export interface Call<A extends Actor = Actor> {
  actor: A;
  /** UUID; in the answer, the log and the entry. */
  requestId: string;
  services: Services;
  /** The `Idempotency-Key` header, a UUID. Null where the caller sent none: queries and reports need none. */
  idempotencyKey: string | null;
}

/** The service surface is for the agency's systems, the others for the staff; nobody is both. */
export type ActorOf<N extends OperationName> = Operations[N]['surface'] extends 'service' ? SystemActor : StaffActor;

/** Does one operation. Answers what the contract says, or throws `ApiError` with a code that its row lists. */
export type Handler<N extends OperationName> = (
  call: Call<ActorOf<N>>,
  input: ParsedInput<N>,
) => Promise<OperationOutput<N>>;

/** One request to an endpoint of the second table. The actor is null where the endpoint is for anyone. */
export interface EndpointCall {
  actor: Actor | null;
  /** When the caller's token ends: what goes on longer asks for a new one. */
  tokenExpiresAt: Date | null;
  requestId: string;
  services: Services;
  /** Aborted when the caller has gone, or the process is about to end. */
  signal: AbortSignal;
  /** The path that was asked for, without the query. */
  path: string;
  /** Header by its name in lower case. */
  header(name: string): string | undefined;
}

/** Answers by itself: sends, streams, or returns what is to be sent. */
export type EndpointHandler = (call: EndpointCall, reply: FastifyReply) => unknown;

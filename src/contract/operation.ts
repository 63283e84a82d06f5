import type * as z from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Right } from './right.ts';
import type { Role } from './staff.ts';

export type HttpMethod = 'GET' | 'POST';

/**
 * One operation, declared once: the API's route, the client's method, the console's channel and hook, the OpenAPI entry
 * and the rows of the authorization and bad-input tests all come from it.
 */
export interface Operation {
  /**
   * Who calls it: the console's page; the staff otherwise, by the console's main process or the administrator's command; or
   * the agency's own systems. Only `console` rows reach the preload.
   */
  surface: 'console' | 'staff' | 'service';
  /**
   * `query` reads (it may leave an entry); `action` changes an account, carries an Idempotency-Key and the version that
   * was seen; `report` is what a system or person tells us, idempotent by what its body says.
   */
  kind: 'query' | 'action' | 'report';
  method: HttpMethod;
  /** Parts in braces are fields of the input. */
  path: `/v1/${string}`;
  /** Any one of these suffices; nobody else may. */
  roles: readonly [Role, ...Role[]];
  /**
   * What it takes part in, where that is somebody's to grant and to look at again; null for what goes with being there, and
   * for systems.
   */
  right: Right | null;
  summary: string;
  input: z.ZodObject;
  /** What a row is, for each list of the input that is parsed row by row. */
  rows?: Readonly<Record<string, z.ZodObject>>;
  output: z.ZodObject;
  /** Codes beyond `COMMON_ERRORS`. */
  errors: readonly ErrorCode[];
}

/** What is not one question and one answer: streams, health, metrics, documents. Access is checked from the same table. */
export interface Endpoint {
  method: HttpMethod;
  /** A part as `{+name}` may hold slashes (RFC 6570, reserved expansion). */
  path: `/${string}`;
  /** `anyone` without a token. */
  roles: readonly [Role, ...Role[]] | 'anyone';
  summary: string;
  produces: string;
  /** Codes beyond those of every endpoint. */
  errors?: readonly ErrorCode[];
  /** What it produces may also come as 503: it tells that the service is not available. */
  unavailable?: true;
}

/** Names of the path's parameters, in order. */
export const pathParameters = (path: string): string[] =>
  [...path.matchAll(/\{\+?(\w+)\}/g)].map((match) => match[1] ?? '');

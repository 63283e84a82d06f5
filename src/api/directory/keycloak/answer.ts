/** What an answer of Keycloak's admin API means. */
import type * as z from 'zod';
import type { Answer } from './exchange.ts';
import { type FaultDetails, KeycloakFault, type Right } from './fault.ts';
import { ErrorAnswer } from './shapes.ts';

/** A call as its answer is judged. */
export interface Asked {
  name: string;
  /** Without it, the answer is 403. */
  right: Right;
}

/** @throws KeycloakFault where the answer holds no value of the shape */
export function readAnswer<T>(name: string, { status, body }: Answer, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(parseJson(body));
  if (!parsed.success) throw new KeycloakFault('not_keycloak', name, { seen: status });
  return parsed.data;
}

/** Undefined where it is none. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What Keycloak says of an error; null where it is not Keycloak that speaks. */
export function errorIn({ body }: Answer): ErrorAnswer | null {
  const parsed = ErrorAnswer.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { error, errorMessage, errors } = parsed.data;
  return error === null && errorMessage === null && errors.length === 0 ? null : parsed.data;
}

/** The fault that an answer tells of; null where it tells of none (2xx). */
export function faultOf(asked: Asked, answer: Answer): KeycloakFault | null {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return null;
  const later = retryAfterMs === null ? {} : { retryAfterMs };
  const fault = (...[code, details]: [KeycloakFault['code'], FaultDetails?]) =>
    new KeycloakFault(code, asked.name, { seen: status, ...later, ...details });
  // A gateway's, in whatever words it has.
  if (status === 429 || status === 503) return fault('busy');
  const error = errorIn(answer);
  if (status >= 500) return fault(error === null ? 'server_error' : mailFault(error));
  if (error === null) return fault('not_keycloak');
  if (status === 401) return fault('token_refused');
  if (status === 403) return fault('right_missing', { right: asked.right });
  if (status === 404) return fault(absent(error));
  return fault(...refusal(error));
}

/** Faults of the realm's mail are told as the server's own, by their sentence alone. */
function mailFault({ errorMessage }: ErrorAnswer): 'no_mailer' | 'mail_not_taken' | 'server_error' {
  if (!errorMessage?.startsWith('Failed to send')) return 'server_error';
  return /sender address|\bfrom\b/i.test(errorMessage) ? 'no_mailer' : 'mail_not_taken';
}

function absent({ error, errorMessage }: ErrorAnswer): 'gone' | 'no_realm' | 'not_keycloak' {
  const sentence = `${error ?? ''} ${errorMessage ?? ''}`;
  if (/^\s*user not found/i.test(sentence)) return 'gone';
  return /^\s*realm (not found|does not exist)/i.test(sentence) ? 'no_realm' : 'not_keycloak';
}

/** Why something could not be done to a user. */
function refusal({ error, errorMessage, field, errors }: ErrorAnswer): [KeycloakFault['code'], FaultDetails] {
  const sentence = `${error ?? ''} ${errorMessage ?? ''}`;
  if (/read.?only|not writable/i.test(sentence)) return ['read_only', {}];
  if (/email missing/i.test(sentence)) return ['no_email', {}];
  if (error !== null && /^invalidPassword\w*$/.test(error)) return ['weak_password', { rule: error }];
  const attribute = field ?? errors[0]?.field ?? null;
  if (attribute !== null) return ['invalid_profile', /^[\w.-]{1,80}$/.test(attribute) ? { rule: attribute } : {}];
  return ['refused', {}];
}

import type { ErrorCode } from './errors.ts';

/** What can go wrong between a caller and the API, beside what the API itself answers. */
export const CLIENT_CODES = [
  /** No answer: refused, cut, or no way there. Whether the request arrived is unknown. */
  'network',
  /** No answer in time. Whether the request arrived is unknown. */
  'timeout',
  /** Given up by the caller, for example because the session ended. */
  'cancelled',
  /** An answer that is not the contract's: a proxy's page, or an API of another make. */
  'answer_invalid',
  /** Not sent: the ledger is not the one that this workstation knows. Nothing was done. */
  'ledger_refused',
  /** A code that this version does not know; `title` says what the API said. */
  'unrecognised',
] as const;
export type ClientCode = (typeof CLIENT_CODES)[number];

export type FailureCode = ErrorCode | ClientCode;

/** Why an operation gave no result, as data: crosses processes, and the screen words it by `code`. */
export interface Failure {
  code: FailureCode;
  /** HTTP status, null where there was no answer. */
  status: number | null;
  request_id: string | null;
  /** For a known code as `ERRORS[code].details`; empty otherwise. */
  details: Record<string, unknown>;
  /** English, for logs and for codes that this version does not know. */
  title: string;
}

/** An operation's outcome as data. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

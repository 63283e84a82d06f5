import { ERROR_TYPE_PREFIX, ERRORS, type ErrorCode, type ErrorDetails, type Problem } from '../contract/index.ts';

interface ProblemOptions extends ErrorOptions {
  recorded?: boolean;
}

/**
 * An answer that is not the one hoped for. Handlers throw it; the HTTP layer turns it into RFC 9457. `cause` goes to the
 * log, never to the caller.
 */
export class ApiError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: ErrorDetails<C>;
  /** The ledger has an entry of it already. */
  readonly recorded: boolean;

  constructor(code: C, details: ErrorDetails<C>, { recorded = false, ...options }: ProblemOptions = {}) {
    super(code, options);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
    this.recorded = recorded;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  /** The body of its answer (`application/problem+json`). */
  toProblem(requestId: string): Problem {
    return {
      type: ERROR_TYPE_PREFIX + this.code,
      title: titleOf(this.code),
      status: this.status,
      request_id: requestId,
      details: this.details,
    };
  }
}

/** The code in plain letters: consoles word codes in two languages, logs need no third wording. */
function titleOf(code: ErrorCode): string {
  return code[0]?.toUpperCase() + code.slice(1).replaceAll('_', ' ');
}

import { AxiosError, isAxiosError, isCancel } from 'axios';
import { ERROR_TYPE_PREFIX, ERRORS, type ErrorCode, Problem } from '../contract/errors.ts';
import type { Failure } from '../contract/failure.ts';

/** Why an operation gave no result. */
export class LockdeskError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.title}`);
    this.name = 'LockdeskError';
    this.failure = failure;
  }
}

const TIMEOUTS: readonly (string | undefined)[] = [AxiosError.ECONNABORTED, AxiosError.ETIMEDOUT];

/** Whatever axios threw, as the contract names it. */
export function failureOf(error: unknown): Failure {
  const unanswered = { status: null, request_id: null, details: {} };
  if (error instanceof LockdeskError) return error.failure;
  if (isCancel(error)) return { code: 'cancelled', ...unanswered, title: 'Given up by the caller' };
  if (!isAxiosError<unknown>(error)) return { code: 'network', ...unanswered, title: 'The request could not be made' };
  if (error.response) return failureOfAnswer(error.response.status, error.response.data);
  if (TIMEOUTS.includes(error.code)) return { code: 'timeout', ...unanswered, title: 'No answer in time' };
  return { code: 'network', ...unanswered, title: 'No answer' };
}

function failureOfAnswer(status: number, body: unknown): Failure {
  const problem = Problem.safeParse(body);
  if (!problem.success) {
    return {
      code: 'answer_invalid',
      status,
      request_id: null,
      details: {},
      title: 'The answer is not a problem report',
    };
  }
  const { type, title, request_id, details } = problem.data;
  const code = type.slice(ERROR_TYPE_PREFIX.length);
  if (!isErrorCode(code)) return { code: 'unrecognised', status, request_id, details: {}, title };
  const known = ERRORS[code].details.safeParse(details);
  return { code, status, request_id, details: known.success ? known.data : {}, title };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

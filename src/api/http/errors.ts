import type { ErrorCode } from '../../contract/index.ts';
import { ApiError } from '../problem.ts';

/** What any failure is to the caller. Whatever is not known is `internal`, and only the log learns more. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('internal' satisfies ErrorCode, {}, { cause: error });
}

import pg from 'pg';
import { DatabaseUnavailable } from '../db/database.ts';
import { ApiError } from '../problem.ts';

/** Request bodies may be this long; `body_too_large` beyond. */
export const BODY_MAX_BYTES = 1024 * 1024;

const RETRY_SOON_S = 1;

/** SQLSTATE by what it is to a caller. A class is its first two characters (PostgreSQL's appendix A). */
const CLASS_DATA = '22';
const CLASS_RESOURCES = '53';
/** Canceled by the statement time-out, lock not to be had in time, serialization failure, deadlock. */
const CONTENTION = new Set(['57014', '55P03', '40001', '40P01']);

/**
 * What any failure is to the caller. Whatever is not known is `internal`, and only the log learns more.
 *
 * @param writesEntry the request was to leave an entry: what the database would not take was undone with it, as a whole
 */
export function toApiError(error: unknown, writesEntry = false): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DatabaseUnavailable) return new ApiError('database_unavailable', {}, { cause: error });
  if (error instanceof pg.DatabaseError) return fromDatabase(error, writesEntry);
  return fromFastify(error) ?? new ApiError('internal', {}, { cause: error });
}

function fromDatabase(error: pg.DatabaseError, writesEntry: boolean): ApiError {
  const state = error.code ?? '';
  const because = { cause: error };
  if (CONTENTION.has(state)) return new ApiError('overloaded', { retry_after_s: RETRY_SOON_S }, because);
  // A value that passed the schema and that no column can hold, such as a date before PostgreSQL's first.
  if (state.startsWith(CLASS_DATA)) return new ApiError('invalid_input', { issues: [] }, because);
  // No right, no space, no partition, a trigger, a check at COMMIT.
  if (writesEntry) return new ApiError('ledger_unavailable', {}, because);
  if (state.startsWith(CLASS_RESOURCES)) return new ApiError('database_unavailable', {}, because);
  return new ApiError('internal', {}, because);
}

/** Fastify's own refusals, before a handler ran. */
function fromFastify(error: unknown): ApiError | null {
  const { code, statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (statusCode === 404 || code === 'FST_ERR_BAD_URL') return new ApiError('route_not_found', {});
  if (statusCode === 413) return new ApiError('body_too_large', { max_bytes: BODY_MAX_BYTES });
  if (statusCode === 415) return new ApiError('unsupported_media_type', {});
  return statusCode >= 400 && statusCode < 500 ? new ApiError('malformed_body', {}) : null;
}

import type * as z from 'zod';
import { ApiError } from '../problem.ts';

/** Where a page ends, as text that callers carry and do not read. A position is no secret: scope is applied anew. */
export function encodeCursor(position: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/** @throws ApiError `invalid_cursor` where `encodeCursor` cannot have made it from such a position */
export function decodeCursor<S extends z.ZodType<Record<string, string | number>>>(
  position: S,
  cursor: string,
): z.output<S> {
  const parsed = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || encodeCursor(parsed.data) !== cursor) throw new ApiError('invalid_cursor', {});
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { LockdeskError } from '../../client/index.ts';
import type { Failure } from '../../contract/index.ts';
import type { RowResult } from './kinds.ts';
import type { Line } from './lines.ts';

/** The API would not take the call as a whole: one of its rows is what no schema foresaw. */
const NOT_THIS_CALL: readonly Failure['code'][] = ['invalid_input', 'malformed_body', 'body_too_large'];

export interface SentRow {
  line: Line;
  row: Record<string, unknown>;
}

/**
 * Sends rows together; where the API takes no part of the call, each half by itself, down to the row that it is. `onRow`
 * learns the API's answer to each row, null where it took none.
 */
export async function sendRows(
  send: (rows: readonly SentRow[]) => Promise<RowResult[]>,
  rows: readonly SentRow[],
  onRow: (row: SentRow, result: RowResult | null) => void,
): Promise<void> {
  if (rows.length === 0) return;
  let results: RowResult[];
  try {
    results = await send(rows);
  } catch (error) {
    if (!(error instanceof LockdeskError) || !NOT_THIS_CALL.includes(error.failure.code)) throw error;
    const [only] = rows;
    if (rows.length === 1 && only) return onRow(only, null);
    const middle = Math.ceil(rows.length / 2);
    await sendRows(send, rows.slice(0, middle), onRow);
    return sendRows(send, rows.slice(middle), onRow);
  }
  for (const result of results) {
    const row = rows[result.row];
    if (row) onRow(row, result);
  }
}

/** What a line says: CSV with a line of column names, or a JSON object a line. */
import { parse } from 'csv-parse/sync';
import type * as z from 'zod';
import { CliProblem, EXIT } from '../say.ts';

export type LineFault = 'not_utf8' | 'line_too_long' | 'not_json' | 'broken_csv';

/** A row to be sent, or why the line holds none. */
export type Read = { row: Record<string, unknown> } | { fault: LineFault };

export type Format = (lines: readonly string[]) => Read[];

export const NDJSON: Format = (lines) =>
  lines.map((line): Read => {
    try {
      const row: unknown = JSON.parse(line);
      return isRow(row) ? { row } : { fault: 'not_json' };
    } catch {
      return { fault: 'not_json' };
    }
  });

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * CSV (RFC 4180) whose columns are fields of the schema. No field of ours holds a line break, so a line is a record: an
 * unpaired quote spoils its own line and no other.
 *
 * @throws CliProblem where the columns are not the schema's
 */
export function csvFormat(header: string, schema: z.ZodObject): Format {
  const columns = readRecord(header) ?? [];
  const known = Object.keys(schema.shape);
  const unknown = columns.filter((column) => !known.includes(column));
  if (unknown.length > 0) {
    const values = { columns: unknown.join(', '), known: known.join(', ') };
    throw new CliProblem('unknown_columns', values, EXIT.usage);
  }
  const missing = known.filter((name) => !columns.includes(name) && !schema.shape[name]?.safeParse(undefined).success);
  if (missing.length > 0) throw new CliProblem('missing_columns', { columns: missing.join(', ') }, EXIT.usage);
  return (lines) => {
    const records = readRecords(lines, columns.length) ?? lines.map(readRecord);
    return records.map((record): Read => {
      if (record?.length !== columns.length) return { fault: 'broken_csv' };
      return { row: Object.fromEntries(columns.flatMap((column, at) => fieldOf(column, record[at] ?? ''))) };
    });
  };
}

/** An empty cell is a field that is not there; `true` and `false` are what JSON would have. */
function fieldOf(column: string, cell: string): [string, unknown][] {
  if (cell === '') return [];
  if (column === 'password_repeated')
    return [[column, { true: true, false: false, '1': true, '0': false }[cell] ?? cell]];
  return [[column, cell]];
}

/** All lines at once, which is much quicker; null where they don't come out as one record each. */
function readRecords(lines: readonly string[], columns: number): string[][] | null {
  try {
    const records: string[][] = parse(lines.join('\n'), { trim: true });
    return records.length === lines.length && records.every((record) => record.length === columns) ? records : null;
  } catch {
    return null;
  }
}

function readRecord(line: string): string[] | null {
  try {
    const [record, ...more]: string[][] = parse(line, { trim: true, relax_column_count: true });
    return more.length === 0 ? (record ?? null) : null;
  } catch {
    return null;
  }
}

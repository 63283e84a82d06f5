import { sql } from 'kysely';
import * as z from 'zod';
import {
  type ExportedFile,
  Id,
  Instant,
  type ParsedInput,
  SignedAccess,
  SubstitutePeriod,
} from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { mayReadEntry } from '../queries/entry-access.ts';
import { edgeOf, entryQuestion, periodOf, positionOf, readEntryPage } from '../queries/entry-reading.ts';
import { ENTRY_COLUMNS, toEntryDetail, toEntrySummary, type WholeEntryRow, withNames } from '../queries/entry-rows.ts';
import { hasId } from '../queries/openings.ts';

const Position = z.strictObject({ at: Instant, id: Id });

export const listEntries: Handler<'listEntries'> = async ({ actor, services }, input) => {
  const period = periodOf(input);
  const question = entryQuestion(actor, input, period);
  const { cursor, backwards } = directionOf(input);
  const far = backwards ? period.to : period.from;
  if (question === null) return { items: [], before: null, after: null, searched_to: far };
  const isAhead = (at: string) => (backwards ? at >= period.from : at < period.to);
  const start = cursor && isAhead(cursor.at) ? cursor : edgeOf(backwards ? period.from : period.to);
  const { rows, end } = await readEntryPage(services.db, { ...question, start, backwards }, input.limit);
  const first = backwards ? rows.at(-1) : rows[0];
  // Of an empty page the way back begins where it stopped: the entry at the cursor itself must not be passed over.
  const back = cursor && (first ? positionOf(first) : (end ?? edgeOf(far)));
  const [before, after] = backwards ? [end, back] : [back, end];
  return {
    items: rows.map(toEntrySummary),
    before: before && encodeCursor({ ...before }),
    after: after && encodeCursor({ ...after }),
    searched_to: end?.at ?? far,
  };
};

function directionOf({ after, before, from_end }: ParsedInput<'listEntries'>) {
  if ([after !== undefined, before !== undefined, from_end === true].filter(Boolean).length > 1) {
    throw new ApiError('invalid_cursor', {});
  }
  const cursor = after ?? before;
  return {
    cursor: cursor === undefined ? null : decodeCursor(Position, cursor),
    backwards: before !== undefined || from_end === true,
  };
}

const Filters = z.record(z.string(), z.unknown());

type WholeRow = WholeEntryRow & { division: string | null; file: ExportedFile | null };

export const getEntry: Handler<'getEntry'> = async ({ actor, services }, { entry_id }) => {
  const whole = sql<WholeRow>`
    SELECT summary.*, whole.division, whole.refers_to, whole.request_id, whole.before, whole.after, fields AS private,
           CASE summary.action WHEN 'export' THEN convert_from(whole.leaf, 'UTF8')::jsonb #> '{entry,file}' END AS file
      FROM (${withNames(sql`SELECT ${ENTRY_COLUMNS} FROM entries WHERE ${hasId(entry_id)}`)}) AS summary
      JOIN entries AS whole ON whole.recorded_at = summary.recorded_at AND whole.id = summary.id
      LEFT JOIN entry_private ON entry_private.recorded_at = summary.recorded_at AND entry_id = summary.id`;
  const [row] = (await whole.execute(services.db)).rows;
  if (!row || !mayReadEntry(actor, row)) throw new ApiError('entry_not_found', {});
  return toEntryDetail(row, {
    filters: row.private?.filters ? Filters.parse(JSON.parse(row.private.filters.value)) : null,
    file: row.file,
    access: row.private?.access ? z.array(SignedAccess).parse(JSON.parse(row.private.access.value)) : null,
    substitution: row.private?.substitution ? SubstitutePeriod.parse(JSON.parse(row.private.substitution.value)) : null,
  });
};

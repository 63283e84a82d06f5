import { sql } from 'kysely';
import * as z from 'zod';
import { type AccountState, Id, Instant, type ParsedInput } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { mayReadEntry } from '../queries/entry-access.ts';
import { type EntryFilter, type EntryPosition, entryPage, isFiltered, scannedTo } from '../queries/entry-page.ts';
import { ENTRY_COLUMNS, type EntryRow, toEntrySummary, withNames } from '../queries/entry-rows.ts';
import { hasId } from '../queries/openings.ts';
import { placesToRead } from '../queries/places.ts';

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 31;
const PERIOD_MAX_DAYS = 366;
/** Clocks of the API's machines and of the database may differ by as much: without an end, nothing recorded is missed. */
const CLOCK_MS = 60_000;

const Position = z.strictObject({ at: Instant, id: Id });
const LEAST_ID = '00000000-0000-0000-0000-000000000000';

export const listEntries: Handler<'listEntries'> = async ({ actor, services }, input) => {
  const { from, to } = periodOf(input);
  const visible = visibleTo(actor, input);
  if (visible === null || from >= to) return { items: [], after: null, searched_to: from };
  const cursor = input.after === undefined ? null : decodeCursor(Position, input.after);
  // The upper end is excluded: the least id of that instant and whatever lies before it.
  const before = cursor && cursor.at < to ? cursor : { at: to, id: LEAST_ID };
  const question = { ...visible, from, before };

  const { rows } = await entryPage(question, input.limit).execute(services.db);
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  const full = rows.length > items.length && last;
  const end = full ? positionOf(last) : await stoppedAt();
  return {
    items: items.map(toEntrySummary),
    after: end && encodeCursor({ ...end }),
    searched_to: end?.at ?? from,
  };

  async function stoppedAt(): Promise<EntryPosition | null> {
    if (!isFiltered(question)) return null;
    const [row] = (await scannedTo(question).execute(services.db)).rows;
    return row ? positionOf(row) : null;
  }
};

const positionOf = ({ recorded_at, id }: { recorded_at: Date; id: string }): EntryPosition => ({
  at: recorded_at.toISOString(),
  id,
});

/** @throws ApiError `period_too_long` */
function periodOf(input: ParsedInput<'listEntries'>): { from: string; to: string } {
  const end = input.to === undefined ? Date.now() : Date.parse(input.to);
  const start = input.from === undefined ? end - PERIOD_DAYS * DAY_MS : Date.parse(input.from);
  if (end - start > PERIOD_MAX_DAYS * DAY_MS) throw new ApiError('period_too_long', { max_days: PERIOD_MAX_DAYS });
  const to = input.to ?? new Date(end + CLOCK_MS).toISOString();
  return { from: new Date(start).toISOString(), to };
}

/** What was asked for, as far as the reader may see it: all, their scope, or their own; null where that is nothing. */
function visibleTo(
  actor: StaffActor,
  { account_id, actor: subject, office, actions, outcomes }: ParsedInput<'listEntries'>,
): EntryFilter | null {
  const asked = { account_id, actor: subject, office, actions, outcomes };
  if (actor.roles.includes('auditor')) return { ...asked, places: null };
  if (actor.roles.includes('supervisor')) {
    const places = placesToRead(actor.scope, undefined);
    return places.length === 0 ? null : { ...asked, places };
  }
  if (subject !== undefined && subject !== actor.subject) return null;
  return { ...asked, actor: actor.subject, places: null };
}

type WholeRow = EntryRow & {
  division: string | null;
  refers_to: string | null;
  request_id: string | null;
  before: AccountState | null;
  after: AccountState | null;
  private: Record<string, { value: string }> | null;
};

export const getEntry: Handler<'getEntry'> = async ({ actor, services }, { entry_id }) => {
  const whole = sql<WholeRow>`
    SELECT summary.*, whole.division, whole.refers_to, whole.request_id, whole.before, whole.after, fields AS private
      FROM (${withNames(sql`SELECT ${ENTRY_COLUMNS} FROM entries WHERE ${hasId(entry_id)}`)}) AS summary
      JOIN entries AS whole ON whole.recorded_at = summary.recorded_at AND whole.id = summary.id
      LEFT JOIN entry_private ON entry_private.recorded_at = summary.recorded_at AND entry_id = summary.id`;
  const [row] = (await whole.execute(services.db)).rows;
  if (!row || !mayReadEntry(actor, row)) throw new ApiError('entry_not_found', {});
  return {
    ...toEntrySummary(row),
    note: row.private?.note?.value ?? null,
    document_note: row.private?.document_note?.value ?? null,
    ticket: row.private?.ticket?.value ?? null,
    request_id: row.request_id,
    before: row.before,
    after: row.after,
    refers_to: row.refers_to,
  };
};

import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import {
  type FilterScreen,
  SAVED_FILTERS_MAX,
  type SavedFilter,
  type SaveFilterInput,
  type StoredFilter,
} from '../../contract/index.ts';
import { placeName } from '../divisions/divisions.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';

interface FilterRow {
  id: string;
  screen: FilterScreen;
  name: string;
  filter: StoredFilter;
  is_default: boolean;
  version: number;
}

/** Never one that was given before, not even to a filter that was deleted and is saved again. */
const NEXT_VERSION = sql`nextval('saved_filter_versions')`;

const COLUMNS = sql`id, screen, name, filter, is_default, version`;

function toSavedFilter({ id, filter, ...row }: FilterRow): SavedFilter {
  const { place = '' } = filter;
  const around = [2, 4, 6].filter((digits) => digits <= place.length).map((digits) => place.slice(0, digits));
  return { filter_id: id, filter, ...row, place_path: around.map((code) => ({ code, name: placeName(code) })) };
}

export const listFilters: Handler<'listFilters'> = async ({ actor, services }) => {
  const { rows } = await sql<FilterRow>`
    SELECT ${COLUMNS} FROM saved_filters WHERE subject = ${actor.subject} ORDER BY screen, name, id`.execute(
    services.db,
  );
  return { items: rows.map(toSavedFilter) };
};

/** Whether a filter is as it is asked to be already. */
const isAsAsked = (row: FilterRow, { screen, name, filter, is_default }: SaveFilterInput): boolean =>
  isDeepStrictEqual([row.screen, row.name, row.filter, row.is_default], [screen, name, filter, is_default]);

/** Keeps a filter, or what it is called and holds from now on. It is no act: it leaves no entry. */
export const saveFilter: Handler<'saveFilter'> = ({ actor: { subject }, services }, input) =>
  services.inTransaction(async (trx) => {
    const { filter_id, screen, name, filter, is_default, version } = input;
    // One at a time for each person, so that none is counted beside another.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`saved filters of ${subject}`}, 0))`.execute(trx);
    const { rows } = await sql<FilterRow>`
      SELECT ${COLUMNS} FROM saved_filters WHERE subject = ${subject}`.execute(trx);
    const before = rows.find(({ id }) => id === filter_id);
    // Asked again, as after an answer that was lost.
    if (before && isAsAsked(before, input)) return toSavedFilter(before);
    if ((before?.version ?? 0) !== version) throw new ApiError('filter_changed', {});
    const others = rows.filter((row) => row.screen === screen && row.id !== filter_id);
    if (others.some((other) => other.name === name)) throw new ApiError('filter_name_taken', {});
    if (others.length >= SAVED_FILTERS_MAX) throw new ApiError('too_many_filters', { max: SAVED_FILTERS_MAX });
    if (is_default) {
      await sql`
        UPDATE saved_filters SET is_default = false, version = ${NEXT_VERSION}
         WHERE subject = ${subject} AND screen = ${screen} AND is_default AND id <> ${filter_id}`.execute(trx);
    }
    const {
      rows: [after],
    } = await sql<FilterRow>`
      INSERT INTO saved_filters (subject, id, screen, name, filter, is_default, version)
      VALUES (${subject}, ${filter_id}, ${screen}, ${name}, ${JSON.stringify(filter)}, ${is_default}, ${NEXT_VERSION})
      ON CONFLICT (subject, id) DO UPDATE
         SET screen = excluded.screen, name = excluded.name, filter = excluded.filter,
             is_default = excluded.is_default, version = excluded.version
      RETURNING ${COLUMNS}`.execute(trx);
    if (!after) throw new Error('a filter was saved and did not come back');
    return toSavedFilter(after);
  });

/** Again, or for a filter that never was, it changes nothing. */
export const deleteFilter: Handler<'deleteFilter'> = async ({ actor, services }, { filter_id }) => {
  await sql`DELETE FROM saved_filters WHERE subject = ${actor.subject} AND id = ${filter_id}`.execute(services.db);
  return { filter_id };
};

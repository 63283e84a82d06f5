/** What somebody's own search just before found: the next search, or an opening, may refer to it. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { isDocument, type SearchedAs } from '../personal/recognise.ts';
import { isOwnEntry, type OwnEntry } from './openings.ts';

/** How long a search may be referred to. */
const SEARCH_MINUTES = 15;

/** Accounts found, as the entry keeps them: ids, so that no number and no hash of one is stored once more. */
export const hitsText = (hits: readonly { id: string }[]): string => hits.map(({ id }) => id).join(' ');

/**
 * The accounts that one's own search by a whole document number found, perhaps none; null where there was no such search
 * within the last minutes, or it looked nothing up because the check digit was wrong.
 */
export async function foundByDocument(db: Kysely<Database>, search: OwnEntry): Promise<string[] | null> {
  const { rows } = await sql<{ searched_as: SearchedAs; hits: string }>`
    SELECT entries.reason AS searched_as, fields -> 'search_hits' ->> 'value' AS hits
      FROM entries
      JOIN entry_private ON entry_private.recorded_at = entries.recorded_at AND entry_id = entries.id
     WHERE ${isOwnEntry(search)} AND action = 'search' AND outcome = 'done'
       AND jsonb_exists(fields, 'search_hits')
       AND entries.recorded_at > now() - make_interval(mins => ${SEARCH_MINUTES})`.execute(db);
  const [found] = rows;
  if (!found || !isDocument(found.searched_as)) return null;
  return found.hits === '' ? [] : found.hits.split(' ');
}

import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { EntryRow } from './entry-rows.ts';

/** What staff wrote beside an act. Whoever may read the entry may read it. */
export interface Notes {
  note?: { value: string };
  document_note?: { value: string };
  ticket?: { value: string };
}

/** By the id of the entry, of those that have any. */
export async function readNotes(
  db: Kysely<Database>,
  rows: readonly Pick<EntryRow, 'id' | 'recorded_at'>[],
): Promise<Map<string, Notes>> {
  const { rows: found } = await sql<{ id: string; notes: Notes }>`
    SELECT asked.id, private.fields AS notes
      FROM unnest(${rows.map(({ recorded_at }) => recorded_at)}::timestamptz[], ${rows.map(({ id }) => id)}::uuid[])
           AS asked (at, id)
      JOIN entry_private AS private ON private.recorded_at = asked.at AND private.entry_id = asked.id`.execute(db);
  return new Map(found.map(({ id, notes }) => [id, notes]));
}

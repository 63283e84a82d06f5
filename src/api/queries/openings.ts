import { type RawBuilder, sql } from 'kysely';

/** Who looked: an entry of someone's own. */
export interface OwnEntry {
  id: string;
  subject: string;
}

/**
 * One's own entry by its id, as a condition on `entries`. A UUIDv7 tells when it was made, so that one month's partition
 * is read and not all; any other UUID is nobody's entry.
 */
export function isOwnEntry({ id, subject }: OwnEntry): RawBuilder<boolean> {
  return sql`(entries.id = ${id}::uuid AND entries.actor_subject = ${subject} AND ${isInMonthOf(id)})`;
}

/** Narrows `entries` to the partition that an entry of this id can be in. */
export function isInMonthOf(id: string): RawBuilder<boolean> {
  return sql`(entries.recorded_at >= uuid_extract_timestamp(${id}::uuid) - interval '1 day'
          AND entries.recorded_at <= uuid_extract_timestamp(${id}::uuid) + interval '1 day')`;
}

/** The ledger's entries of one account as its citizen may read them, newest first. */
import { type RawBuilder, sql } from 'kysely';
import * as z from 'zod';
import { type EntryAction, type ExtractLine, Id, Instant } from '../../contract/index.ts';
import { NEWEST_FIRST } from './entry-rows.ts';

/** Never told: an order of the authorities may bind to secrecy. */
const WITHHELD: readonly EntryAction[] = ['hold'];

interface Message {
  kind: ExtractLine['messages'][number]['kind'];
  delivered_at: string | null;
  gave_up_at: string | null;
}

/** No name, number or id of anybody on the staff is even read. */
export interface ExtractRow extends Omit<ExtractLine, 'place' | 'recorded_at' | 'messages'> {
  id: string;
  recorded_at: Date;
  index: number | null;
  leaf_hash: Buffer | null;
  messages: Message[] | null;
  /** Lines in all; counted for the first part, with the same look at the ledger. */
  total: number;
}

/** Where a part of an extract ends, and how many lines all of them have. */
export const ExtractPosition = z.strictObject({
  at: Instant,
  id: Id,
  /** Lines so far. */
  line: z.int().positive(),
  total: z.int().positive(),
});
export type ExtractPosition = z.infer<typeof ExtractPosition>;

/** The newest of them, or the newest before the end of another part, by the account's index of each month. */
export function extractLines(
  accountId: string,
  before: Pick<ExtractPosition, 'at' | 'id'> | null,
  limit: number,
): RawBuilder<ExtractRow> {
  const told = sql`account_id = ${accountId}::uuid AND action <> ALL (${WITHHELD})`;
  return sql<ExtractRow>`
    SELECT entry.*, leaf.index, leaf.leaf_hash, told.messages,
           ${before ? sql`0` : sql`(SELECT count(*)::integer FROM entries WHERE ${told})`} AS total
      FROM (SELECT id, recorded_at, action, outcome, actor_kind, office_name AS office, reason, field, channel,
                   verification_method AS verification
              FROM entries
             WHERE ${told}
               ${before ? sql`AND (recorded_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
             ORDER BY ${NEWEST_FIRST} LIMIT ${limit}) AS entry
      LEFT JOIN leaves AS leaf ON leaf.entry_id = entry.id
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('kind', kind, 'delivered_at', delivered_at, 'gave_up_at', gave_up_at)
                        ORDER BY kind) AS messages
         FROM outbox WHERE outbox.entry_id = entry.id) AS told
     ORDER BY entry.recorded_at DESC, entry.id DESC`;
}

export function toExtractLine({
  id: _,
  total: _total,
  index,
  leaf_hash,
  recorded_at,
  messages,
  ...row
}: ExtractRow): ExtractLine {
  return {
    ...row,
    place: index === null || leaf_hash === null ? null : { index, leaf_hash: leaf_hash.toString('hex') },
    recorded_at: recorded_at.toISOString(),
    messages: (messages ?? []).map(toMessage),
  };
}

function toMessage({ kind, delivered_at, gave_up_at }: Message): ExtractLine['messages'][number] {
  const at = delivered_at ?? gave_up_at;
  const state = delivered_at !== null ? 'delivered' : gave_up_at !== null ? 'gave_up' : 'waiting';
  return { kind, state, at: at && new Date(at).toISOString() };
}

/** The ledger's entries of one account as its citizen may read them, newest first. */
import { type RawBuilder, sql } from 'kysely';
import type { EntryAction, ExtractLine } from '../../contract/index.ts';
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
}

/** The newest of them, by the account's index of each month. */
export function extractLines(accountId: string, limit: number): RawBuilder<ExtractRow> {
  return sql<ExtractRow>`
    SELECT entry.*, leaf.index, leaf.leaf_hash, told.messages
      FROM (SELECT id, recorded_at, action, outcome, actor_kind, office_name AS office, reason, field, channel,
                   verification_method AS verification
              FROM entries
             WHERE account_id = ${accountId}::uuid AND action <> ALL (${WITHHELD})
             ORDER BY ${NEWEST_FIRST} LIMIT ${limit}) AS entry
      LEFT JOIN leaves AS leaf ON leaf.entry_id = entry.id
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('kind', kind, 'delivered_at', delivered_at, 'gave_up_at', gave_up_at)
                        ORDER BY kind) AS messages
         FROM outbox WHERE outbox.entry_id = entry.id) AS told
     ORDER BY entry.recorded_at DESC, entry.id DESC`;
}

export function toExtractLine({ id: _, index, leaf_hash, recorded_at, messages, ...row }: ExtractRow): ExtractLine {
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

import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { FieldKeys } from '../personal/field-keys.ts';
import { messageText, type Notice } from './text.ts';

/** A notice of an act is owed to the citizen (NIST SP 800-63B-4 §4.2): it is tried for a month. */
const NOTICE_DAYS = 30;

/** What is delivered, as JSON, beside what the webhook's own headers say. Sealed until then. */
export interface OutboxPayload {
  type: Notice['kind'];
  /** The registered phone, whole: digits, perhaps with a leading plus. */
  to: string;
  text: string;
}

export interface Recipient {
  id: string;
  phone_cipher: Buffer | null;
  /** Of the key that the account's fields are sealed with. */
  key_id: number;
}

export interface Message {
  /** The entry of the act that is told of. */
  entryId: string;
  recipient: Recipient;
  notice: Notice;
}

export interface OutboxServices {
  keys: FieldKeys;
  config: { TIME_ZONE: string };
}

/**
 * Puts messages to citizens into the outbox, in the acting transaction: they go out exactly if the act is done. An account
 * without a phone gets none.
 */
export async function queueMessages(
  trx: Transaction<Database>,
  { keys, config }: OutboxServices,
  messages: readonly Message[],
): Promise<void> {
  const rows = messages.flatMap(({ entryId, recipient, notice }) => {
    const { id, phone_cipher, key_id } = recipient;
    if (phone_cipher === null) return [];
    const payload: OutboxPayload = {
      type: notice.kind,
      to: keys.open({ table: 'accounts', id, column: 'phone' }, key_id, phone_cipher),
      text: messageText(notice, config.TIME_ZONE),
    };
    const sealed = keys.seal(payloadPlace(entryId, notice.kind), JSON.stringify(payload));
    return [{ entryId, accountId: id, kind: notice.kind, sealed, until: endOf(notice) }];
  });
  if (rows.length === 0) return;
  await sql`
    INSERT INTO outbox (entry_id, account_id, kind, payload_cipher, key_id, not_after)
    SELECT entry_id, account_id, kind, sealed, ${keys.current},
           coalesce(until, now() + make_interval(days => ${NOTICE_DAYS}))
      FROM unnest(${rows.map((row) => row.entryId)}::uuid[], ${rows.map((row) => row.accountId)}::uuid[],
                  ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.sealed)}::bytea[],
                  ${rows.map((row) => row.until)}::timestamptz[])
           AS message (entry_id, account_id, kind, sealed, until)`.execute(trx);
}

/** Where a payload is sealed for: an entry has one message of a kind, and both are known before the row is. */
export const payloadPlace = (entryId: string, kind: Notice['kind']) =>
  ({ table: 'outbox', id: entryId, column: kind }) as const;

/** A code dies at its end, and a pause that is over is no news; what was done to an account always is. */
const endOf = (notice: Notice): Date | null => ('until' in notice ? notice.until : null);

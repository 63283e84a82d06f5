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
 * Puts a message to a citizen into the outbox, in the acting transaction: it goes out exactly if the act is done. An
 * account without a phone gets none.
 */
export async function queueMessage(
  trx: Transaction<Database>,
  services: OutboxServices,
  message: Message,
): Promise<void> {
  await queueMessages(trx, services, [message]);
}

/** As {@link queueMessage}, for several in one round trip. */
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
    return [
      {
        entry_id: entryId,
        account_id: id,
        kind: notice.kind,
        payload_cipher: keys.seal(payloadPlace(entryId, notice.kind), JSON.stringify(payload)),
        key_id: keys.current,
        not_after: notAfter(notice),
      },
    ];
  });
  if (rows.length > 0) await trx.insertInto('outbox').values(rows).execute();
}

/** Where a payload is sealed for: an entry has one message of a kind, and both are known before the row is. */
export const payloadPlace = (entryId: string, kind: Notice['kind']) =>
  ({ table: 'outbox', id: entryId, column: kind }) as const;

/** A code dies at its end, and a pause that is over is no news; what was done to an account always is. */
const notAfter = (notice: Notice) =>
  'until' in notice && notice.until !== null
    ? notice.until
    : sql<Date>`now() + make_interval(days => ${NOTICE_DAYS}::integer)`;

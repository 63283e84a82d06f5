import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import type { Services } from '../services.ts';
import { payloadPlace } from './outbox.ts';
import type { Notice } from './text.ts';

/** Messages on their way at once. */
const AT_ONCE = 20;
/** Messages given up in one statement: however many piled up, none takes longer than a statement may. */
const GIVEN_UP_AT_ONCE = 500;
/** How long the receiver may take. Less than the first wait: nothing is sent twice at the same time. */
const ANSWER_MS = 8_000;
/** Wait before the second try; it doubles with each. A code of ten minutes gets six tries. */
const FIRST_WAIT_S = 10;
const LONGEST_WAIT_S = 3_600;

interface DueMessage {
  id: string;
  entry_id: string;
  kind: Notice['kind'];
  payload_cipher: Buffer;
  key_id: number;
}

type DeliveryServices = Pick<Services, 'db' | 'keys' | 'config' | 'log'>;

/**
 * Hands due messages to the configured receiver, signed as Standard Webhooks say (`webhook-id` is the same at every try,
 * so that the receiver can drop a second one). A try is counted before it is made: whatever happens to this process, the
 * next one comes after the wait. What is taken, or too late to be of use, is wiped.
 *
 * @param signal aborted to give up what is on its way; it is tried again after its wait
 * @returns how many were tried, and whether there may be more
 */
export async function deliverMessages(
  services: DeliveryServices,
  signal: AbortSignal,
): Promise<{ tried: number; more: boolean }> {
  const moreLate = await giveUpLateMessages(services);
  const { NOTIFIER_URL: url, NOTIFIER_SECRET: secret } = services.config;
  if (url === undefined || secret === undefined) return { tried: 0, more: moreLate };
  const due = await takeDueMessages(services);
  const webhook = new Webhook(secret);
  await Promise.all(
    due.map(async (message) => {
      const problem = await send(services, { url, webhook, signal }, message);
      if (problem === null) await markDelivered(services, message);
      else services.log.warn({ message: message.id, kind: message.kind, problem }, 'a message was not taken');
    }),
  );
  return { tried: due.length, more: moreLate || due.length === AT_ONCE };
}

/** @returns what went wrong; null where the receiver took it */
async function send(
  { keys }: DeliveryServices,
  { url, webhook, signal }: { url: string; webhook: Webhook; signal: AbortSignal },
  { id, entry_id, kind, payload_cipher, key_id }: DueMessage,
): Promise<string | null> {
  try {
    const body = keys.open(payloadPlace(entry_id, kind), key_id, payload_cipher);
    const at = new Date();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': webhook.sign(id, at, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `status ${response.status}`;
  } catch (error) {
    // By name only: some errors quote what was sent.
    return error instanceof Error ? error.name : 'unknown';
  }
}

async function takeDueMessages({ db }: DeliveryServices): Promise<DueMessage[]> {
  const { rows } = await sql<DueMessage>`
    UPDATE outbox
       SET tries = tries + 1,
           next_try_at = now() + make_interval(secs => least(${FIRST_WAIT_S} * 2.0 ^ least(tries, 20), ${LONGEST_WAIT_S}))
     WHERE id IN (
       SELECT id FROM outbox
        WHERE delivered_at IS NULL AND gave_up_at IS NULL AND next_try_at <= now()
        ORDER BY next_try_at LIMIT ${AT_ONCE}
          FOR UPDATE SKIP LOCKED)
       AND not_after > now()
    RETURNING id, entry_id, kind, payload_cipher, key_id`.execute(db);
  return rows;
}

async function markDelivered({ db }: DeliveryServices, { id }: DueMessage): Promise<void> {
  await sql`UPDATE outbox SET delivered_at = now(), payload_cipher = NULL WHERE id = ${id}`.execute(db);
}

/** @returns whether there may be more */
async function giveUpLateMessages({ db }: DeliveryServices): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE outbox SET gave_up_at = now(), payload_cipher = NULL
     WHERE id IN (
       SELECT id FROM outbox
        WHERE delivered_at IS NULL AND gave_up_at IS NULL AND not_after <= now()
        ORDER BY not_after LIMIT ${GIVEN_UP_AT_ONCE}
          FOR UPDATE SKIP LOCKED)`.execute(db);
  return Number(numAffectedRows) === GIVEN_UP_AT_ONCE;
}

/** The second half of an act on an account outside: what the directory worker makes of an order. */
import { sql, type Transaction } from 'kysely';
import type { Database, OrderAnswer, OrderFailure } from '../../db/schema.ts';
import { recordEntry } from '../../ledger/record.ts';
import { queueMessages } from '../../notify/outbox.ts';
import type { Services } from '../../services.ts';
import { builtIn } from '../built-in.ts';
import { expireLocks } from '../expiry.ts';
import { type OutsideDirectory, OutsideFault } from '../index.ts';
import { draftOfPending } from './pending.ts';

export type OrderServices = Pick<Services, 'db' | 'inTransaction' | 'keys' | 'config' | 'log'>;

/** Whoever ordered it has left by then: an act that nobody waits for surprises. */
const STALE = sql`interval '60 seconds'`;
/** Longer than whoever took it waits for the directory, four answers of ten seconds: by then it is done, or never will be. */
const OVER = sql`interval '45 seconds'`;
const TAKEN_AT_ONCE = 8;

interface Order {
  entry_id: string;
  account_id: string;
  external_id: string;
  /** Nobody has begun with it in time. */
  stale: boolean;
}

/**
 * Carries out what is ordered of a directory, several orders at once. Each is marked as taken before anything is done.
 *
 * @returns whether there may be more
 */
export async function carryOutOrders(services: OrderServices, directory: OutsideDirectory): Promise<boolean> {
  const { rows } = await sql<Order>`
    WITH next AS (
      SELECT entry_id FROM orders
       WHERE directory = ${directory.name} AND ended_at IS NULL AND taken_at IS NULL
       ORDER BY created_at LIMIT ${TAKEN_AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    UPDATE orders SET taken_at = now()
      FROM next, accounts
     WHERE orders.entry_id = next.entry_id AND accounts.id = orders.account_id
    RETURNING orders.entry_id, orders.account_id, external_id,
              orders.created_at < now() - ${STALE} AS stale`.execute(services.db);
  await allOver(rows.map((order) => carryOut(services, directory, order)));
  return rows.length === TAKEN_AT_ONCE;
}

/**
 * Finishes what somebody took and did not end: died, or lost the directory in the middle. Nothing is done again; the directory's
 * state tells what came of it.
 */
export async function settleOrders(services: OrderServices, directory: OutsideDirectory): Promise<void> {
  const { rows } = await sql<Order>`
    SELECT entry_id, account_id, external_id, false AS stale
      FROM orders JOIN accounts ON accounts.id = account_id
     WHERE orders.directory = ${directory.name} AND ended_at IS NULL AND taken_at < now() - ${OVER}
     ORDER BY orders.created_at LIMIT ${TAKEN_AT_ONCE}`.execute(services.db);
  await allOver(rows.map((order) => settle(services, directory, order, null)));
}

async function carryOut(services: OrderServices, directory: OutsideDirectory, order: Order): Promise<void> {
  if (order.stale) return end(services, order, failed('directory_unavailable'));
  try {
    await directory.unlock(order.external_id);
    await end(services, order, null);
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    services.log.warn({ err: error, directory: directory.name }, 'a directory did not do what was ordered');
    if (!error.begun) return end(services, order, { is: 'failed', code: error.code, details: error.details });
    await settle(services, directory, order, error);
  }
}

const failed = (code: 'directory_unavailable' | 'account_gone'): OrderFailure => ({ is: 'failed', code, details: {} });

/** By what the directory says now. Where it says nothing the order stays open, for the next round. */
async function settle(
  services: OrderServices,
  directory: OutsideDirectory,
  order: Order,
  cause: OutsideFault | null,
): Promise<void> {
  try {
    const state = await directory.read(order.external_id);
    if (state === null) await end(services, order, failed('account_gone'));
    else if (!state.locked && !state.disabled) await end(services, order, null);
    else if (cause) await end(services, order, { is: 'failed', code: cause.code, details: cause.details });
    else await end(services, order, failed('directory_unavailable'));
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    services.log.warn({ err: error, directory: directory.name }, 'what came of an order is not known yet');
  }
}

interface Account {
  id: string;
  division: string;
  phone_masked: string | null;
  phone_cipher: Buffer | null;
  key_id: number;
  lock_id: string | null;
  entry_id: string;
  now: Date;
}

/** Writes the second entry, and ends the order: once, whoever comes to it. @param failure null where it was done */
async function end(services: OrderServices, order: Order, failure: OrderFailure | null): Promise<void> {
  await services.inTransaction(async (trx) => {
    const account = await holdOrdered(trx, order);
    if (!account) return;
    const draft = await draftOfPending(trx, order.entry_id);
    const before = await builtIn.read(trx, account.id);
    const entry = { ...draft, id: account.entry_id, account: { id: account.id, division: account.division }, before };
    if (failure) {
      await recordEntry(trx, { ...entry, outcome: 'failed', refusedWith: failure.code, after: before });
      return endOrder(trx, order, failure);
    }
    await builtIn.unlock(trx, { accountId: account.id, lockId: account.lock_id, entryId: account.entry_id });
    const after = await builtIn.read(trx, account.id);
    const office = draft.actor.kind === 'staff' ? (draft.actor.office?.name ?? null) : null;
    await Promise.all([
      recordEntry(trx, { ...entry, outcome: 'done', lockId: account.lock_id, after }),
      queueMessages(trx, services, [
        { entryId: account.entry_id, recipient: account, notice: { kind: 'unlock_notice', at: account.now, office } },
      ]),
      endOrder(trx, order, {
        is: 'done',
        result: {
          entry_id: account.entry_id,
          recorded_at: account.now.toISOString(),
          before,
          after,
          notice_to: account.phone_masked,
          code: null,
        },
      }),
    ]);
  });
}

/** Holds the account of an order that is still open; null where somebody has ended it. */
async function holdOrdered(trx: Transaction<Database>, order: Order): Promise<Account | null> {
  await sql`SELECT FROM accounts WHERE id = ${order.account_id} FOR NO KEY UPDATE`.execute(trx);
  // A lock that has run out ends by itself, not by this.
  await expireLocks(trx, [order.account_id]);
  const { rows } = await sql<Account>`
    SELECT accounts.id, accounts.division, phone_masked, phone_cipher, key_id, locks.id AS lock_id, uuidv7() AS entry_id,
           now()::timestamptz(3) AS now
      FROM orders
      JOIN accounts ON accounts.id = orders.account_id
      LEFT JOIN locks ON locks.account_id = accounts.id AND locks.ended_at IS NULL
     WHERE orders.entry_id = ${order.entry_id} AND orders.ended_at IS NULL`.execute(trx);
  return rows[0] ?? null;
}

async function endOrder(trx: Transaction<Database>, order: Order, answer: OrderAnswer): Promise<void> {
  await sql`
    UPDATE orders SET ended_at = now(), answer = ${JSON.stringify(answer)} WHERE entry_id = ${order.entry_id}`.execute(
    trx,
  );
}

/** As `Promise.all`, but none goes on alone when another has failed. */
async function allOver(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import { type ReceiverName, wayTo } from './receivers.ts';
import { checkpointRecord, entryRecord, type FedEntry, type FeedRecord } from './record.ts';

/** Entries handed over at once; half as many at each further try, for a receiver that is slow. */
const BATCH_MAX = 500;
/** For as long nobody else takes up what was taken up here: more than a receiver may take. */
const LEASE_S = 15;
const LONGEST_WAIT_S = 60;

type FeedServices = Pick<Services, 'db' | 'config' | 'log' | 'outside'>;

/** How far a receiver has come. */
interface Cursor {
  next_index: number;
  checkpoint_size: number;
  tries: number;
}

interface Head {
  size: number;
  checkpoint: string | null;
  signed_at: Date | null;
}

/**
 * Hands the ledger on to a receiver, if it is configured: signed entries in their order and the checkpoint over them, from
 * where it has come. What it has not taken it is given again: twice perhaps, never in another order. Nothing waits for a
 * receiver but its own cursor.
 *
 * @param signal aborted to give up what is on its way
 * @returns whether it takes what it is given, and has more before it
 */
export async function feedReceiver(
  name: ReceiverName,
  { db, config, log, outside }: FeedServices,
  signal: AbortSignal,
): Promise<{ more: boolean }> {
  const send = wayTo(name, config, outside);
  if (!send) return { more: false };
  const cursor = await takeUp(db, name);
  if (!cursor) return { more: false };
  const head = await readHead(db);
  const entries = await readEntries(db, cursor, head.size);
  const to = cursor.next_index + entries.length;
  const covered = to === head.size && head.size > cursor.checkpoint_size;
  try {
    await send([...entries.map(entryRecord), ...(covered ? checkpointOf(head) : [])], signal);
  } catch (error) {
    // By name and message of the connection's, which hold nothing that was sent.
    const problem = error instanceof Error ? error.message : 'unknown';
    log.warn({ feed: name, index: cursor.next_index, problem }, 'a feed was not taken');
    await wait(db, name);
    return { more: false };
  }
  await moveOn(db, name, cursor.next_index, to, covered ? head.size : cursor.checkpoint_size);
  return { more: to < head.size };
}

function checkpointOf({ size, checkpoint, signed_at }: Head): FeedRecord[] {
  return checkpoint !== null && signed_at !== null ? [checkpointRecord(size, signed_at, checkpoint)] : [];
}

/** @returns null where there is nothing new, or it is not time to try again */
async function takeUp(db: Kysely<Database>, name: string): Promise<Cursor | null> {
  await sql`INSERT INTO feeds (name) VALUES (${name}) ON CONFLICT DO NOTHING`.execute(db);
  const { rows } = await sql<Cursor>`
    UPDATE feeds SET tries = tries + 1, next_try_at = now() + make_interval(secs => ${LEASE_S})
      FROM ledger_head AS head
     WHERE name = ${name} AND next_try_at <= now() AND least(next_index, checkpoint_size) < head.size
    RETURNING next_index, checkpoint_size, tries`.execute(db);
  return rows[0] ?? null;
}

async function readHead(db: Kysely<Database>): Promise<Head> {
  const { rows } = await sql<Head>`SELECT size, checkpoint, signed_at FROM ledger_head`.execute(db);
  return rows[0] ?? { size: 0, checkpoint: null, signed_at: null };
}

/** Only what is signed, one for each index, whether or not its entry is still kept. */
async function readEntries(db: Kysely<Database>, { next_index, tries }: Cursor, size: number): Promise<FedEntry[]> {
  const most = Math.max(1, Math.floor(BATCH_MAX / 2 ** (tries - 1)));
  const { rows } = await sql<FedEntry>`
    SELECT place.index, place.recorded_at, place.leaf_hash, entry.leaf
      FROM (
        SELECT index, entry_id, recorded_at, leaf_hash FROM leaves
         WHERE index >= ${next_index} AND index < ${size} ORDER BY index LIMIT ${most}::bigint
      ) AS place
      LEFT JOIN LATERAL (
        SELECT leaf FROM entries WHERE recorded_at = place.recorded_at AND id = place.entry_id LIMIT 1
      ) AS entry ON true
     ORDER BY place.index`.execute(db);
  return rows;
}

async function wait(db: Kysely<Database>, name: string): Promise<void> {
  await sql`
    UPDATE feeds SET next_try_at = now() + make_interval(secs => least(2.0 ^ least(tries, 20), ${LONGEST_WAIT_S}))
     WHERE name = ${name}`.execute(db);
}

/** Never back: another leader may have come further meanwhile. */
async function moveOn(
  db: Kysely<Database>,
  name: string,
  from: number,
  to: number,
  checkpointSize: number,
): Promise<void> {
  await sql`
    UPDATE feeds SET next_index = ${to}, checkpoint_size = ${checkpointSize}, tries = 0, next_try_at = now()
     WHERE name = ${name} AND next_index = ${from}`.execute(db);
}

import { sql, type Transaction } from 'kysely';
import type { EntryAction } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { addUnlocks, type CountedUnlock } from '../review/unlock-hours.ts';
import type { Services } from '../services.ts';
import type { Counted } from './changes.ts';
import { readReviewed } from './count-reviewed.ts';
import { type ActKeys, keysOf } from './keys.ts';
import { addCounts } from './write.ts';

/** Entries in one transaction. */
const BATCH = 500;
/** An act on an account that staff acted on within so many days is a repeat. */
const REPEAT_DAYS = 7;

interface EntryToCount extends ActKeys {
  index: number;
  recorded_at: Date;
  /** Null, as all that follows, where the entry's month is no longer kept. */
  action: EntryAction | null;
  outcome: string | null;
  actor_name: string | null;
  office_name: string | null;
  division: string | null;
  day: string;
  /** From 0 to 23 o'clock, by the offices' clock as the day is. */
  hour: number;
  /** Of the lock that it began or ended. */
  lock_id: string | null;
  account_id: string | null;
  /** Of a step of a review: the act. */
  refers_to: string | null;
  locked_at: Date | null;
  lock_division: string | null;
  repeated: boolean;
}

/**
 * Adds the ledger's next entries to the rollups. The place in the ledger moves on in the same transaction, and is held
 * while it is counted from: each entry is counted once, whoever does it and however often it is broken off.
 */
export async function countEntries({ inTransaction, config }: Services): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows: state } = await sql<{ next: number }>`
      SELECT next_index AS next FROM report_state FOR UPDATE`.execute(trx);
    const from = state[0]?.next ?? 0;
    const { rows: entries } = await readEntries(trx, from, config.TIME_ZONE);
    const last = entries.at(-1);
    if (!last) return { more: false };
    const reviewed = await readReviewed(trx, entries, config.TIME_ZONE);
    await addCounts(trx, [...entries.flatMap(countedOf), ...reviewed]);
    await addUnlocks(trx, entries.flatMap(unlockOf));
    await keepNames(trx, entries);
    await waitForReturns(trx, entries);
    await sql`UPDATE report_state SET next_index = ${last.index + 1}, counted_to = ${last.recorded_at}`.execute(trx);
    return { more: entries.length === BATCH };
  });
}

/** By index, each entry by its key; whether an act is a repeat is one look at the account's own entries. */
function readEntries(trx: Transaction<Database>, from: number, timeZone: string) {
  return sql<EntryToCount>`
    SELECT leaf.index, leaf.recorded_at, entry.action, entry.outcome, entry.actor_kind, entry.actor_subject,
           entry.actor_name, entry.office_code, entry.office_name, entry.division, entry.reason, entry.lock_id,
           entry.account_id, entry.refers_to, lock.cause, lock.started_at AS locked_at, lock.division AS lock_division,
           to_char(leaf.recorded_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day,
           extract(hour FROM leaf.recorded_at AT TIME ZONE ${timeZone})::integer AS hour,
           entry.outcome = 'done' AND entry.action IN ('unlock', 'reset') AND EXISTS (
             SELECT FROM entries AS earlier
              WHERE earlier.account_id = entry.account_id AND earlier.recorded_at < entry.recorded_at
                AND earlier.recorded_at >= entry.recorded_at - make_interval(days => ${REPEAT_DAYS})
                AND earlier.action IN ('unlock', 'reset') AND earlier.outcome = 'done') AS repeated
      FROM (SELECT index, recorded_at, entry_id FROM leaves WHERE index >= ${from}::bigint
             ORDER BY index LIMIT ${sql.lit(BATCH)}) AS leaf
      -- Months that are no longer kept have leaves and no entries; what they held was counted while it was there.
      LEFT JOIN entries AS entry ON entry.recorded_at = leaf.recorded_at AND entry.id = leaf.entry_id
      LEFT JOIN locks AS lock ON lock.id = entry.lock_id
     ORDER BY leaf.index`.execute(trx);
}

function countedOf(entry: EntryToCount): Counted[] {
  const { action, outcome, division, day, repeated } = entry;
  if (outcome !== 'done' || division === null) return [];
  const counted = { division, day, keys: keysOf(entry) };
  const repeats = repeated ? 1 : 0;
  switch (action) {
    case 'lock':
      return [{ ...counted, counts: { locks: 1 } }];
    case 'unlock':
      return [{ ...counted, counts: { unlocks: 1, repeats } }];
    case 'reset':
      return [{ ...counted, counts: { resets: 1, repeats } }];
    default:
      return [];
  }
}

function unlockOf({ action, outcome, actor_kind, division, office_code, day, hour }: EntryToCount): CountedUnlock[] {
  const counted = action === 'unlock' && outcome === 'done' && actor_kind === 'staff';
  return counted && division !== null && office_code !== null ? [{ day, hour, division, office: office_code }] : [];
}

async function keepNames(trx: Transaction<Database>, entries: readonly EntryToCount[]): Promise<void> {
  const names = new Map<string, { dimension: string; key: string; name: string }>();
  for (const { actor_kind, actor_subject, actor_name, office_code, office_name } of entries) {
    if (actor_kind === 'staff' && actor_name !== null) {
      names.set(`clerk ${actor_subject}`, { dimension: 'clerk', key: actor_subject, name: actor_name });
    }
    if (office_code !== null && office_name !== null) {
      names.set(`office ${office_code}`, { dimension: 'office', key: office_code, name: office_name });
    }
  }
  if (names.size === 0) return;
  await sql`
    INSERT INTO report_names (dimension, key, name)
    SELECT dimension, key, name
      FROM jsonb_to_recordset(${JSON.stringify([...names.values()])}::jsonb) AS known (dimension text, key text, name text)
     ORDER BY dimension, key
    ON CONFLICT (dimension, key) DO UPDATE SET name = excluded.name WHERE report_names.name <> excluded.name`.execute(
    trx,
  );
}

const ENDS: readonly EntryAction[] = ['unlock', 'reset', 'expire', 'end_elsewhere'];

/** Locks that have ended: from now on it is looked for whether their citizen has signed in. */
async function waitForReturns(trx: Transaction<Database>, entries: readonly EntryToCount[]): Promise<void> {
  const ended = entries.flatMap((entry) => {
    const { action, outcome, lock_id, account_id, locked_at, recorded_at, division, lock_division } = entry;
    if (action === null || !ENDS.includes(action) || outcome !== 'done' || lock_id === null || locked_at === null)
      return [];
    const keys = keysOf(entry);
    return [{ lock_id, account_id, locked_at, ended_at: recorded_at, division: division ?? lock_division, keys }];
  });
  if (ended.length === 0) return;
  await sql`
    INSERT INTO report_waiting (lock_id, account_id, locked_at, ended_at, division, keys, look_at)
    SELECT lock_id, account_id, locked_at, ended_at, division, keys, now()
      FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS ended (
        lock_id uuid, account_id uuid, locked_at timestamptz, ended_at timestamptz, division text, keys jsonb)
     -- Whose attempts are gone never returns, and nothing of them is kept any more.
     WHERE NOT EXISTS (SELECT FROM accounts WHERE accounts.id = ended.account_id AND erased_at IS NOT NULL)
    ON CONFLICT (lock_id) DO NOTHING`.execute(trx);
}

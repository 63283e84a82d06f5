import pg from 'pg';
import { PEOPLE, type TestPerson } from '../../src/api/testing/issuer.ts';
import type { UnlockInput } from '../../src/contract/index.ts';
import { HEADERS } from '../../src/contract/index.ts';
import type { CallInput } from '../harness/caller.ts';
import type { Recording } from '../harness/recording.ts';
import { recordCall } from './api.ts';
import type { Bench, BenchDatabase } from './bench.ts';
import type { Staff } from './staff.ts';

/** A citizen whose account is locked and was opened by the clerk: one unlock from free. */
export interface OpenedCitizen {
  accountId: string;
  lockId: string;
  openingId: string;
}

const PHONE = '13812345678';
const CHUNK = 5_000;
/** In force, and not about to run out while the row runs. */
const LOCKED = `ended_at IS NULL AND (ends_at IS NULL OR ends_at > now() + interval '30 minutes')`;

/** Takes so many locked accounts of the filled database, gives them a phone that opens, and has the clerk open them. */
export async function openCitizens(
  bench: Bench,
  database: BenchDatabase,
  clerk: TestPerson,
  count: number,
): Promise<OpenedCitizen[]> {
  bench.say(`opening ${count} locked accounts`);
  return asOwner(database, async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT account_id AS id FROM locks WHERE ${LOCKED} LIMIT $1`, [
      count,
    ]);
    if (rows.length < count) throw new Error(`${count} accounts are to be unlocked, ${rows.length} are locked`);
    const opened: OpenedCitizen[] = [];
    for (let from = 0; from < rows.length; from += CHUNK) {
      const ids = rows.slice(from, from + CHUNK).map(({ id }) => id);
      await sealPhones(bench, client, ids);
      const { subject, name, office } = clerk;
      opened.push(
        ...(await client.query<OpenedCitizen>(OPEN, [ids, subject, name, office?.code, office?.division])).rows,
      );
    }
    await client.query('VACUUM (ANALYZE) accounts, entries');
    await client.query('CHECKPOINT');
    return opened;
  });
}

/** Gives the accounts that the clerk's list begins with a phone that opens, so that they can be unlocked. */
export function callable(bench: Bench, database: BenchDatabase, city: string, count: number): Promise<void> {
  return asOwner(database, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT account_id AS id FROM locks WHERE ended_at IS NULL AND city = $1 ORDER BY started_at DESC LIMIT $2`,
      [city, count],
    );
    await sealPhones(
      bench,
      client,
      rows.map(({ id }) => id),
    );
  });
}

async function asOwner<T>({ ownerUrl }: BenchDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function sealPhones(bench: Bench, client: pg.Client, ids: readonly string[]): Promise<void> {
  const { keys } = await bench.keys();
  const sealed = ids.map((id) => keys.seal({ table: 'accounts', id, column: 'phone' }, PHONE));
  await client.query(
    `UPDATE accounts SET phone_cipher = sealed, key_id = $3
       FROM unnest($1::uuid[], $2::bytea[]) AS given (account_id, sealed) WHERE id = account_id`,
    [ids, sealed, keys.current],
  );
}

/** In the ledger, weighed and counted, as what was done a while ago: whoever leads next has nothing to catch up with. */
const OPEN = `
  WITH opening AS (
    INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, actor_name, office_code,
        account_id, province, city, division, leaf)
    SELECT uuidv7(), now(), 'open', 'done', 'staff', $2, $3, $4, account_id, left($5, 2), left($5, 4), $5, '{}'
      FROM unnest($1::uuid[]) AS account_id
    RETURNING id, account_id, recorded_at, leaf
  ), stand AS (
    UPDATE sequencer_state SET next_index = next_index + (SELECT count(*) FROM opening) RETURNING next_index
  ), sequenced AS (
    INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
    SELECT next_index - row_number() OVER (), id, recorded_at, sha256('\\x00'::bytea || leaf) FROM opening, stand
  ), weighed AS (
    UPDATE review_cursor SET next_index = stand.next_index FROM stand
  ), counted AS (
    UPDATE report_state SET next_index = stand.next_index FROM stand
  )
  SELECT account_id AS "accountId", locks.id AS "lockId", opening.id AS "openingId"
    FROM opening JOIN locks USING (account_id)
   WHERE locks.ended_at IS NULL`;

/** The request that frees one of them; a new key each time. */
export function unlockCall({ accountId, openingId }: OpenedCitizen, bearer: string): CallInput {
  const body: Omit<UnlockInput, 'account_id'> = {
    opening_id: openingId,
    version: 1,
    reason: { code: 'remembered_password' },
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
    ticket: 'A037',
  };
  return {
    method: 'POST',
    path: `/v1/accounts/${accountId}/unlock`,
    headers: { authorization: bearer, [HEADERS.idempotencyKey]: crypto.randomUUID() },
    body,
  };
}

/**
 * What the API says to the database to free one of them. Whoever says it again gives, in this order: account, opening,
 * idempotency key, lock.
 */
export async function recordUnlock(
  bench: Bench,
  database: BenchDatabase,
  staff: Staff,
  citizen: OpenedCitizen,
): Promise<Recording> {
  const call = unlockCall(citizen, staff.bearer(PEOPLE.clerk));
  const key = String(call.headers?.[HEADERS.idempotencyKey]);
  const given = [citizen.accountId, citizen.openingId, key, citizen.lockId];
  return recordCall(bench, database, staff.issuer, { call, given });
}

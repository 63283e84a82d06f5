import pg from 'pg';
import type { TestPerson } from '../../src/api/testing/issuer.ts';
import type { UnlockInput } from '../../src/contract/index.ts';
import { HEADERS } from '../../src/contract/index.ts';
import type { CallInput } from '../harness/caller.ts';
import type { Bench, BenchDatabase } from './bench.ts';

/** A citizen whose account is locked and was opened by the clerk: one unlock from free. */
export interface OpenedCitizen {
  accountId: string;
  lockId: string;
  openingId: string;
}

const PHONE = '13812345678';
const CHUNK = 5_000;

/** Takes so many locked accounts of the filled database, gives them a phone that opens, and has the clerk open them. */
export async function openCitizens(
  bench: Bench,
  database: BenchDatabase,
  clerk: TestPerson,
  count: number,
): Promise<OpenedCitizen[]> {
  bench.say(`opening ${count} locked accounts`);
  const { keys } = await bench.keys();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rows: locked } = await client.query<{ account_id: string }>(
      `SELECT account_id FROM locks WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > now() + interval '30 minutes') LIMIT $1`,
      [count],
    );
    if (locked.length < count) throw new Error(`${count} accounts are to be unlocked, ${locked.length} are locked`);
    const opened: OpenedCitizen[] = [];
    for (let from = 0; from < locked.length; from += CHUNK) {
      const ids = locked.slice(from, from + CHUNK).map((row) => row.account_id);
      const sealed = ids.map((id) => keys.seal({ table: 'accounts', id, column: 'phone' }, PHONE));
      const { rows } = await client.query<OpenedCitizen>(OPEN, [
        ids,
        sealed,
        keys.current,
        clerk.subject,
        clerk.name,
        clerk.office?.code,
        clerk.office?.division,
      ]);
      opened.push(...rows);
    }
    await client.query('VACUUM (ANALYZE) accounts, entries');
    await client.query('CHECKPOINT');
    return opened;
  } finally {
    await client.end();
  }
}

const OPEN = `
  WITH called AS (
    UPDATE accounts SET phone_cipher = sealed, key_id = $3
      FROM unnest($1::uuid[], $2::bytea[]) AS given (account_id, sealed) WHERE id = account_id
  ), opening AS (
    INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, actor_name, office_code,
        account_id, province, city, division, leaf)
    SELECT uuidv7(), now(), 'open', 'done', 'staff', $4, $5, $6, account_id, left($7, 2), left($7, 4), $7, '{}'
      FROM unnest($1::uuid[]) AS account_id
    RETURNING id, account_id
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

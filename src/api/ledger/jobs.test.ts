import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { JOBS } from './jobs.ts';

let api: TestApi;
beforeAll(async () => {
  // Jobs run when a test says so.
  api = await startTestApi({}, { leads: false });
});
afterAll(() => api.close());

function run(name: string) {
  const job = JOBS.find((one) => one.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job.run(api.services, new AbortController().signal);
}

describe('the leader', () => {
  it('closes locks that have run out, each with an entry that says when it really ended', async () => {
    const ids = await Promise.all([0, 1, 2].map(() => makeCitizen(api.services, { lock: 'temporary' })));
    const [running, ...over] = ids;
    await sql`UPDATE locks SET started_at = now() - interval '1 hour', ends_at = now() - interval '10 minutes'
               WHERE account_id = ANY (${over})`.execute(api.services.db);
    expect(await run('close locks that have run out')).toEqual({ closed: 2, more: false });
    const { rows } = await sql<{
      account_id: string;
      late: number;
      effective: boolean;
      by: string | null;
      version: number;
    }>`
      SELECT locks.account_id, ended_by AS by, version, ended_at = ends_at AND (after->>'effective_at')::timestamptz = ends_at AS effective,
             extract(epoch FROM recorded_at - ended_at)::float8 / 60 AS late
        FROM locks JOIN accounts ON accounts.id = locks.account_id LEFT JOIN entries ON entries.id = end_entry_id
       WHERE locks.account_id = ANY (${ids})`.execute(api.services.db);
    for (const row of rows) {
      if (row.account_id === running) expect(row).toMatchObject({ by: null, version: 1 });
      else {
        expect(row).toMatchObject({ by: 'expired', version: 2, effective: true });
        expect(row.late).toBeCloseTo(10, 0);
      }
    }
    expect(await run('close locks that have run out')).toEqual({ closed: 0, more: false });
  });

  it('leaves an account that somebody holds for the next time, and waits for nobody', async () => {
    const id = await makeCitizen(api.services, { lock: 'temporary' });
    await sql`UPDATE locks SET started_at = now() - interval '1 hour', ends_at = now() WHERE account_id = ${id}`.execute(
      api.services.db,
    );
    await api.services.inTransaction(async (trx) => {
      await sql`SELECT FROM accounts WHERE id = ${id} FOR NO KEY UPDATE`.execute(trx);
      expect(await run('close locks that have run out')).toMatchObject({ closed: 0 });
    });
    expect(await run('close locks that have run out')).toMatchObject({ closed: 1 });
  });

  it('forgets idempotency keys after 24 hours', async () => {
    await sql`
      INSERT INTO idempotency_keys (actor_subject, key, operation, body_hash, entry_id, answer, created_at)
      SELECT 'limin', gen_random_uuid(), 'unlockAccount', '\\x00', gen_random_uuid(), '{}', now() - age
        FROM unnest(ARRAY[interval '23 hours', interval '25 hours', interval '30 days']) AS age`.execute(
      api.services.db,
    );
    await run('forget idempotency keys');
    const { rows } = await sql`SELECT count(*) AS count FROM idempotency_keys`.execute(api.services.db);
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('forgets orders 24 hours after they ended, and none that is open', async () => {
    const id = await makeCitizen(api.services);
    await sql`
      INSERT INTO orders (entry_id, directory, account_id, action, created_at, ended_at, answer)
      SELECT uuidv7(), 'agency', ${id}, 'unlock', now() - interval '30 days', now() - age,
             CASE WHEN age IS NOT NULL THEN '{}'::jsonb END
        FROM unnest(ARRAY[NULL, interval '23 hours', interval '25 hours']) AS age`.execute(api.services.db);
    await run('forget idempotency keys');
    const { rows } = await sql`SELECT ended_at IS NULL AS open FROM orders ORDER BY open`.execute(api.services.db);
    expect(rows).toEqual([{ open: false }, { open: true }]);
  });

  it('makes the months that are missing, back to what is kept and three ahead', async () => {
    await api.database.asOwner(`DO $$ BEGIN
      EXECUTE 'DROP TABLE attempts_' || to_char(now() AT TIME ZONE 'UTC' - interval '5 months', 'YYYY_MM');
      EXECUTE 'DROP TABLE entries_' || to_char(now() AT TIME ZONE 'UTC' + interval '3 months', 'YYYY_MM'); END $$`);
    await run('make partitions');
    const { rows } = await sql`
      SELECT bool_and(to_regclass(parent || to_char(now() AT TIME ZONE 'UTC' + make_interval(months => step), '_YYYY_MM')) IS NOT NULL) AS whole
        FROM unnest(ARRAY['attempts', 'entries', 'entry_private']) AS parent, generate_series(-6, 3) AS step`.execute(
      api.services.db,
    );
    expect(rows).toEqual([{ whole: true }]);
  });
});

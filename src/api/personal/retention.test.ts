import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { monthsWritable, retireMonths } from './retention.ts';

let api: TestApi;
let citizen: string;
let held: string;
beforeAll(async () => {
  // Months go when a test says so.
  api = await startTestApi({}, { leads: false });
  [citizen, held] = await Promise.all([makeCitizen(api.services), makeCitizen(api.services)]);
  await api.database.asOwner('UPDATE accounts SET held_at = now() WHERE id = $1', [held]);
});
afterAll(() => api.close());

const owner = (text: string, values?: unknown[]) => api.database.asOwner(text, values);

async function makeMonth(table: string, from: string, to: string): Promise<void> {
  await owner(`CREATE TABLE ${table}_${from.replace('-', '_')} PARTITION OF ${table}
    FOR VALUES FROM ('${from}-01 00:00:00+00') TO ('${to}-01 00:00:00+00')`);
}

const addAttempt = (account: string, at: string) =>
  owner(
    `INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
       factor, password_repeated, counted)
     VALUES ($1, 'app', $2, $3, '', '***', 'success', 'password', false, false)`,
    [at, crypto.randomUUID(), account],
  );

const addMessage = (account: string, at: string) =>
  owner(
    `INSERT INTO outbox (entry_id, account_id, kind, key_id, created_at, not_after) VALUES (uuidv7(), $1, 'lock_notice', 1, $2, $2)`,
    [account, at],
  );

async function retireAll(): Promise<void> {
  while ((await retireMonths(api.services)).more);
}

async function retired(): Promise<string[]> {
  const { rows } = await owner("SELECT reason, field FROM entries WHERE action = 'retire' ORDER BY id");
  return rows.map(({ reason, field }) => `${reason} ${field}`);
}

const partition = async (name: string): Promise<boolean> =>
  (await owner('SELECT to_regclass($1) IS NOT NULL AS there', [name])).rows[0].there;

describe('retention', () => {
  it('drops each month that is older than it is kept, with an entry, and nothing of an account under a legal hold', async () => {
    await makeMonth('attempts', '2020-01', '2020-02');
    await makeMonth('attempts', '2020-02', '2020-03');
    await makeMonth('attempts', '2020-04', '2020-05');
    await makeMonth('entry_private', '2020-01', '2020-02');
    await owner("INSERT INTO entry_private VALUES (uuidv7(), '2020-01-05', NULL, '{}')");
    for (const account of [citizen, citizen, held]) await addAttempt(account, '2020-01-31T23:59:59.999Z');
    await addAttempt(citizen, '2020-02-01T00:00:00Z');
    const recent = new Date(Date.now() - 40 * 86_400_000).toISOString();
    await addAttempt(citizen, recent);
    for (const account of [citizen, held]) await addMessage(account, '2020-03-10T00:00:00Z');
    await addMessage(citizen, recent);

    await retireAll();
    // April was empty: there is nothing to tell.
    expect((await retired()).sort()).toEqual([
      'attempts 2020-01',
      'attempts 2020-02',
      'messages 2020-03',
      'notes 2020-01',
    ]);
    expect((await owner('SELECT account_id FROM attempts WHERE occurred_at < $1', ['2021-01-01'])).rows).toEqual([
      { account_id: held },
    ]);
    expect(await partition('attempts_2020_02')).toBe(false);
    expect(await partition('attempts_2020_04')).toBe(false);
    expect(await partition('entry_private_2020_01')).toBe(false);
    expect(
      (await owner('SELECT account_id, created_at < now() - interval $$1 year$$ AS old FROM outbox ORDER BY 2')).rows,
    ).toEqual([
      { account_id: citizen, old: false },
      { account_id: held, old: true },
    ]);
    expect((await owner('SELECT FROM attempts WHERE occurred_at > $1', ['2021-01-01'])).rows).toHaveLength(1);
  });

  it('drops the rest once the hold is lifted', async () => {
    await owner('UPDATE accounts SET held_at = NULL WHERE id = $1', [held]);
    await retireAll();
    expect(await partition('attempts_2020_01')).toBe(false);
    expect((await owner('SELECT FROM outbox')).rows).toHaveLength(1);
    expect((await retired()).slice(-2)).toEqual(['attempts 2020-01', 'messages 2020-03']);
  });

  it('has bounds that the API’s role cannot move: nothing fresh goes, and no entries or leaves ever', async () => {
    const client = await api.services.pool.connect();
    try {
      for (;;) {
        const { rows } = await client.query("SELECT state FROM retire_month('attempts', 1)");
        if (rows[0].state === null) break;
      }
      for (const table of ['entries', 'leaves', 'accounts']) {
        await expect(client.query('SELECT retire_month($1, 1)', [table])).rejects.toThrow('nothing is retired');
      }
    } finally {
      client.release();
    }
    const name = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 7).replace('-', '_');
    expect(await partition(`attempts_${name(0)}`)).toBe(true);
    expect(await partition(`attempts_${name(30)}`)).toBe(true);
    expect(await partition(`entry_private_${name(0)}`)).toBe(true);
  });

  it('leaves those months that are still written to', () => {
    expect(monthsWritable(180, new Date('2026-11-23T00:00:00Z'))).toBe(6);
    expect(monthsWritable(180, new Date('2026-11-30T00:00:00Z'))).toBe(5);
    expect(monthsWritable(30, new Date('2026-01-15T00:00:00Z'))).toBe(1);
  });
});

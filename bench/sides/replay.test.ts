import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase } from '../../src/standalone/testing.ts';
import { only, recordStatements, roundTrips } from '../harness/recording.ts';
import { makeReplay } from './replay.ts';

let pool: Pool;
beforeAll(async () => {
  pool = new Pool({ connectionString: await createDatabase(inject('postgresUrl')), max: 2 });
  await pool.query('CREATE TABLE act (account uuid, entry uuid DEFAULT uuidv7(), told text)');
});
afterAll(() => pool.end());

/** As an act of the API: two statements sent together, and one that names what the first of them answered. */
async function act(account: string): Promise<void> {
  const client = await pool.connect();
  const [inserted] = await Promise.all([
    client.query<{ entry: string }>({
      text: 'INSERT INTO act (account) VALUES ($1) RETURNING entry',
      values: [account],
    }),
    client.query({ text: 'SELECT 1 AS one' }),
  ]);
  const entry = inserted.rows[0]?.entry;
  await client.query({ text: 'UPDATE act SET told = $1 WHERE entry = $2', values: [`entry ${entry}`, entry] });
  client.release();
}

it('says again for another account what was said for one, with what the database answers this time', async () => {
  const [recorded, replayed] = [randomUUID(), randomUUID()];
  const recording = await recordStatements(pool, [recorded], () => act(recorded));
  expect(recording.statements).toHaveLength(3);
  expect(roundTrips(recording)).toBe(2);

  const client = await pool.connect();
  await makeReplay(recording)(client, [replayed]);
  client.release();
  const { rows } = await pool.query('SELECT account, told = $1 || entry AS told FROM act ORDER BY entry', ['entry ']);
  expect(rows).toEqual([
    { account: recorded, told: true },
    { account: replayed, told: true },
  ]);
});

it('leaves out what others say on the same connections meanwhile', async () => {
  const account = randomUUID();
  const other = async () => {
    const client = await pool.connect();
    await client.query({ text: 'SELECT 3 AS three' });
    client.release();
  };
  const [recording] = await Promise.all([recordStatements(pool, [account], () => act(account)), other()]);
  expect(recording.statements).toHaveLength(3);
  expect(only(recording, /three/).statements).toEqual([]);
  expect(only(recording, /UPDATE/).statements).toHaveLength(1);
});

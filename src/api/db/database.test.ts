import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const keys = async (): Promise<number> =>
  (await sql<{ count: number }>`SELECT count(*) FROM idempotency_keys`.execute(database.db)).rows[0]?.count ?? -1;

test('a statement that comes after the end of its transaction is refused: the connection may be serving another by then', async () => {
  const late = Promise.withResolvers<unknown>();
  const failed = database.inTransaction(async (trx) => {
    // As an act that hashes a code while a statement beside it fails.
    void delay(50)
      .then(() =>
        sql`INSERT INTO idempotency_keys (actor_subject, key, operation, body_hash, entry_id, answer)
            VALUES ('late', uuidv7(), 'unlockAccount', '', uuidv7(), '{}')`.execute(trx),
      )
      .then(late.resolve, late.reject);
    throw new Error('failed');
  });
  await Promise.all([
    expect(failed).rejects.toThrow('failed'),
    expect(late.promise).rejects.toThrow('came after the end of its transaction'),
  ]);
  expect(await keys()).toBe(0);
});

test('statements sent together fail for one reason, whichever of them is heard first', async () => {
  let outcomes: PromiseSettledResult<unknown>[] = [];
  const failed = database.inTransaction(async (trx) => {
    outcomes = await Promise.allSettled([sql`SELECT 1 / 0`.execute(trx), sql`SELECT 1`.execute(trx)]);
  });
  await expect(failed).rejects.toThrow('had failed before its end');
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: '22012' } },
    { status: 'rejected', reason: { code: '22012' } },
  ]);
});

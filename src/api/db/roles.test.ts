/** Promise 10: the ledger is append-only by privilege. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { checkDatabase } from './ready-to-use.ts';

const DENIED = '42501';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.call(PEOPLE.clerk, 'unlockAccount', await readyToUnlock(api));
});
afterAll(() => api.close());

describe("promise 10: the API's role is denied", () => {
  const month = new Date().toISOString().slice(0, 7).replace('-', '_');
  const tables = ['entries', 'entry_private', 'leaves', `entries_${month}`, `entry_private_${month}`];
  const statements = tables.flatMap((table) => [
    `UPDATE ${table} SET recorded_at = now()`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} ADD COLUMN more text`,
    `CREATE INDEX ON ${table} (recorded_at)`,
    `CREATE TRIGGER t BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    `CREATE RULE r AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
  ]);
  test.each([
    ...statements,
    'CREATE TABLE more (id integer)',
    'SET ROLE lockdesk_owner',
    'ALTER ROLE lockdesk_api SUPERUSER',
    'DELETE FROM accounts',
    'DELETE FROM lock_counters',
    // Evidence: only which of them brought a lock about is written later.
    'DELETE FROM attempts',
    "UPDATE attempts SET outcome = 'success'",
    'UPDATE idempotency_keys SET created_at = now()',
    'DELETE FROM kysely_migration',
  ])('%s', async (statement) => {
    await expect(api.services.pool.query(statement)).rejects.toMatchObject({ code: DENIED });
  });
});

describe('the API does not start', () => {
  /** The role's rights belong to each database: another one here would not meet the other tests. */
  const problemOf = (pool: pg.Pool) =>
    checkDatabase(pool).then(
      () => null,
      (error: Error) => error.message,
    );

  test.each(['UPDATE', 'DELETE', 'TRUNCATE', 'UPDATE (reason)'])('where its role has %s on entries', async (right) => {
    await api.database.asOwner(`GRANT ${right} ON entries TO lockdesk_api`);
    expect(await problemOf(api.services.pool)).toContain(`entries: ${right.split(' ')[0]}`);
    await api.database.asOwner(`REVOKE ${right} ON entries FROM lockdesk_api`);
    expect(await problemOf(api.services.pool)).toBeNull();
  });

  it('as the owner', async () => {
    const pool = new pg.Pool({ connectionString: api.database.ownerUrl, max: 1 });
    expect(await problemOf(pool)).toContain('lockdesk_owner');
    await pool.end();
  });

  it('without the tables, and says that there is no database', async () => {
    const name = `empty_${crypto.randomUUID().replaceAll('-', '')}`;
    await api.database.asOwner(`CREATE DATABASE ${name}`);
    const url = new URL(api.database.apiUrl);
    url.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 1 });
    expect(await problemOf(pool)).toContain('migrate');
    await pool.end();

    url.pathname = '/nowhere';
    const nowhere = new pg.Pool({ connectionString: url.href, max: 1 });
    expect(await problemOf(nowhere)).toContain('3D000');
    await nowhere.end();
  });
});

describe('migrate', () => {
  it('changes nothing when it is run again', async () => {
    const shape = `SELECT string_agg(format('%s.%s %s %s', table_name, column_name, data_type, column_default), E'\\n'
                     ORDER BY table_name, ordinal_position) AS shape
                     FROM information_schema.columns WHERE table_schema = 'public'`;
    const before = await api.database.asOwner(shape);
    expect(await migrate(api.database.ownerUrl)).toEqual([]);
    expect((await api.database.asOwner(shape)).rows).toEqual(before.rows);
  });
});

import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase } from '../../standalone/testing.ts';
import { type Db, makeDb } from '../db/database.ts';
import { makePool } from '../db/pool.ts';
import { API_ROLE } from '../db/roles.ts';
import { migrate } from '../migrate.ts';

export interface TestDatabase extends Db {
  ownerUrl: string;
  /** As the API's own role. */
  apiUrl: string;
  pool: pg.Pool;
  /** One statement as the owner of everything, for what the API's role may not do. */
  asOwner(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

/**
 * A fresh database, migrated, with connections as the API's role.
 *
 * @param serverUrl of its server; the test run's own where it is missing
 */
export async function openTestDatabase(serverUrl = inject('postgresUrl')): Promise<TestDatabase> {
  const ownerUrl = await createDatabase(serverUrl);
  await migrate(ownerUrl);
  return connectTestDatabase(ownerUrl);
}

/** One that is there already. */
export function connectTestDatabase(ownerUrl: string): TestDatabase {
  const api = new URL(ownerUrl);
  api.username = API_ROLE;
  const pool = makePool(api.href, 20);
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // Tests that kill the server end its sessions too.
  owner.on('error', () => {});
  return {
    ownerUrl,
    apiUrl: api.href,
    pool,
    ...makeDb(pool),
    asOwner: (text, values) => owner.query(text, values),
    close: async () => {
      await Promise.all([pool.end(), owner.end()]);
    },
  };
}

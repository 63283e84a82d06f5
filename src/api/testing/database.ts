import type { Pool } from 'pg';
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
  pool: Pool;
  close(): Promise<void>;
}

/** A fresh database of the test run's PostgreSQL, migrated, with connections as the API's role. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const ownerUrl = await createDatabase(inject('postgresUrl'));
  await migrate(ownerUrl);
  const api = new URL(ownerUrl);
  api.username = API_ROLE;
  const pool = makePool(api.href, 20);
  return { ownerUrl, apiUrl: api.href, pool, ...makeDb(pool), close: () => pool.end() };
}

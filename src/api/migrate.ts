/**
 * Brings a database to this version's tables and gives the API's role its rights. Run by the owner, before the API of a
 * new version starts: `DATABASE_OWNER_URL=postgres://… node src/api/migrate.ts`. Doing it again changes nothing.
 */
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { MIGRATIONS } from './db/migrations/index.ts';
import { grantRights } from './db/roles.ts';
import { say } from './start-problem.ts';

/**
 * @param ownerUrl connection URL of the role that owns the tables and may create roles
 * @returns names of the migrations that were applied
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  try {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    const client = await pool.connect();
    try {
      await grantRights(client);
    } finally {
      client.release();
    }
    return results.map((result) => result.migrationName);
  } finally {
    await pool.end();
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_OWNER_URL;
  if (!url) {
    process.stderr.write(`${say('owner_url_missing')}\n`);
    process.exit(1);
  }
  const applied = await migrate(url);
  for (const name of applied) process.stdout.write(`${say('migrated', { name })}\n`);
  if (applied.length === 0) process.stdout.write(`${say('migrated_already')}\n`);
}

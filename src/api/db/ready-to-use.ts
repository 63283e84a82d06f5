import type pg from 'pg';
import { StartProblem } from '../start-problem.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { ledgerRightsBeyondAppending } from './roles.ts';

const UNDEFINED_TABLE = '42P01';

/**
 * Refuses a database that this version cannot serve from: one without its tables, or one that lets the API's own role
 * change the ledger (ASVS 5.0 16.4.2).
 *
 * @throws StartProblem
 */
export async function checkDatabase(pool: pg.Pool): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new StartProblem('database_unreachable', { code: codeOf(error) }, { cause: error });
  });
  try {
    const { rows } = await client
      .query<{ name: string }>('SELECT name FROM kysely_migration')
      .catch((error: unknown) => {
        if (codeOf(error) === UNDEFINED_TABLE) return { rows: [] };
        throw error;
      });
    const applied = rows.map((row) => row.name);
    if (!Object.keys(MIGRATIONS).every((name) => applied.includes(name))) throw new StartProblem('not_migrated');
    const rights = await ledgerRightsBeyondAppending(client);
    if (rights.length > 0) {
      const role = await client.query<{ name: string }>('SELECT current_user AS name');
      throw new StartProblem('ledger_rights', { role: role.rows[0]?.name ?? '', rights: rights.join(', ') });
    }
  } finally {
    client.release();
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'timeout';

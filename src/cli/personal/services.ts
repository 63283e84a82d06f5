import pg from 'pg';
import { type Db, makeDb } from '../../api/db/database.ts';
import { makePool } from '../../api/db/pool.ts';
import type { KeySource } from '../../api/personal/key-file.ts';
import { WrongUsage } from '../arguments.ts';
import { CliProblem, EXIT } from '../say.ts';

/** Where the keys are: as the API is told. @throws WrongUsage unless by exactly one of both ways */
export function keySource({ LOCKDESK_KEY_FILE: file, LOCKDESK_KEY_COMMAND: command }: NodeJS.ProcessEnv): KeySource {
  if (file !== undefined && command === undefined) return { file };
  if (command !== undefined && file === undefined) return { command };
  throw new WrongUsage();
}

/** Works on a database, and ends its connections. @throws CliProblem where it cannot be reached, or does not go on */
export async function withDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const pool = makePool(url, 2);
  try {
    return await work(makeDb(pool));
  } catch (error) {
    if (error instanceof pg.DatabaseError || (error as Error).name === 'DatabaseUnavailable') {
      throw new CliProblem('database_unreachable', { why: (error as Error).message }, EXIT.unfinished);
    }
    throw error;
  } finally {
    await pool.end();
  }
}

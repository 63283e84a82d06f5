import { type Kysely, sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { secondsBehind } from '../ledger/behind.ts';
import { addressOf, RECEIVERS, type ReceiverName } from './receivers.ts';

export interface FeedStand {
  name: ReceiverName;
  /** Age of the oldest entry that it has not been given, in seconds; 0 where it has all. */
  behindSeconds: number;
}

/** How far each configured receiver of the feed is behind. */
export async function feedStands(db: Kysely<Database>, config: Config): Promise<FeedStand[]> {
  const names = RECEIVERS.filter((name) => addressOf(config, name) !== undefined);
  if (names.length === 0) return [];
  const { rows } = await sql<{ name: string; next_index: number }>`SELECT name, next_index FROM feeds`.execute(db);
  return Promise.all(
    names.map(async (name) => {
      const next = rows.find((row) => row.name === name)?.next_index ?? 0;
      return { name, behindSeconds: await secondsBehind(db, next) };
    }),
  );
}

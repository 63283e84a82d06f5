import { sql } from 'kysely';
import type { RetiredClass } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import { recordEntry } from '../ledger/record.ts';
import type { Services } from '../services.ts';

/** What goes after its time, with the table that it stands in. Leaves and their hashes stay for ever. */
const CLASSES: readonly { name: RetiredClass; table: string; days: (config: Config) => number }[] = [
  { name: 'attempts', table: 'attempts', days: (config) => config.ATTEMPTS_KEPT_DAYS },
  { name: 'notes', table: 'entry_private', days: (config) => config.NOTES_KEPT_DAYS },
  { name: 'messages', table: 'outbox', days: (config) => config.MESSAGES_KEPT_DAYS },
  { name: 'reset_codes', table: 'reset_codes', days: (config) => config.MESSAGES_KEPT_DAYS },
];

/** Who drops months, in the ledger. */
const RETENTION = { kind: 'policy', subject: 'retention' } as const;

/**
 * Drops the oldest month of each class that is older than it is to be kept, with an entry in the same transaction. What
 * belongs to an account under a legal hold stays.
 */
export async function retireMonths({
  config,
  inTransaction,
}: Pick<Services, 'config' | 'inTransaction'>): Promise<{ more: boolean }> {
  let more = false;
  for (const { name, table, days } of CLASSES) {
    const state = await inTransaction(async (trx) => {
      const { rows } = await sql<{ month: string | null; state: 'dropped' | 'empty' | 'more' | null }>`
        SELECT to_char(month, 'YYYY-MM') AS month, state FROM retire_month(${table}, ${days(config)}::integer)`.execute(
        trx,
      );
      const [retired] = rows;
      if (retired?.state === 'dropped') {
        const told = { reason: name, field: retired.month };
        await recordEntry(trx, { action: 'retire', outcome: 'done', actor: RETENTION, ...told });
      }
      return retired?.state ?? null;
    });
    more ||= state !== null;
  }
  return { more };
}

/** Months back from this one, as far as attempts are kept: older ones are refused. */
export function monthsWritable(keptDays: number, now: Date): number {
  const oldest = new Date(now.getTime() - keptDays * 86_400_000);
  return (now.getUTCFullYear() - oldest.getUTCFullYear()) * 12 + now.getUTCMonth() - oldest.getUTCMonth();
}

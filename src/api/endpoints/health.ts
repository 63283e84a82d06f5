import { sql } from 'kysely';
import { MIGRATIONS } from '../db/migrations/index.ts';
import type { EndpointHandler } from '../http/handler.ts';
import { LEDGER_LATE_S, ledgerStand } from '../ledger/lag.ts';
import type { Services } from '../services.ts';
import { feedStands } from '../siem/stand.ts';
import { witnessStand } from '../witness/stand.ts';

type Check = 'ok' | 'warning' | 'failed';

/** Months that must lie prepared, beside the current one; the leader makes three. */
const MONTHS_AHEAD = 2;
/** Whoever probes gives up early. */
const PROBE_MS = 2_000;

/** The process answers: not to be restarted. */
export const live: EndpointHandler = () => ({ status: 'ok' });

/** Whether requests may be sent here. A warning is for whoever runs it; nothing fails yet. */
export const ready: EndpointHandler = async ({ services, signal }, reply) => {
  const checks = signal.aborted ? { serving: 'failed' as const } : await probe(services);
  const serves = !Object.values(checks).includes('failed');
  return reply.code(serves ? 200 : 503).send({ status: serves ? 'ready' : 'unready', checks });
};

async function probe(services: Services): Promise<Record<string, Check>> {
  try {
    return { database: 'ok', ...(await within(PROBE_MS, lookAtDatabase(services))) };
  } catch {
    return { database: 'failed' };
  }
}

async function lookAtDatabase({ db, pool, config }: Services): Promise<Record<string, Check>> {
  const { rows } = await sql<{ migrations: string[]; months: boolean[] }>`
    SELECT (SELECT array_agg(name) FROM kysely_migration) AS migrations,
           ARRAY(
             SELECT bool_and(to_regclass(parent || to_char(now() AT TIME ZONE 'UTC' + make_interval(months => step),
                                                           '_YYYY_MM')) IS NOT NULL)
               FROM unnest(ARRAY['attempts', 'entries', 'entry_private']) AS parent, generate_series(0, ${MONTHS_AHEAD}) AS step
              GROUP BY step ORDER BY step
           ) AS months`.execute(db);
  const { migrations = [], months = [] } = rows[0] ?? {};
  // The service goes on, but the ledger is not signed until two administrators have declared what was lost.
  const { whole, behindSeconds } = await ledgerStand(db, pool);
  const witness = await witnessStand(db, config);
  const feeds = await feedStands(db, config);
  const late = config.OUTSIDE_LATE_MINUTES * 60;
  return {
    migrations: Object.keys(MIGRATIONS).every((name) => migrations.includes(name)) ? 'ok' : 'failed',
    partitions: months[0] !== true ? 'failed' : months.every(Boolean) ? 'ok' : 'warning',
    restoration: whole ? 'ok' : 'warning',
    sequencer: behindSeconds <= LEDGER_LATE_S ? 'ok' : 'failed',
    ...Object.fromEntries(
      feeds.map(({ name, behindSeconds }) => [`feed_${name}`, behindSeconds > late ? 'warning' : 'ok']),
    ),
    ...(witness && { witness: witness.disputed || witness.behindSeconds > late ? 'warning' : 'ok' }),
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

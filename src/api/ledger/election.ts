import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';

/** What one process does for all; one a database. */
export interface Seat {
  /** Of its holder's connection, among the server's sessions. */
  name: string;
  /** Key of the advisory lock that its holder has. */
  lock: number;
}

/** The ledger's. */
export const LEADER: Seat = { name: 'lockdesk-leader', lock: 0x10cdde5c };

/** How often a process that does not lead asks whether it may. */
const ASK_MS = 1_000;
const RECONNECT_MS = 500;
/** A leader that the server hears nothing of for this long is taken for dead: it has hung, or its machine is gone. */
const SILENT_MS = 3_000;
const CONNECT_MS = 3_000;
/** A server that a leader hears nothing of. */
const QUERY_MS = 4_000;

export interface Term {
  /** Holds the lock for as long as it lives; whoever leads keeps it busy, and nobody else uses it. */
  client: pg.Client;
  /** Aborted when the term ends. */
  signal: AbortSignal;
}

/**
 * Stands for election until the signal is aborted. The lock belongs to a connection of its own, so it falls with the
 * process, at once; or by the server's own clock where process or network hang. `lead` is called at the beginning of each
 * term and keeps the connection busy; when it throws, or the connection is lost, the term is over.
 */
export async function standForElection(
  databaseUrl: string,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
  lead: (term: Term) => Promise<void>,
  signal: AbortSignal,
  seat: Seat = LEADER,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: seat.name,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      options: `-c idle_session_timeout=${SILENT_MS}`,
    });
    const lost = new AbortController();
    client.on('error', (error) => lost.abort(error));
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      const term = { client, signal: AbortSignal.any([signal, lost.signal]) };
      if (await elected(client, seat, term.signal)) {
        log.info(`leading: ${seat.name}`);
        await lead(term);
      }
    } catch (error) {
      log.warn({ err: error }, 'no longer leading, or unable to stand');
    } finally {
      await end(client);
    }
    await pause(RECONNECT_MS, signal);
  }
}

async function elected(client: pg.Client, { lock }: Seat, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { rows } = await client.query<{ won: boolean }>('SELECT pg_try_advisory_lock($1) AS won', [lock]);
    if (rows[0]?.won) return true;
    await pause(ASK_MS, signal);
  }
  return false;
}

/** A connection in the middle of a query that is never answered would wait for ever to say goodbye. */
async function end(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => {}), delay(RECONNECT_MS, undefined, { ref: false })]);
}

/** Waits, or does not when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

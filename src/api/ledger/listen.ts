import { once } from 'node:events';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { pause } from './election.ts';

const CONNECT_MS = 3_000;
const RECONNECT_MS = 500;

/**
 * Hears notifications on a connection of its own, again and again after it is lost, until the signal is aborted.
 *
 * @param heard called for each notification, and whenever it has begun to listen: what was said before is lost
 */
export async function listen(
  databaseUrl: string,
  channel: string,
  log: Pick<FastifyBaseLogger, 'warn'>,
  heard: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'lockdesk-listener',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    });
    client.on('notification', heard);
    const over = new AbortController();
    client.on('error', () => over.abort());
    client.on('end', () => over.abort());
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      heard();
      await aborted(AbortSignal.any([signal, over.signal]));
    } catch (error) {
      log.warn({ err: error }, 'unable to listen');
    } finally {
      await client.end().catch(() => {});
    }
    await pause(RECONNECT_MS, signal);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

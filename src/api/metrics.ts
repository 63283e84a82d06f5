import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { freeBytes } from './alerts/disk.ts';
import type { Config } from './config.ts';
import type { Database } from './db/schema.ts';
import { directoriesBehind } from './directory/keycloak/stand.ts';
import { unsequencedSeconds, unsignedSeconds } from './ledger/lag.ts';
import { feedStands } from './siem/stand.ts';
import { witnessStand } from './witness/stand.ts';

/** What Prometheus reads at `/metrics`. Labels are names out of our own tables, never anything that a caller sent. */
export function makeMetrics(pool: Pool, db: Kysely<Database>, config: Config) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'lockdesk_database_connections',
    help: 'Connections to the database: all, idle, and requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'all' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  new Gauge({
    name: 'lockdesk_sequencer_lag_seconds',
    help: 'How long the oldest entry without an index has been waiting; NaN while the database cannot be asked',
    registers,
    async collect() {
      this.set(await unsequencedSeconds(db).catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'lockdesk_signature_lag_seconds',
    help: 'How long the oldest entry with an index has been waiting for a signature; NaN while the database cannot be asked',
    registers,
    async collect() {
      this.set(await unsignedSeconds(db).catch(() => Number.NaN));
    },
  });
  if (config.DATABASE_DISK_PATH !== undefined || config.DATABASE_DISK_GB !== undefined) {
    new Gauge({
      name: 'lockdesk_database_free_bytes',
      help: 'What the database may still grow by; NaN while it cannot be told',
      registers,
      async collect() {
        this.set((await freeBytes(db, config).catch(() => null)) ?? Number.NaN);
      },
    });
  }
  new Gauge({
    name: 'lockdesk_feed_behind_seconds',
    help: 'Age of the oldest entry that a receiver of the feed has not been given',
    labelNames: ['feed'],
    registers,
    async collect() {
      for (const { name, behindSeconds } of await feedStands(db, config).catch(() => [])) {
        this.set({ feed: name }, behindSeconds);
      }
    },
  });
  if (config.WITNESS_KEY !== undefined) {
    new Gauge({
      name: 'lockdesk_witness_behind_seconds',
      help: 'Age of the oldest entry that the witness has not seen; NaN while the database cannot be asked',
      registers,
      async collect() {
        const stand = await witnessStand(db, config).catch(() => null);
        this.set(stand?.behindSeconds ?? Number.NaN);
      },
    });
  }
  new Gauge({
    name: 'lockdesk_directory_behind_seconds',
    help: 'How long ago a directory outside was last taken in as it was then',
    labelNames: ['directory'],
    registers,
    async collect() {
      for (const { directory, behindSeconds } of await directoriesBehind(db).catch(() => [])) {
        this.set({ directory }, behindSeconds);
      }
    },
  });
  return {
    registry,
    requests: new Counter({
      name: 'lockdesk_requests_total',
      help: 'Requests answered, by operation and status',
      labelNames: ['operation', 'status'] as const,
      registers,
    }),
    duration: new Histogram({
      name: 'lockdesk_request_seconds',
      help: 'Time from request to answer, by operation',
      labelNames: ['operation'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof makeMetrics>;

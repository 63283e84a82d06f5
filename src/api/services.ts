import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import type { StaffSeen } from './access/staff-seen.ts';
import type { SystemWatch } from './alerts/system-watch.ts';
import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import type { ConfiguredDirectory } from './directory/configured.ts';
import type { PlaceOf } from './geo/index.ts';
import type { LedgerFeed } from './ledger/feed.ts';
import type { KeptCheckpoint } from './ledger/restoration/kept-checkpoint.ts';
import type { SigningKey } from './ledger/signing-key.ts';
import type { Metrics } from './metrics.ts';
import type { Outside } from './outside.ts';
import type { FieldKeys } from './personal/field-keys.ts';

/** What handlers share. Made once by `buildApp`, closed with it. */
export interface Services extends Db {
  config: Config;
  log: FastifyBaseLogger;
  /** The connections under `db`, for the few places that need a client of their own (LISTEN, advisory locks). */
  pool: Pool;
  keys: FieldKeys;
  /** Signs the ledger. Null where this process may not lead. */
  signingKey: SigningKey | null;
  /** Signs too, once the ledger's key has been rotated to it. */
  nextSigningKey: SigningKey | null;
  /** The newest checkpoint that this machine has seen. Null where it has no key. */
  keptCheckpoint: KeptCheckpoint | null;
  staffSeen: StaffSeen;
  placeOf: PlaceOf;
  /** Those outside our database. */
  directories: readonly ConfiguredDirectory[];
  feed: LedgerFeed;
  outside: Outside;
  metrics: Metrics;
  systemWatch: SystemWatch;
}

/** Something that works beside the requests: sequencer, notifier, closing of expired locks. */
export interface Running {
  /** Ends it; settles when its last piece of work is over. */
  stop(): Promise<void>;
}

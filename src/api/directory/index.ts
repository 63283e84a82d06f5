import type { Transaction } from 'kysely';
import type { AccountState } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';

/** The account that an act is on, and the entry that tells of it. */
export interface Target {
  accountId: string;
  /** The lock in force, null where there is none. */
  lockId: string | null;
  entryId: string;
}

/**
 * Where accounts live and what is true of them. Each kind of directory is one file beside this one.
 *
 * What is done here is done in the acting transaction: with its entry, or not at all. A directory outside our database
 * cannot promise that; its acts will be a pending entry, the act, the state read back, and a second entry.
 */
export interface Directory {
  /** Ends the lock; the password stays. */
  unlock(trx: Transaction<Database>, target: Target): Promise<void>;
  /** Voids the password, ends all sessions and the lock if there is one. */
  reset(trx: Transaction<Database>, target: Target): Promise<void>;
  /** The state now, read from the directory itself; after an act it is what the act came to. */
  read(trx: Transaction<Database>, accountId: string): Promise<AccountState>;
}

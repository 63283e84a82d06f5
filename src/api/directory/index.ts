import type { Transaction } from 'kysely';
import type { AccountState, ErrorCode, ErrorDetails } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';

/** The account that an act is on, and the entry that tells of it. */
export interface Target {
  accountId: string;
  /** The lock in force, null where there is none. */
  lockId: string | null;
  entryId: string;
}

/**
 * Accounts in our own database. What is done here is done in the acting transaction: with its entry, or not at all.
 */
export interface Directory {
  /** Ends the lock; the password stays. */
  unlock(trx: Transaction<Database>, target: Target): Promise<void>;
  /** Voids the password, ends all sessions and the lock if there is one. */
  reset(trx: Transaction<Database>, target: Target): Promise<void>;
  /** The state now, read from the directory itself; after an act it is what the act came to. */
  read(trx: Transaction<Database>, accountId: string): Promise<AccountState>;
}

/** What whoever follows a directory outside works with. */
export type FollowServices = Pick<Services, 'db' | 'inTransaction' | 'config' | 'keys' | 'placeOf' | 'log'>;

/** What a directory outside says of an account. */
export interface OutsideState {
  locked: boolean;
  disabled: boolean;
  resetPending: boolean;
}

/**
 * Accounts of a system outside our database, which mirrors them. Nothing there can be undone with a transaction of ours: an act
 * is an entry `pending`, the act, the state read back, and a second entry.
 */
export interface OutsideDirectory {
  /** As `accounts.directory` has it. */
  readonly name: string;
  /** Ends the lock, if there is one; the password stays. The state is read back. @throws OutsideFault */
  unlock(externalId: string): Promise<OutsideState>;
  /** Null where there is no such account any more. @throws OutsideFault */
  read(externalId: string): Promise<OutsideState | null>;
  /** Brings what is true there into our tables, as it comes about, until the signal is aborted. */
  follow(services: FollowServices, signal: AbortSignal): Promise<void>;
}

/** A directory outside did not do what it was asked for. */
export class OutsideFault<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: ErrorDetails<C>;
  /** It may have begun with it: only its state tells. */
  readonly begun: boolean;

  constructor(code: C, details: ErrorDetails<C>, { begun, ...options }: ErrorOptions & { begun: boolean }) {
    super(code, options);
    this.name = 'OutsideFault';
    this.code = code;
    this.details = details;
    this.begun = begun;
  }
}

/** What is asked and done at the counter: who is locked, one account, the acts on it. */
import * as z from 'zod';
import { AccountDetail, SearchResult } from '../account.ts';
import { ActProgress, ActResult, LockTotals, Reading, ResetInput, UnlockInput } from '../action.ts';
import { AttemptPage } from '../attempt.ts';
import { Cursor, Id, plainLine } from '../common.ts';
import { LockedAccount } from '../lock.ts';
import type { Operation } from '../operation.ts';
import { Revealed, RevealInput } from '../reveal.ts';
import { limit, lockFilters, opened, places } from './fields.ts';

export const ACCOUNTS_OPERATIONS = {
  listLockedAccounts: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/locked-accounts',
    roles: ['clerk', 'supervisor'],
    right: 'see_locked',
    summary: 'Accounts locked now, in pages both ways; a time filter implies the order by time',
    input: z.strictObject({
      ...lockFilters,
      /** Rows after this one in the order asked for. */
      after: Cursor.optional(),
      /** Rows before it. */
      before: Cursor.optional(),
      /** The last page of the order, by a reverse reading. */
      from_end: z.boolean().optional(),
      limit,
    }),
    output: z.object({
      items: z.array(LockedAccount),
      /** Cursors of the first and last row, null where there is nothing beyond. */
      before: Cursor.nullable(),
      after: Cursor.nullable(),
      /** The ledger index that the page has surely seen: follow the stream from here. */
      index: z.number().int(),
    }),
    errors: ['invalid_cursor'],
  },
  lockTotals: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/lock-totals',
    roles: ['clerk', 'supervisor'],
    right: 'see_locked',
    summary: 'How many accounts are locked, by kind, cause and place, from counters',
    input: z.strictObject({ places }),
    output: LockTotals,
    errors: [],
  },
  searchAccounts: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/account-searches',
    roles: ['clerk', 'supervisor'],
    right: 'search',
    summary: 'Find a person by name, pinyin, initials, phone, licence file or document number; an entry is written',
    input: z.strictObject({
      text: plainLine(64),
      reading: Reading.default('typed'),
      /** A search for the same citizen just before, by document: lets a phone on another account be told apart. */
      follows: Id.optional(),
    }),
    output: SearchResult,
    errors: ['too_many_looks', 'ledger_unavailable'],
  },
  openAccount: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/accounts/{account_id}/openings',
    roles: ['clerk', 'supervisor'],
    right: 'open',
    summary: 'Open one account: everything about it, and one entry that it was opened',
    input: z.strictObject({
      account_id: Id,
      /** One's own search that found it by its whole document number: needed outside one's scope. */
      search_id: Id.optional(),
    }),
    output: AccountDetail,
    errors: ['account_not_found', 'outside_scope', 'too_many_looks', 'ledger_unavailable'],
  },
  readAccount: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/accounts/{account_id}',
    roles: ['clerk', 'supervisor'],
    right: 'open',
    summary: 'Read an account again that one has opened; no further entry',
    input: z.strictObject(opened),
    output: AccountDetail,
    errors: ['account_not_found', 'opening_required'],
  },
  listAttempts: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/accounts/{account_id}/attempts',
    roles: ['clerk', 'supervisor'],
    right: 'open',
    summary: 'Sign-in attempts of an account that one has opened, newest first; or only those that got it wrong',
    input: z.strictObject({ ...opened, only_failures: z.boolean().optional(), after: Cursor.optional(), limit }),
    output: AttemptPage,
    errors: ['account_not_found', 'opening_required', 'invalid_cursor'],
  },
  revealField: {
    surface: 'console',
    // Not an action: it changes nothing, and an answer kept for whoever asks again would be one more place with the number.
    kind: 'query',
    method: 'POST',
    path: '/v1/accounts/{account_id}/reveals',
    roles: ['clerk', 'supervisor'],
    right: 'reveal',
    summary: 'One masked number of an account whole, for a reason; an entry is written',
    input: RevealInput,
    output: Revealed,
    errors: [
      'account_not_found',
      'opening_required',
      'outside_scope',
      'not_registered',
      'too_many_looks',
      'ledger_unavailable',
    ],
  },
  unlockAccount: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/accounts/{account_id}/unlock',
    roles: ['clerk'],
    right: 'unlock',
    summary: 'End the lock in force; the password stays',
    input: UnlockInput,
    output: ActResult,
    errors: [
      'account_not_found',
      'opening_required',
      'stale_version',
      'not_locked',
      'account_disabled',
      'account_gone',
      'account_read_only',
      'directory_unavailable',
      'directory_unfit',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  forceReset: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/accounts/{account_id}/reset',
    roles: ['clerk'],
    right: 'reset',
    summary: 'Void the password, end all sessions and any lock, and send a one-time code to the registered phone',
    input: ResetInput,
    output: ActResult,
    errors: [
      'account_not_found',
      'opening_required',
      'stale_version',
      'account_disabled',
      'no_phone',
      'account_gone',
      'account_read_only',
      'directory_unavailable',
      'directory_unfit',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  followAct: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries/{entry_id}/progress',
    roles: ['clerk', 'supervisor'],
    right: null,
    summary: 'What became of an unlock or reset of one’s own: message delivered, code used, signed in, locked again',
    input: z.strictObject({ entry_id: Id }),
    output: ActProgress,
    errors: ['entry_not_found'],
  },
} as const satisfies Record<string, Operation>;

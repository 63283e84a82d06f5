/** The ledger: what it holds, how it stands, and how it goes on after a loss. */
import * as z from 'zod';
import { Cursor, Id } from '../common.ts';
import { EntryDetail, EntryPage } from '../entry.ts';
import { LedgerStatus, VerifierKeyText } from '../ledger.ts';
import type { Operation } from '../operation.ts';
import {
  Declaration,
  Digest,
  HeldCheckpointAnswer,
  Restoration,
  RestorationList,
  RestorationProposal,
  RestorationState,
} from '../restoration.ts';
import { entryFilters, limit } from './fields.ts';

export const LEDGER_OPERATIONS = {
  listEntries: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries',
    roles: ['clerk', 'supervisor', 'auditor'],
    right: 'read_ledger',
    summary:
      'Entries of the ledger, newest first, in pages both ways: a clerk’s own, a supervisor’s scope, all for an auditor',
    input: z.strictObject({
      ...entryFilters,
      /** Entries older than where this one stands. */
      after: Cursor.optional(),
      /** Entries newer than it. */
      before: Cursor.optional(),
      /** The oldest of the period, by a reverse reading. */
      from_end: z.boolean().optional(),
      limit,
    }),
    output: EntryPage,
    errors: ['invalid_cursor', 'period_too_long'],
  },
  getEntry: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries/{entry_id}',
    roles: ['clerk', 'supervisor', 'auditor'],
    right: 'read_ledger',
    summary: 'One entry whole',
    input: z.strictObject({ entry_id: Id }),
    output: EntryDetail,
    errors: ['entry_not_found'],
  },

  ledgerStatus: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger-status',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    right: null,
    summary: 'How far the ledger is signed, and who outside has seen how much of it',
    input: z.strictObject({}),
    output: LedgerStatus,
    errors: [],
  },
  rotateLedgerKey: {
    surface: 'console',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger-keys',
    roles: ['administrator'],
    right: 'rotate_key',
    summary: 'Hand the signing of the ledger on to the next key, which the API must hold; again, it changes nothing',
    input: z.strictObject({ verifier_key: VerifierKeyText }),
    output: z.object({ entry_id: Id }),
    errors: ['ledger_key_unfit', 'in_progress', 'ledger_unavailable'],
  },
  listRestorations: {
    surface: 'staff',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger/restorations',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    right: null,
    summary:
      'Declared restorations: what of the ledger was kept and lost, by whom declared, and the entry that says so',
    input: z.strictObject({}),
    output: RestorationList,
    errors: [],
  },
  reportCheckpoint: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/held-checkpoints',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    right: null,
    summary: 'Hand in a signed checkpoint that one keeps, where the ledger does not seem to extend it',
    input: z.strictObject({ checkpoint: z.string().min(1).max(16_384) }),
    output: HeldCheckpointAnswer,
    errors: ['checkpoint_invalid', 'ledger_unavailable'],
  },
  restorationState: {
    surface: 'staff',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger/restoration',
    roles: ['administrator', 'auditor'],
    right: 'restoration',
    summary: 'Whether the ledger waits for a declaration of what was lost, and what one would say now',
    input: z.strictObject({}),
    output: RestorationState,
    errors: ['ledger_unavailable'],
  },
  proposeRestoration: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/restoration/proposals',
    roles: ['administrator'],
    right: 'restoration',
    summary: 'Propose what to declare of a restored ledger; for someone who has signed in just now',
    input: z.strictObject({ declaration: Declaration }),
    output: RestorationProposal,
    errors: ['sign_in_again', 'restoration_not_needed', 'declaration_outdated', 'ledger_unavailable'],
  },
  confirmRestoration: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/restoration/confirmations',
    roles: ['administrator'],
    right: 'restoration',
    summary: 'Confirm what another administrator proposed, by its digest; for someone who has signed in just now',
    input: z.strictObject({ digest: Digest }),
    output: Restoration,
    errors: [
      'sign_in_again',
      'second_person_required',
      'restoration_not_needed',
      'declaration_outdated',
      'ledger_unavailable',
    ],
  },
} as const satisfies Record<string, Operation>;

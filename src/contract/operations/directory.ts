/** What the agency’s own sign-in system tells and asks. */
import * as z from 'zod';
import { AttemptReport } from '../attempt.ts';
import type { Operation } from '../operation.ts';
import {
  AccountRow,
  AccountRowResult,
  AttemptRowResult,
  RedeemInput,
  RedeemResult,
  Rows,
  SignInState,
} from '../register.ts';

export const DIRECTORY_OPERATIONS = {
  registerAccounts: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/accounts',
    roles: ['directory'],
    right: null,
    summary: 'The register of accounts: create or update up to 1,000, answered row by row',
    input: z.strictObject({ accounts: Rows }),
    rows: { accounts: AccountRow },
    output: z.object({ results: z.array(AccountRowResult) }),
    errors: ['ledger_unavailable'],
  },
  reportAttempts: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/sign-in-attempts',
    roles: ['directory'],
    right: null,
    summary: 'Report up to 1,000 sign-in attempts, answered row by row; the policy may lock',
    input: z.strictObject({ attempts: Rows }),
    rows: { attempts: AttemptReport },
    output: z.object({ results: z.array(AttemptRowResult) }),
    errors: ['ledger_unavailable'],
  },
  accountState: {
    surface: 'service',
    kind: 'query',
    method: 'POST',
    path: '/v1/account-state',
    roles: ['directory'],
    right: null,
    summary: 'What a sign-in system must know of up to 1,000 accounts before it checks a password',
    input: z.strictObject({ external_ids: z.array(z.string().min(1).max(64)).min(1).max(1000) }),
    output: z.object({ states: z.array(SignInState) }),
    errors: [],
  },
  redeemCode: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/reset-codes/redeem',
    roles: ['directory'],
    right: null,
    summary: 'A citizen typed the one-time code of a forced reset',
    input: RedeemInput,
    output: RedeemResult,
    errors: [],
  },
} as const satisfies Record<string, Operation>;

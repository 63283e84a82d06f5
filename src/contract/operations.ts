import type * as z from 'zod';
import type { Operation } from './operation.ts';
import { ACCOUNTS_OPERATIONS } from './operations/accounts.ts';
import { DIRECTORY_OPERATIONS } from './operations/directory.ts';
import { EXPORTS_OPERATIONS } from './operations/exports.ts';
import { LEDGER_OPERATIONS } from './operations/ledger.ts';
import { REVIEW_OPERATIONS } from './operations/review.ts';
import { STAFF_OPERATIONS } from './operations/staff.ts';

/** THE table, by chapters: each operation of the API is declared once. */
export const OPERATIONS = {
  ...ACCOUNTS_OPERATIONS,
  ...LEDGER_OPERATIONS,
  ...EXPORTS_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...STAFF_OPERATIONS,
  ...DIRECTORY_OPERATIONS,
} as const satisfies Record<string, Operation>;

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** What a caller hands in (defaults may be missing) and what a handler gets (defaults filled). */
export type OperationInput<N extends OperationName> = z.input<Operations[N]['input']>;
export type ParsedInput<N extends OperationName> = z.output<Operations[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['output']>;

type NamesWhere<Shape> = { [N in OperationName]: Operations[N] extends Shape ? N : never }[OperationName];
export type ConsoleOperation = NamesWhere<{ surface: 'console' }>;
export type ConsoleAction = NamesWhere<{ surface: 'console'; kind: 'action' }>;
export type ConsoleQuery = NamesWhere<{ surface: 'console'; kind: 'query' }>;
export const CONSOLE_OPERATIONS = OPERATION_NAMES.filter(
  (name): name is ConsoleOperation => OPERATIONS[name].surface === 'console',
);

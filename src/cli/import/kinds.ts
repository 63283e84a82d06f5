import type * as z from 'zod';
import type { Client } from '../../client/index.ts';
import { AccountRow, AttemptReport, type InputIssue } from '../../contract/index.ts';

/** The API's answer to one row. */
export interface RowResult {
  row: number;
  status: string;
  issues?: InputIssue[];
}

interface ImportKind {
  /** Of a row: its fields are the columns. */
  schema: z.ZodObject;
  send(client: Client, rows: readonly object[]): Promise<RowResult[]>;
}

export type ImportCommand = 'import-attempts' | 'import-accounts';

/** What a file of each kind holds, and where its rows go. */
export const IMPORTS: Readonly<Record<ImportCommand, ImportKind>> = {
  'import-attempts': {
    schema: AttemptReport,
    send: async (client, rows) => (await client.reportAttempts({ attempts: [...rows] })).results,
  },
  'import-accounts': {
    schema: AccountRow,
    send: async (client, rows) => (await client.registerAccounts({ accounts: [...rows] })).results,
  },
};

import type { TableOperation } from '../../contract/index.ts';
import { entriesTable } from './entries-table.ts';
import { lockedTable } from './locked-table.ts';
import { peopleTable } from './people-table.ts';
import { reportTable } from './report-table.ts';
import type { Table } from './table.ts';

/** What can be had as a table, by the operation that begins it. A missing one does not compile. */
export const TABLES: Readonly<Record<TableOperation, Table>> = {
  exportEntries: entriesTable,
  exportLockedAccounts: lockedTable,
  exportReportTables: reportTable,
  exportAccessReview: peopleTable,
};

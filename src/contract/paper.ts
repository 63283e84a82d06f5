/** What main hands the page that draws a document to be printed. No schemas: the page's first script reads this. */
import type { DocumentOperation, LedgerCheck } from './console.ts';
import type { OperationOutput, ParsedInput } from './operations.ts';
import type { Me } from './staff.ts';

/** Where in the console's page documents are drawn, in a window that nobody sees. */
export const PAPER_HASH = '#paper';

/** What was asked for and what the API told. */
export type PaperContent<N extends DocumentOperation = DocumentOperation> = {
  [Name in N]: { operation: Name; input: ParsedInput<Name>; answer: OperationOutput<Name> };
}[N];

/** A document as it is to be drawn: whose it is, what it says, and how far the ledger was checked when it was printed. */
export interface Paper {
  content: PaperContent;
  by: Pick<Me, 'name' | 'staff_number' | 'office'>;
  ledger: Pick<LedgerCheck, 'kept' | 'refused'>;
}

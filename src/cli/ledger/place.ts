import { checkLedger, type LedgerFinding, type LedgerSource, type TreeHead } from '../../verify/index.ts';
import { type ReadFile, sourceOf } from './store.ts';

/** What only the tables themselves can show, beside what any ledger can. */
export type TableFinding =
  | LedgerFinding
  | { what: 'columns_changed' | 'private_changed'; index: number; fields: string[] }
  | { what: 'entry_inserted'; id: string };

/** A ledger that is to be verified, wherever it is kept. */
export interface VerifiedLedger {
  checkpoint(): Promise<string | null>;
  source: LedgerSource;
  /** How often {@link check} comes by each leaf. */
  passes: number;
  check(tree: TreeHead, onLeaves: (leaves: number) => void): AsyncGenerator<TableFinding>;
  close(): Promise<void>;
}

/** A ledger as files: exported, or served. */
export function filesLedger(read: ReadFile): VerifiedLedger {
  const source = sourceOf(read);
  return {
    checkpoint: async () => (await read('checkpoint'))?.toString() ?? null,
    source,
    passes: 1,
    check: (tree, onLeaves) => checkLedger(source, tree, onLeaves),
    close: async () => {},
  };
}

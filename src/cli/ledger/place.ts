import {
  checkLedger,
  type LedgerFinding,
  type LedgerSource,
  parseRotations,
  type Rotation,
  type TreeHead,
  watchRotations,
} from '../../verify/index.ts';
import { sound } from './sound.ts';
import { type ReadFile, sourceOf } from './store.ts';

/** What only the tables themselves can show, beside what any ledger can. */
export type TableFinding =
  | LedgerFinding
  | { what: 'columns_changed' | 'private_changed'; index: number; fields: string[] }
  | { what: 'entry_inserted'; id: string }
  /** Not amiss: the entry at `by` tells that this month was kept long enough. */
  | { what: 'retired'; month: string; by: number }
  /** Not amiss: the entry at `by` tells that the citizen's data were erased. */
  | { what: 'erased'; index: number; by: number; fields: string[] };

/** A ledger that is to be verified, wherever it is kept. */
export interface VerifiedLedger {
  checkpoint(): Promise<string | null>;
  /** The newest that a witness has cosigned. */
  cosignedCheckpoint(): Promise<string | null>;
  /** Entries that named a new key of the ledger. @throws CliProblem */
  rotations(): Promise<Rotation[]>;
  source: LedgerSource;
  /** How often {@link check} comes by each leaf. */
  passes: number;
  /** @param onRotation told each leaf that may hand the ledger's key on */
  check(
    tree: TreeHead,
    onLeaves: (leaves: number) => void,
    onRotation: (rotation: Rotation) => void,
  ): AsyncGenerator<TableFinding>;
  close(): Promise<void>;
}

/** A ledger as files: exported, or served. */
export function filesLedger(read: ReadFile): VerifiedLedger {
  const source = sourceOf(read);
  return {
    checkpoint: async () => (await read('checkpoint'))?.toString() ?? null,
    cosignedCheckpoint: async () => (await read('cosigned-checkpoint'))?.toString() ?? null,
    rotations: async () => sound(parseRotations, (await read('rotations'))?.toString() ?? ''),
    source,
    passes: 1,
    check: (tree, onLeaves, onRotation) => checkLedger(watchRotations(source, onRotation), tree, onLeaves),
    close: async () => {},
  };
}

import { type SignedCheckpoint, TILE_WIDTH, TiledTree, tilePath } from '../../verify/index.ts';
import { PATIENCE_MS, PatientApi } from '../api.ts';
import { CliProblem, EXIT } from '../say.ts';
import { tokenSource } from '../token.ts';
import { LedgerDatabase } from './database.ts';
import { filesLedger, type VerifiedLedger } from './place.ts';
import { folder, served } from './store.ts';

/** Where a ledger is to be read: a folder, the database, or else as an API serves it. */
export interface LedgerPlace {
  dir: string | undefined;
  database: string | undefined;
  url: string;
  tokenFile: string | undefined;
  signal: AbortSignal;
}

/** @throws CliProblem */
export async function openLedger({ dir, database, url, tokenFile, signal }: LedgerPlace): Promise<VerifiedLedger> {
  if (dir) return filesLedger(folder(dir));
  if (!database) {
    const readToken = tokenSource(tokenFile, process.env);
    return filesLedger(served(new PatientApi({ url, readToken, patienceMs: PATIENCE_MS, signal })));
  }
  return LedgerDatabase.open(database).catch((error: unknown) => {
    throw new CliProblem('database_unreachable', { why: (error as Error).message }, EXIT.unfinished);
  });
}

export const treeOf = ({ source }: VerifiedLedger, { size }: SignedCheckpoint): TiledTree =>
  new TiledTree(size, async (tile) => {
    const hashes = await source.hashes(tile);
    if (!hashes) throw new CliProblem('tile_missing', { name: tilePath(tile) }, EXIT.unfinished);
    return hashes;
  });

/** An entry's leaf; null where it is not there. @throws CliProblem where the ledger is shorter */
export async function leafAt(
  { source }: VerifiedLedger,
  { size }: SignedCheckpoint,
  index: number,
): Promise<Buffer | null> {
  if (index >= size) throw new CliProblem('no_such_entry', { index, size }, EXIT.usage);
  const at = index % TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, size - (index - at));
  const leaves = await source.leaves({ level: 0, index: Math.floor(index / TILE_WIDTH), width });
  return leaves[at] ?? null;
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LockdeskError, readLedgerFile } from '../../client/index.ts';
import { entriesOf, hashesOf, type LedgerSource, type Tile, tilePath } from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import type { PatientApi } from '../api.ts';
import { CliProblem, EXIT, errorWords, systemCode } from '../say.ts';

/** A ledger as files, by the paths of c2sp.org/tlog-tiles. Null where there is no such file. */
export type ReadFile = (path: string) => Promise<Buffer | null>;

/** @throws CliProblem where the folder can't be read */
export const folder =
  (dir: string): ReadFile =>
  async (name) => {
    try {
      return await readFile(path.join(dir, name));
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw new CliProblem('file_unreadable', { file: path.join(dir, name), code: systemCode(error) }, EXIT.unfinished);
    }
  };

/** @throws CliProblem where the API does not answer in time, or refuses */
export const served =
  (api: PatientApi): ReadFile =>
  async (name) => {
    try {
      return await api.call((_client, http) => readLedgerFile(http, name));
    } catch (error) {
      if (!(error instanceof LockdeskError)) throw error;
      const { code, title } = error.failure;
      throw new CliProblem('api_failed', { why: fill(errorWords[code], { title }) }, EXIT.unfinished);
    }
  };

export function sourceOf(read: ReadFile): LedgerSource {
  return {
    hashes: async (tile) => {
      const bytes = await read(tilePath(tile));
      return bytes && orNull(() => hashesOf(tile, bytes));
    },
    leaves: async (tile) => {
      const bundle: Tile = { ...tile, level: 'entries' };
      const bytes = await read(tilePath(bundle));
      return (bytes && orNull(() => entriesOf(bundle, bytes))) ?? Array<null>(tile.width).fill(null);
    },
  };
}

function orNull<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}

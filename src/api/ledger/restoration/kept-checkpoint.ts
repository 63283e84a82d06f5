import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import { readCheckpoint, type SignedTree } from '../signing-key.ts';

/** A checkpoint with its whole note. */
export interface KeptNote extends SignedTree {
  note: string;
}

/**
 * The newest checkpoint that this machine has seen published, in a file beside the ledger's key: what a database that was
 * restored, or a standby that took over, may have lost. Never given up for an older one.
 */
export class KeptCheckpoint {
  readonly file: string;
  readonly #origin: string;
  readonly #log: Pick<FastifyBaseLogger, 'error'>;
  #newest: KeptNote | null = null;
  #writable = true;

  /** @param origin the ledger's name */
  constructor(file: string, origin: string, log: Pick<FastifyBaseLogger, 'error'>) {
    this.file = file;
    this.#origin = origin;
    this.#log = log;
  }

  /** Null where none was kept yet. @throws Error where there is a file that cannot be read, or holds something else */
  async read(): Promise<KeptNote | null> {
    if (this.#newest) return this.#newest;
    const note = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (note === null) return null;
    const tree = readCheckpoint(note, this.#origin);
    if (!tree) throw new Error(`${this.file} holds no checkpoint of ${this.#origin}`);
    this.#newest = { ...tree, note };
    return this.#newest;
  }

  /** Keeps a checkpoint, if it is newer. A file that cannot be written is told, and holds nothing up. */
  async keep(note: string): Promise<void> {
    const tree = readCheckpoint(note, this.#origin);
    const before = await this.read();
    if (!tree || (before && !isNewer(tree, before))) return;
    const unfinished = `${this.file}.${randomUUID()}`;
    try {
      await writeFile(unfinished, note, { mode: 0o600 });
      await rename(unfinished, this.file);
      this.#newest = { ...tree, note };
      this.#writable = true;
    } catch (error) {
      if (this.#writable) this.#log.error({ err: error }, 'the last checkpoint cannot be kept beside the key');
      this.#writable = false;
      await rm(unfinished, { force: true }).catch(() => {});
    }
  }
}

const isNewer = (one: SignedTree, other: SignedTree): boolean =>
  one.restoration === other.restoration ? one.size > other.size : one.restoration > other.restoration;

import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/**
 * A file that comes piece by piece, for its owner alone. What was there before stays until the whole of the new one is on
 * the disk, and nothing of one that is given up is left.
 */
export class FreshFile {
  readonly #path: string;
  readonly #fresh: string;
  readonly #file: FileHandle;

  private constructor(path: string, fresh: string, file: FileHandle) {
    this.#path = path;
    this.#fresh = fresh;
    this.#file = file;
  }

  /** @throws what the system says, for example `EACCES`; so do the others */
  static async begin(path: string): Promise<FreshFile> {
    const fresh = `${path}.new`;
    return new FreshFile(path, fresh, await open(fresh, 'w', 0o600));
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes);
  }

  /** Settles once all that was written is on the disk. */
  async settle(): Promise<void> {
    await this.#file.sync();
  }

  async keep(): Promise<void> {
    // Before the rename, or a power cut could leave a name without content.
    await this.settle();
    await this.#file.close();
    await rename(this.#fresh, this.#path);
  }

  async giveUp(): Promise<void> {
    await this.#file.close().catch(() => {});
    await rm(this.#fresh, { force: true });
  }
}

import { type FileHandle, open, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { CliProblem, EXIT, systemCode } from '../say.ts';

export interface RefusedLine {
  line: number;
  reason: string;
  /** As it stands in the file. */
  text: string;
}

/** The lines that were not taken: CSV of line number, reason and the line itself, for its owner alone to read. */
export class RefusedFile {
  readonly path: string;
  #handle: FileHandle | null = null;
  #bytes = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param bytes how much of what an earlier run wrote is still true */
  static async open(file: string, bytes: number): Promise<RefusedFile> {
    const refused = new RefusedFile(`${file}.refused`);
    if (bytes === 0) await rm(refused.path, { force: true });
    else {
      const handle = await refused.#open('r+');
      await handle.truncate(bytes);
      refused.#bytes = bytes;
    }
    return refused;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(lines: readonly RefusedLine[]): Promise<void> {
    if (lines.length === 0) return;
    const handle = this.#handle ?? (await this.#open('w'));
    const text = Buffer.from(stringify(lines.map(({ line, reason, text }) => [line, reason, text])));
    await handle.write(text, 0, text.length, this.#bytes);
    this.#bytes += text.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  async #open(flags: string): Promise<FileHandle> {
    this.#handle = await open(this.path, flags, 0o600).catch((error: unknown) => {
      throw new CliProblem('not_writable', { file: this.path, code: systemCode(error) }, EXIT.unfinished);
    });
    return this.#handle;
  }
}

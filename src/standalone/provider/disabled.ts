import { readFile } from 'node:fs/promises';
import { writePrivately } from '../secrets.ts';

/**
 * The demo staff who are disabled: a text file with a user name a line, read anew each time, so that whoever may write in
 * the data folder can disable a person of a running system, by hand or from a test.
 */
export class DisabledStaff {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async list(): Promise<ReadonlySet<string>> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return new Set(text.split('\n').filter(Boolean));
  }

  async set(username: string, disabled: boolean): Promise<void> {
    const names = new Set(await this.list());
    if (disabled) names.add(username);
    else names.delete(username);
    await writePrivately(this.#file, [...names].map((name) => `${name}\n`).join(''));
  }
}

import { readFileSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import type * as z from 'zod';
import { codeOf, warn } from '../log.ts';
import { replaceFile } from './replace-file.ts';

/**
 * A small JSON file that is checked when read and replaced as a whole when written. One that cannot be understood is
 * kept beside (`.broken`) and counts as absent: a workstation starts with defaults rather than not at all.
 */
export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;

  constructor(path: string, schema: z.ZodType<T>) {
    this.#path = path;
    this.#schema = schema;
  }

  /** Null where there is no file, or none that can be understood. */
  read(): T | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return null;
    }
    try {
      return this.#schema.parse(JSON.parse(text));
    } catch {
      renameSync(this.#path, `${this.#path}.broken`);
      return null;
    }
  }

  /** What can't be kept is only noted: on a full disk a clerk must still be able to hand over. */
  write(value: T): void {
    try {
      replaceFile(this.#path, JSON.stringify(value, null, 2));
    } catch (error) {
      warn('not_kept', { file: basename(this.#path), error: codeOf(error) });
    }
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { SafeStorage } from 'electron';
import * as z from 'zod';
import { codeOf, warn } from '../log.ts';

/** What a console needs to go on with a session after it was ended by a crash or a power cut. */
const Kept = z.object({
  subject: z.string(),
  refresh: z.string(),
  id: z.string(),
  signed_in_at: z.number(),
  last_active_at: z.number(),
});
export type Kept = z.infer<typeof Kept>;

/** Keeps the session's tokens sealed by the system's keyring. Where there is none, they live in memory only. */
export class Vault {
  readonly #path: string;
  readonly #safe: SafeStorage;

  constructor(path: string, safe: SafeStorage) {
    this.#path = path;
    this.#safe = safe;
  }

  keep(kept: Kept): void {
    if (!this.#sealed()) return;
    try {
      writeFileSync(this.#path, this.#safe.encryptString(JSON.stringify(kept)), { mode: 0o600 });
    } catch (error) {
      warn('not_kept', { file: basename(this.#path), error: codeOf(error) });
      // A refresh token serves once: the one before would look like theft.
      this.clear();
    }
  }

  read(): Kept | null {
    try {
      return this.#sealed() ? Kept.parse(JSON.parse(this.#safe.decryptString(readFileSync(this.#path)))) : null;
    } catch {
      // No file, another user's keyring, or damage: signing in anew is the answer to all of them.
      return null;
    }
  }

  clear(): void {
    rmSync(this.#path, { force: true });
  }

  #sealed(): boolean {
    // `basic_text` on Linux without a keyring encrypts with a password that stands in Chromium's sources.
    return this.#safe.isEncryptionAvailable() && this.#safe.getSelectedStorageBackend?.() !== 'basic_text';
  }
}

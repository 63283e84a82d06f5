import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file that its owner alone may read, as a whole or not at all: what was there before stays until the new one is
 * on the disk, and nothing of a new one that has no room is left.
 *
 * @throws what the system says, for example `ENOSPC`
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const fresh = `${path}.new`;
  try {
    const file = openSync(fresh, 'w', 0o600);
    try {
      writeFileSync(file, content);
      // Before the rename, or a power cut could leave a name without content.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

import { readFile, stat } from 'node:fs/promises';

/** Reads a file that nobody but its owner may read. @throws Error that names the file, and what is wrong with it */
export async function readPrivateFile(file: string): Promise<string> {
  const { mode } = await stat(file);
  // Windows keeps no such bits; there the folder's access list must do.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`key file ${file} may be read by others: its mode must be 0600`);
  }
  return readFile(file, 'utf8');
}

import { constants, copyFile, lstat, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../say.ts';

export interface FileAt {
  /** Below the folder that was walked. */
  name: string;
  bytes: number;
}

export interface Tree {
  dirs: string[];
  files: FileAt[];
}

/**
 * Files and folders below a folder. What vanishes meanwhile is left out: a running server makes and drops tables.
 *
 * @param skips whether a folder's content, or a file, is left out; a folder itself is kept
 */
export async function walk(root: string, skips: (name: string) => boolean = () => false): Promise<Tree> {
  const tree: Tree = { dirs: [], files: [] };
  const open_ = ['.'];
  for (let dir = open_.pop(); dir !== undefined; dir = open_.pop()) {
    const items = await unlessGone(readdir(path.join(root, dir), { withFileTypes: true }));
    for (const item of items ?? []) {
      const name = path.join(dir, item.name);
      if (item.isDirectory() || item.isSymbolicLink()) {
        tree.dirs.push(name);
        if (!skips(`${name}/`)) open_.push(name);
      } else if (!skips(name)) {
        const found = await unlessGone(lstat(path.join(root, name)));
        if (found) tree.files.push({ name, bytes: found.size });
      }
    }
  }
  return tree;
}

/**
 * Copies what was walked, each file on the disk before the next.
 *
 * @returns what was copied: files that have vanished since are not
 */
export async function copyTree(
  from: string,
  to: string,
  { dirs, files }: Tree,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<{ files: number; bytes: number }> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const dir of dirs) await mkdir(path.join(to, dir), { recursive: true, mode: 0o700 });
  const copied = { files: 0, bytes: 0 };
  for (const { name, bytes } of files) {
    signal.throwIfAborted();
    const size = await copyOne(path.join(from, name), path.join(to, name));
    if (size !== null) {
      copied.files += 1;
      copied.bytes += size;
    }
    onBytes(bytes);
  }
  return copied;
}

async function copyOne(from: string, to: string): Promise<number | null> {
  const done = await unlessGone(copyFile(from, to, constants.COPYFILE_FICLONE).then(() => true));
  if (!done) return null;
  const handle = await open(to);
  try {
    await handle.datasync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

const unlessGone = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });

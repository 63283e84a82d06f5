import { copyFile, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { readArguments } from '../arguments.ts';
import { CliProblem, EXIT, systemCode } from '../say.ts';
import { walDir } from './catalog.ts';

/**
 * `lockdesk archive-wal FILE DIR`, for `archive_command`: whole and on the disk before it says so, as the server then
 * forgets the file. Archived once more after a crash, the same file is taken for done; another of its name never is.
 */
export async function runArchiveWal(args: string[]): Promise<number> {
  const { positionals } = readArguments(args, {}, 2);
  const [file = '', dir = ''] = positionals;
  const target = path.join(walDir(dir), path.basename(file));
  const unfinished = `${target}.part`;
  try {
    await mkdir(walDir(dir), { recursive: true, mode: 0o700 });
    const there = await readFile(target).catch(() => null);
    if (there) return there.equals(await readFile(file)) ? EXIT.ok : EXIT.unfinished;
    await copyFile(file, unfinished);
    // When it was written last, which tells how far the archive goes; not when it came here.
    const { atime, mtime } = await stat(file);
    await utimes(unfinished, atime, mtime);
    await sync(unfinished);
    await rename(unfinished, target);
    if (process.platform !== 'win32') await sync(walDir(dir));
    return EXIT.ok;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw new CliProblem('not_writable', { file: target, code: systemCode(error) }, EXIT.unfinished);
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

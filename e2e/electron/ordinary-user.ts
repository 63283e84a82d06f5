import { chmod, chown, lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Chromium refuses its sandbox to root, so root runs Electron as a user that every Linux has and that owns nothing. */
const NOBODY = 65534;

/** Whom Electron runs as, if not as the user who runs the specs. */
export const ELECTRON_USER: number | null = process.getuid?.() === 0 ? NOBODY : null;

/**
 * A program that runs another one as an ordinary user, with a home of its own.
 *
 * @param folder for the program and the home; others must be able to reach it
 * @returns the program itself where this user is an ordinary one
 */
export async function asOrdinaryUser(program: string, folder: string): Promise<string> {
  if (ELECTRON_USER === null) return program;
  const home = path.join(folder, 'home');
  await mkdir(home, { recursive: true });
  await chown(home, ELECTRON_USER, ELECTRON_USER);
  const wrapper = path.join(folder, path.basename(program));
  const become = `setpriv --reuid=${ELECTRON_USER} --regid=${ELECTRON_USER} --clear-groups`;
  await writeFile(wrapper, `#!/bin/sh\nHOME='${home}' exec ${become} -- '${program}' "$@"\n`);
  await chmod(wrapper, 0o755);
  return wrapper;
}

/** Hands a folder and all in it to the user whom Electron runs as. */
export async function handOver(folder: string): Promise<void> {
  if (ELECTRON_USER === null) return;
  const names = await readdir(folder, { recursive: true });
  for (const file of [folder, ...names.map((name) => path.join(folder, name))]) {
    if (!(await lstat(file)).isSymbolicLink()) await chown(file, ELECTRON_USER, ELECTRON_USER);
  }
}

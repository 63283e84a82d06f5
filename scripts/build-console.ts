import { spawn } from 'node:child_process';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const BUILT = path.join(ROOT, 'out/renderer/index.html');
/** Whatever the console is built from. */
const SOURCES = ['src/main', 'src/preload', 'src/renderer', 'src/contract', 'src/client', 'src/verify', 'src/words'];
const SETTINGS = ['package-lock.json', 'electron.vite.config.ts'];

/** Whether the console was built after its sources last changed. */
export async function isBuilt(): Promise<boolean> {
  const built = await timeOf(BUILT);
  if (built === null) return false;
  const folders = await Promise.all(
    SOURCES.map((folder) => readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true })),
  );
  const files = folders.flat().filter((item) => item.isFile());
  const paths = [
    ...files.map((file) => path.join(file.parentPath, file.name)),
    ...SETTINGS.map((name) => path.join(ROOT, name)),
  ];
  const times = await Promise.all(paths.map(timeOf));
  return times.every((time) => time === null || time <= built);
}

/**
 * Builds the console.
 *
 * @param log file for what the build says
 * @param signal ends the build
 * @returns whether it succeeded
 */
export async function buildConsole(log: string, signal: AbortSignal): Promise<boolean> {
  const output = await open(log, 'w');
  const build = spawn('electron-vite', ['build'], {
    cwd: ROOT,
    stdio: ['ignore', output.fd, output.fd],
    shell: process.platform === 'win32',
    signal,
  });
  await output.close();
  const code = await new Promise<number | null>((resolve) => {
    build.once('error', () => resolve(null));
    build.once('close', resolve);
  });
  return code === 0;
}

const timeOf = async (file: string) => (await stat(file).catch(() => null))?.mtimeMs ?? null;

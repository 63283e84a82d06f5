import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FuseState } from '@electron/fuses';
import { FUSE_NAMES, FUSES } from './fuses.ts';

/** What @electron/fuses looks for in a binary; the version and the number of the fuses follow. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Lays out what electron-builder takes for an Electron for Linux: all that it touches and nothing that runs. The fuses
 * stand as they must not stay.
 */
export async function layStandIn(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'locales'), { recursive: true });
  await mkdir(path.join(folder, 'resources'));
  const states = FUSE_NAMES.map((name) => (FUSES.get(name) ? FuseState.DISABLE : FuseState.ENABLE));
  const program = path.join(folder, 'electron');
  await writeFile(program, Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, states.length, ...states])]));
  await chmod(program, 0o755);
  for (const file of [
    'LICENSE',
    'LICENSES.chromium.html',
    'locales/zh-CN.pak',
    'locales/en-US.pak',
    'locales/de.pak',
  ]) {
    await writeFile(path.join(folder, file), '');
  }
}

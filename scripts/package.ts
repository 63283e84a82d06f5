/**
 * `npm run package`: the console as agencies install it, in `dist/`; with `-- --dir` the folder alone, without installers.
 * It takes the Electron that is installed (`npx install-electron`), or the one in `--electron-dist DIR`, and ends with
 * whether what it made holds what it should and nothing else. Where there is no Electron that can still be said, of a
 * package made with a stand-in: `--check` says no more than that, of a console that was built before.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Platform } from 'electron-builder';
import { electronDist } from './electron-binary.ts';
import { weightOf, wrongInPackage } from './packaging/installed.ts';
import { type Installed, pack } from './packaging/pack.ts';
import { partsOf } from './packaging/parts.ts';
import { layStandIn } from './packaging/stand-in.ts';

const ROOT = path.join(import.meta.dirname, '..');

const { values } = parseArgs({
  options: { dir: { type: 'boolean' }, check: { type: 'boolean' }, 'electron-dist': { type: 'string' } },
});
const dist = values.check ? null : (values['electron-dist'] ?? electronDist());

if (values.check || (await built())) {
  const sound = dist === null ? await packOnStandIn() : await packOn(dist);
  if (dist === null && !values.check) {
    console.error(
      'No package was made: there is no binary of Electron here to put the console into. `npx install-electron` fetches it, ' +
        'or name a folder that has one by --electron-dist. What would be in the package beside it was checked.',
    );
  }
  // Whoever asked for installers must not take the check for them.
  process.exitCode = sound && (dist !== null || values.dir || values.check) ? 0 : 1;
} else process.exitCode = 1;

async function built(): Promise<boolean> {
  const build = spawn('electron-vite', ['build', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(build, 'close');
  return code === 0;
}

async function packOn(electron: string): Promise<boolean> {
  const output = path.join(ROOT, 'dist');
  const what = values.dir ? 'folder' : 'installers';
  return check(await pack({ root: ROOT, electronDist: path.resolve(electron), output, what }));
}

async function packOnStandIn(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-package-'));
  try {
    const standIn = path.join(folder, 'electron');
    await layStandIn(standIn);
    const output = path.join(folder, 'dist');
    return await check(
      await pack({ root: ROOT, electronDist: standIn, output, what: 'folder', platform: Platform.LINUX }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function check(made: Installed): Promise<boolean> {
  const sentences = await wrongInPackage(made, await partsOf(path.join(ROOT, 'out')));
  for (const sentence of sentences) console.error(sentence);
  console.log(weightOf(made));
  return sentences.length === 0;
}

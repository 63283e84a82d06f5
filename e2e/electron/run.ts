/**
 * `npm run e2e:electron`: the e2e specs on a real Electron; where none can run, says why in one line and fails.
 * Arguments go to Playwright.
 */
import { spawn } from 'node:child_process';
import { NoElectronError } from './no-electron.ts';
import { type Prepared, prepareElectron } from './prepare.ts';

const prepared = await prepareElectron(console.error).catch((error: unknown) => {
  if (!(error instanceof NoElectronError)) throw error;
  console.error(`The specs did not run on Electron: ${error.message}`);
  return null;
});
process.exitCode = prepared === null ? 1 : await runSpecs(prepared);

async function runSpecs({ on, env, close }: Prepared): Promise<number> {
  console.error(`The specs run on ${on}`);
  // One file of specs takes longer than all others; each worker has a system of its own.
  const args = ['test', '--fully-parallel', ...process.argv.slice(2)];
  const specs = spawn('playwright', args, {
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  // Playwright ends first, and then what it ran on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => specs.kill());
  const code = await new Promise<number | null>((resolve, reject) =>
    specs.once('error', reject).once('close', resolve),
  );
  await close();
  return code ?? 1;
}

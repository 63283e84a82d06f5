/**
 * `npm run dev`: the console with its page loaded again at every change, and main restarted at every change of main, in
 * Electron where there is one, else on the Chromium shell; LOCKDESK_SHELL asks for one of the two. It speaks to the system
 * that `npm run standalone` runs here, or to LOCKDESK_API and LOCKDESK_ISSUER.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { filesOf, readRunningFile } from '../src/standalone/data-dir.ts';
import { dataDirOf } from '../src/standalone/options.ts';
import { StandaloneProblem } from '../src/standalone/say.ts';
import { electronBinary } from './electron-binary.ts';
import { wantedShell } from './wanted-shell.ts';

const { running: where } = filesOf(dataDirOf(undefined));
const running = await readRunningFile(where);
const { LOCKDESK_API = running?.api, LOCKDESK_ISSUER = running?.issuer } = process.env;

const shell = wantedShell() ?? (electronBinary() === null ? 'chromium' : 'electron');

if (!LOCKDESK_API || !LOCKDESK_ISSUER) refuse(new StandaloneProblem('not_running', { where }));
else if (shell === 'electron' && electronBinary() === null) refuse(new StandaloneProblem('electron_not_installed'));
else run({ LOCKDESK_API, LOCKDESK_ISSUER });

function refuse({ message }: StandaloneProblem): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

function run(addresses: Record<string, string>): void {
  // The main that it makes is for its own server: what was built before it is no longer whole, and is to be built anew.
  rmSync(path.join(import.meta.dirname, '../out/renderer'), { recursive: true, force: true });
  // electron-vite starts whatever is named as Electron with whatever is named as its entry.
  const chromium = { ELECTRON_EXEC_PATH: process.execPath, ELECTRON_ENTRY: 'src/chromium-shell/run.ts' };
  const child = spawn('electron-vite', ['dev', '--watch'], {
    env: { ...process.env, ...addresses, ...(shell === 'chromium' && chromium) },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  child.once('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

/**
 * `npm run dev`: the console with its page loaded again at every change, and main restarted at every change of main, in
 * Electron where there is one, else on the Chromium shell. Addresses as everywhere: LOCKDESK_API and LOCKDESK_ISSUER.
 */
import { spawn } from 'node:child_process';
import { electronBinary } from './electron-binary.ts';

// electron-vite starts whatever is named as Electron with whatever is named as its entry.
const shell = { ELECTRON_EXEC_PATH: process.execPath, ELECTRON_ENTRY: 'src/chromium-shell/run.ts' };

const child = spawn('electron-vite', ['dev', '--watch'], {
  env: { ...process.env, ...(electronBinary() === null && shell) },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});

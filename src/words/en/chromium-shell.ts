import type { chromiumShell as zh } from '../zh-CN/chromium-shell.ts';

export const chromiumShell: typeof zh = {
  not_protected:
    'Running on the Chromium shell ({{product}}): without Electron’s process isolation, integrity checks and the system’s keyring; tokens stay in memory and are lost on closing.',
  not_protected_unsandboxed:
    'Running on the Chromium shell ({{product}}) without the browser’s sandbox (as root, or the system forbids it), and without Electron’s process isolation, integrity checks and the system’s keyring; tokens stay in memory.',
  browser_failed: 'The browser opened no window for the console: {{problem}}',
  no_browser:
    'No Chrome, Edge or Chromium was found on this machine. Install one of them, or name its place in LOCKDESK_BROWSER.',
  not_built: 'The built console was not found ({{folder}}). Run npm run build first.',
  first_shown: 'Lockdesk is already running; its window has been brought to the front.',
  saving: 'This shell has no dialog for saving; the file goes to {{file}}.',
};

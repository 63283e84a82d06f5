import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const { env, platform } = process;

/** Names on the PATH, and places where installers put them. */
const CANDIDATES: readonly string[] =
  platform === 'win32'
    ? [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
          join(folder, 'Chromium/Application/chrome.exe'),
        ])
    : platform === 'darwin'
      ? ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
          (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
        )
      : [
          'google-chrome-stable',
          'google-chrome',
          'microsoft-edge-stable',
          'microsoft-edge',
          'chromium',
          'chromium-browser',
        ].flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));

/** The path of a Chrome, Edge or Chromium of this machine, or null. `LOCKDESK_BROWSER` names another one. */
export function installedBrowser(): string | null {
  return [env.LOCKDESK_BROWSER ?? '', ...CANDIDATES].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}

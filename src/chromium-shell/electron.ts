/** Stands for the module `electron` in main's bundle: all that `api.ts` promises, and nothing else. */
import type * as Api from './api.ts';
import { app as shellApp } from './app.ts';
import { browser } from './browser.ts';
import { freeDownload } from './downloads.ts';
import { ipcMain as shellIpc } from './ipc.ts';
import { Menu as ShellMenu } from './menu.ts';
import { defaultSession } from './permissions.ts';
import { say } from './say.ts';
import { protocol as shellProtocol } from './schemes.ts';
import { BrowserWindow as ShellWindow } from './window.ts';

export const app: typeof Api.app = shellApp;
export const BrowserWindow: typeof Api.BrowserWindow = ShellWindow;
export const ipcMain: typeof Api.ipcMain = shellIpc;
export const Menu: typeof Api.Menu = ShellMenu;
export const protocol: typeof Api.protocol = shellProtocol;
export const session: typeof Api.session = { defaultSession };

/** The system's proxy and certificates as Node knows them, which is less than a browser does. */
export const net: typeof Api.net = { fetch: (input, init) => fetch(input, init) };

/** No keyring: tokens stay in memory. */
export const safeStorage: typeof Api.safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'unknown',
  encryptString: () => {
    throw new Error('the shell has no keyring');
  },
  decryptString: () => {
    throw new Error('the shell has no keyring');
  },
};

export const screen: typeof Api.screen = { getAllDisplays: () => [{ workArea: browser().screen }] };

/** Another page of the same browser: it is the one of which we know that it is there. */
export const shell: typeof Api.shell = {
  openExternal: async (url) => {
    const page = await browser().context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
  },
};

export const clipboard: typeof Api.clipboard = {
  writeText: (text) => {
    void browser()
      .consolePage.evaluate((text) => navigator.clipboard.writeText(text), text)
      .catch(() => {});
  },
  clear: () => clipboard.writeText(''),
};

export const dialog: typeof Api.dialog = {
  /** There is no native dialog; the terminal hears the question, and the careful answer is taken. */
  showMessageBox: async (_window, { message, detail = '', cancelId = 0 }) => {
    console.error(`${message}\n${detail}`);
    return { response: cancelId };
  },
  /** As a browser does: into the download folder, under a name that is free. The terminal says which. */
  showSaveDialog: async (_window, { defaultPath = '' }) => {
    const filePath = freeDownload(defaultPath);
    say('saving', { file: filePath });
    return { canceled: false, filePath };
  },
  showErrorBox: (title, content) => console.error(`${title}\n${content}`),
};

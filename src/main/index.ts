import { join } from 'node:path';
import { app, dialog, Menu, protocol, session } from 'electron';
import { LINK_SCHEME } from '../contract/link.ts';
import { fill } from '../words/fill.ts';
import { type Config, readConfig } from './config.ts';
import type { RunningConsole } from './console.ts';
import { Links } from './links.ts';
import { note, startLog, warn } from './log.ts';
import { JsonFile } from './store/json-file.ts';
import { FIRST_SETTINGS, SettingsStore } from './store/settings.ts';
import { lockDown } from './window/lockdown.ts';
import { PAGE_ORIGIN, PAGE_SCHEME, PAGE_URL, servePage } from './window/protocol.ts';
import { ConsoleWindow } from './window/window.ts';
import { WindowState } from './window/window-state.ts';
import { mainWords } from './words.ts';

/** The page's development server, named by electron-vite. A built console has no such way in. */
const developmentServer = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined;

/** Where the page comes from: the built files, or that server. */
const page = developmentServer
  ? { url: developmentServer, origin: new URL(developmentServer).origin }
  : { url: PAGE_URL, origin: PAGE_ORIGIN };

app.enableSandbox();
// Electron would make a menu of its own, in English and with its tools for developers, until ours is there.
Menu.setApplicationMenu(null);
protocol.registerSchemesAsPrivileged([PAGE_SCHEME]);

const links = new Links();
// macOS hands links over by an event, which may come before the console is ready.
app.on('open-url', (event, url) => {
  event.preventDefault();
  links.follow(url);
});

// One console a workstation: a second start shows the first.
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  startLog(app.getPath('userData'));
  // Before the first web contents exists.
  await app.whenReady();
  lockDown(app, session.defaultSession, page.origin);
  protocol.handle(new URL(PAGE_ORIGIN).protocol.slice(0, -1), servePage(join(__dirname, '../renderer')));

  const config = configOrNothing();
  if (config === null) return app.exit(1);
  links.inArguments(process.argv);
  const folder = app.getPath('userData');
  const settings = new SettingsStore(join(folder, 'settings.json'));
  const window = new ConsoleWindow({
    preload: join(__dirname, '../preload/index.cjs'),
    url: page.url,
    state: new JsonFile(join(folder, 'window.json'), WindowState),
    words: () => mainWords(settings.current.language),
  });
  // The rest of main, most of it by far, is loaded while the window's process starts. Nothing that the page says is heard
  // in between: a built chunk is loaded within the task that asks for it.
  const { startConsole } = await import('./console.ts');
  const running = startConsole({ config, origin: page.origin, settings, window, links });
  note('started', { version: app.getVersion() });
  app.on('second-instance', (_event, args) => {
    links.inArguments(args);
    running.focus();
  });
  links.followed.add(() => running.focus());
  takeLinks();
  app.on('window-all-closed', () => app.quit());
  leaveInOrder(running);
}

/** Only as it was installed: a program that is tried from a folder must not stay behind as the system's choice. */
function takeLinks(): void {
  // What follows `--` is no switch of Chromium's, whatever a link may hold.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
}

function configOrNothing(): Config | null {
  const userData = app.getPath('userData');
  // Before it is packaged, the program's folder stands for its resources.
  const resources = app.isPackaged ? process.resourcesPath : app.getAppPath();
  try {
    return readConfig({ resources, userData }, process.env);
  } catch {
    const { title, text } = mainWords(FIRST_SETTINGS.language).no_config;
    dialog.showErrorBox(title, fill(text, { folder: resources }));
    return null;
  }
}

/** Closing the last window, the menu and the system's shutdown all come by here. */
function leaveInOrder(running: RunningConsole): void {
  let left = false;
  app.on('before-quit', (event) => {
    if (left) return;
    left = true;
    event.preventDefault();
    void running
      .close()
      .catch(() => warn('close_failed'))
      .finally(() => app.quit());
  });
  // Whoever reads the log can tell a console that was left from one that was killed, or that only Electron kept running.
  app.on('quit', () => note('ended'));
}

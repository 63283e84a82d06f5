import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { type BundledChromium, bundledChromium, hasBundledChromium } from './bundled-chromium.ts';
import { installedBrowser } from './installed-browser.ts';

export interface OpenBrowser {
  context: BrowserContext;
  /** The console's own: first the one that the browser opened with. */
  consolePage: Page;
  /** For people, for example `Edge 143`. */
  product: string;
  /** Whether the browser's own sandbox is on. */
  sandboxed: boolean;
  screen: Electron.Rectangle;
  /** Where another program can drive the same browser, if that was asked for. */
  devtools: string | null;
  close(): Promise<void>;
}

export class NoBrowserError extends Error {}

/** What Playwright does not already set: nothing calls home. */
const FLAGS = ['--disable-domain-reliability', '--no-pings'];

/** Followed by the id of the process that it belongs to. */
const PROFILE = 'lockdesk-profile-';

/** A window without tabs and address bar. Chromium gives one to a data address, but not to an empty page. */
const APP_WINDOW = '--app=data:text/html,<title>Lockdesk</title>';

/** Whom the page shows is nobody else's business: nothing offers to send it to be translated, or to keep what is typed. */
const PREFERENCES = {
  translate: { enabled: false },
  credentials_enable_service: false,
  autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
};

let open: OpenBrowser | null = null;

/** The one browser of this process. */
export function browser(): OpenBrowser {
  if (open === null) throw new Error('no browser has been opened');
  return open;
}

/** @throws NoBrowserError where this machine has none that can do it. */
export async function openBrowser(options: { headless: boolean; devtools: boolean }): Promise<OpenBrowser> {
  const { executablePath, env, chromiumSandbox } = await chooseBrowser(options.headless);
  await removeOrphans();
  const profile = await mkdtemp(join(tmpdir(), `${PROFILE}${process.pid}-`));
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(PREFERENCES));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    env: { ...process.env, ...env },
    headless: options.headless,
    chromiumSandbox,
    acceptDownloads: false,
    viewport: null,
    args: [
      ...FLAGS,
      ...(options.devtools ? ['--remote-debugging-port=0'] : []),
      ...(options.headless ? [] : [APP_WINDOW]),
    ],
    ...(!options.headless && { ignoreDefaultArgs: ['about:blank', '--enable-automation'] }),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const consolePage = context.pages()[0] ?? (await context.waitForEvent('page'));
  const cdp = await context.newCDPSession(consolePage);
  const version = await cdp.send('Browser.getVersion');
  const screen = await consolePage.evaluate('({ x: 0, y: 0, width: screen.availWidth, height: screen.availHeight })');
  open = {
    context,
    consolePage,
    product: productOf(version.userAgent, executablePath),
    sandboxed: chromiumSandbox,
    screen: screen as Electron.Rectangle,
    devtools: options.devtools ? await devtoolsOf(profile) : null,
    close: async () => {
      await context.close().catch(() => {});
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return open;
}

/** Profiles whose shell was killed before it could delete them: they may hold a session of the sign-in page. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(PROFILE) ? Number.parseInt(name.slice(PROFILE.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another person's process may not be signalled, and is alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const DEVTOOLS_MS = 10_000;

/** Chromium writes port and path of its DevTools server into a file, a moment after it has opened. */
async function devtoolsOf(profile: string): Promise<string> {
  const deadline = Date.now() + DEVTOOLS_MS;
  for (;;) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = text.trim().split('\n');
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    if (Date.now() > deadline) throw new Error('the browser opened no DevTools port');
    await setTimeout(20);
  }
}

/** A browser as Playwright's `launch` takes it. */
export interface ChosenBrowser {
  executablePath: string;
  env?: Record<string, string>;
  chromiumSandbox: boolean;
}

/** The browser to run: out of sight the one that came by npm, else the person's own. @throws NoBrowserError */
export async function chooseBrowser(headless: boolean): Promise<ChosenBrowser> {
  // A browser refuses its sandbox to root.
  const ordinary = process.getuid?.() !== 0;
  if (headless && hasBundledChromium) {
    const bundled = await bundledChromium();
    return { ...bundled, chromiumSandbox: ordinary && (await isSandboxAllowed(bundled)) };
  }
  const executablePath = installedBrowser();
  if (executablePath === null) throw new NoBrowserError();
  // Whoever installed it has seen to it that the system allows its sandbox.
  return { executablePath, chromiumSandbox: ordinary };
}

/** Some distributions allow no namespaces to a program that nobody installed. Only trying tells. */
async function isSandboxAllowed({ executablePath, env }: BundledChromium): Promise<boolean> {
  const options = { executablePath, env: { ...process.env, ...env }, chromiumSandbox: true };
  try {
    await (await chromium.launch(options)).close();
    return true;
  } catch {
    return false;
  }
}

function productOf(userAgent: string, executablePath: string): string {
  const edge = /Edg\/(\d+)/.exec(userAgent);
  if (edge) return `Edge ${edge[1]}`;
  const name = executablePath.toLowerCase().includes('google') ? 'Chrome' : 'Chromium';
  return `${name} ${/Chrome\/(\d+)/.exec(userAgent)?.[1] ?? ''}`;
}

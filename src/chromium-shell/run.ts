/**
 * Runs the built console on a Chromium of this machine: `node src/chromium-shell/run.ts [--headless] [--devtools]
 * [--user-data-dir=DIR] [LINK]`. With `--devtools` the first line on stdout is `{"devtools": "ws://…"}`, for tests.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { app, PROGRAM } from './app.ts';
import { NoBrowserError, type OpenBrowser, openBrowser } from './browser.ts';
import { say } from './say.ts';
import { serveSchemes } from './schemes.ts';
import { isFirstInstance } from './single-instance.ts';

const { values } = parseArgs({
  // Main reads links from the command line by itself.
  allowPositionals: true,
  options: {
    headless: { type: 'boolean', default: false },
    devtools: { type: 'boolean', default: false },
    'user-data-dir': { type: 'string', default: join(homedir(), '.config/lockdesk') },
  },
});

/** Playwright doesn't tell when it has begun to start a browser. By then it has; if not, nothing but time is lost. */
const STARTING_MS = 100;

const main = join(PROGRAM, 'out/main/index.cjs');
const userData = resolve(values['user-data-dir']);
mkdirSync(userData, { recursive: true, mode: 0o700 });

if (!existsSync(main)) {
  say('not_built', { folder: main });
  process.exitCode = 1;
} else if (await isFirstInstance(userData, process.argv, (args) => app.emit('second-instance', {}, args))) {
  run();
} else {
  say('first_shown');
}

function run(): void {
  const opening = open();
  app.surround({
    userData,
    ready: opening,
    end: async (code) => {
      await (await opening).close();
      process.exit(code);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  quitWithParent();

  const electron = new URL('./electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context),
  });
  // Main waits by itself until there is something to show a page in, as on Electron: it is read while the browser starts.
  void Promise.race([opening, setTimeout(STARTING_MS)]).then(() => createRequire(import.meta.url)(main));
}

/** The browser, once main can be shown in it. Where there is none, says so and ends. */
async function open(): Promise<OpenBrowser> {
  const browser = await openBrowser({ headless: values.headless, devtools: values.devtools }).catch(
    (error: unknown) => {
      if (error instanceof NoBrowserError) say('no_browser');
      else say('browser_failed', { problem: complaintOf(error) });
      process.exit(1);
    },
  );
  say(browser.sandboxed ? 'not_protected' : 'not_protected_unsandboxed', { product: browser.product });
  await serveSchemes(browser.context);
  browser.context.on('close', () => app.quit());
  if (browser.devtools !== null) console.log(JSON.stringify({ devtools: browser.devtools }));
  return browser;
}

/**
 * What the browser itself complained of, in the log that Playwright adds to its own first line; else that line. That
 * there is no message bus is said wherever there is no desktop, and stops nothing.
 */
function complaintOf(error: unknown): string {
  const lines = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).split('\n');
  const complaint = lines.find((line) => /\[err\].*(ERROR|FATAL)/.test(line) && !/\bbus\b/.test(line));
  return (complaint ?? lines[0] ?? '').replace(/^.*\[err\] (\[.*?\] )?/, '').trim();
}

/** A killed `npm` leaves its child alive. */
function quitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) app.quit();
  }, 1000).unref();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium, type Page } from 'playwright';

export interface LaunchOptions {
  headless: boolean;
  userData: string;
  /** Added to this process's environment: `LOCKDESK_API` and `LOCKDESK_ISSUER`, where no file names them. */
  env: Record<string, string>;
  /** Added to the command line: a link. */
  args?: readonly string[];
}

export interface LaunchedConsole {
  /** The console's page. */
  page: Page;
  /** Its browser: sign-in opens its pages here too. */
  context: BrowserContext;
  /** Closes the console as a person does, and waits until nothing of it runs. */
  close(): Promise<void>;
  /** Ends its process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts the console again on the same data, as a person does who forgot that it runs; settles when that one ends. */
  startAgain(args: readonly string[]): Promise<void>;
}

/** Starts the built console on the Chromium shell in a process of its own, and takes hold of its pages. */
export async function launchConsole({ headless, userData, env, args = [] }: LaunchOptions): Promise<LaunchedConsole> {
  const how = [join(import.meta.dirname, 'run.ts'), `--user-data-dir=${userData}`, ...(headless ? ['--headless'] : [])];
  const child = spawn(process.execPath, [...how, '--devtools', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const devtools = await firstLine(child);
  const browser = await chromium.connectOverCDP(devtools);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the shell’s browser has no context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL((url) => url.protocol === 'https:');
  const end = async (signal: NodeJS.Signals) => {
    await browser.close();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const startAgain = async (again: readonly string[]) => {
    await once(spawn(process.execPath, [...how, ...again], { stdio: 'ignore' }), 'exit');
  };
  return { page, context, close: () => end('SIGTERM'), kill: () => end('SIGKILL'), startAgain };
}

/** @throws with what the shell said, where it ended before it was ready. */
async function firstLine(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  if (child.stdout === null) throw new Error('the shell has no stdout');
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The console did not start.\n${said}`);
  });
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => {});
  return JSON.parse(String(line)).devtools;
}

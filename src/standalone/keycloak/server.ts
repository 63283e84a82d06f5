/**
 * A real Keycloak on this machine, on the loopback address. For trying, tests and measurements; an agency has its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { type EndingSignals, endLeftover } from '../leftover.ts';
import type { Attended } from '../postgres/attend.ts';
import { StandaloneProblem } from '../say.ts';
import { LOOPBACK } from '../web/listen.ts';
import type { Distribution } from './distribution.ts';
import { serverArgs } from './java.ts';

const WATCHDOG = fileURLToPath(new URL('../postgres/watchdog.ts', import.meta.url));
const SIGNALS: EndingSignals = { ask: 'SIGTERM', force: 'SIGKILL' };
/** What a server reads and never writes; each has only `data` of its own. */
const SHARED = ['bin', 'conf', 'lib', 'providers', 'themes', 'version.txt'];
const START_MS = 300_000;
const POLL_MS = 100;
const LOG_TAIL_BYTES = 3_000;
const ADMIN = 'lockdesk-admin';

export interface KeycloakOptions {
  distribution: Distribution;
  /** A folder for this server alone; made if missing. What it holds is there again at the next start. */
  dataDir: string;
  /** 0, or none, takes a free one. */
  port?: number;
  /** `postgresql://user:password@host:port/database`, for a distribution built for production. */
  databaseUrl?: string;
  /** As an agency runs it, for measurements; else it starts in half the time, and is slower afterwards. */
  measured?: boolean;
}

export interface Keycloak {
  /** As `http://127.0.0.1:8080`. A realm's issuer is `<url>/realms/<realm>`. */
  url: string;
  version: string;
  /** Of the realm `master`. */
  admin: { username: string; password: string };
  /** Its process. */
  pid(): number;
  /** Settles when the server has ended by itself: with what it said last. */
  failed: Promise<StandaloneProblem>;
  /** Answers nothing until {@link resume}; connections are still accepted. Not on Windows. */
  pause(): void;
  resume(): void;
  /** Ends and starts it on the same address and data: what it kept in memory is forgotten. */
  restart(): Promise<void>;
  /** May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server on `dataDir`, after ending one that a killed process may have left there, and waits until it answers. It
 * ends with this process, also when this one is killed.
 *
 * @throws StandaloneProblem `keycloak_failed`, with what it said last
 */
export async function startKeycloak(options: KeycloakOptions): Promise<Keycloak> {
  const { distribution, databaseUrl, measured } = options;
  const dataDir = path.resolve(options.dataDir);
  const files = await prepare(dataDir, distribution);
  const password = await adminPassword(dataDir);
  const { promise: failed, resolve: fail } = Promise.withResolvers<StandaloneProblem>();

  const start = async (port: number): Promise<Server> => {
    const command = [...distribution.command, `--http-host=${LOOPBACK}`, `--http-port=${port}`];
    const java = { command: distribution.java, args: serverArgs(files.home, command, measured) };
    const server = await launch(files, java, { ...databaseEnvironment(databaseUrl), password });
    void server.ended.then((problem) => problem && fail(problem));
    return server;
  };
  let server = await start(options.port ?? 0);
  const { url } = server;
  let paused = false;
  const pause = (on: boolean): void => {
    process.kill(server.pid, on ? 'SIGSTOP' : 'SIGCONT');
    paused = on;
  };
  const stop = async (): Promise<void> => {
    // One that is paused hears nothing.
    if (paused) pause(false);
    await server.stop();
  };
  return {
    url,
    version: distribution.version,
    admin: { username: ADMIN, password },
    pid: () => server.pid,
    failed,
    pause: () => pause(true),
    resume: () => pause(false),
    restart: async () => {
      await stop();
      server = await start(Number(new URL(url).port));
    },
    stop,
  };
}

interface Files {
  home: string;
  log: string;
  pid: string;
}

/** A home that looks like the distribution's, so that Keycloak finds its parts and keeps its data apart from other servers'. */
async function prepare(dataDir: string, distribution: Distribution): Promise<Files> {
  const home = path.join(dataDir, 'home');
  const files = { home, log: path.join(dataDir, 'keycloak.log'), pid: path.join(dataDir, 'keycloak.pid') };
  await mkdir(home, { recursive: true, mode: 0o700 });
  const left = await readFile(files.pid, 'utf8').catch(() => null);
  if (left !== null) await endLeftover(Number(left), home, SIGNALS);
  for (const name of SHARED) {
    const link = path.join(home, name);
    await rm(link, { force: true });
    const target = path.join(distribution.home, name);
    if (existsSync(target)) await symlink(target, link, name.includes('.') ? 'file' : 'junction');
  }
  return files;
}

/** Keycloak makes its first administrator at its first start only. */
async function adminPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'admin-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFile(file, 'utf8');
}

function databaseEnvironment(databaseUrl: string | undefined): NodeJS.ProcessEnv {
  if (databaseUrl === undefined) return {};
  const { host, pathname, username, password } = new URL(databaseUrl);
  return {
    KC_DB_URL: `jdbc:postgresql://${host}${pathname}`,
    KC_DB_USERNAME: decodeURIComponent(username),
    KC_DB_PASSWORD: decodeURIComponent(password),
  };
}

interface Server {
  url: string;
  pid: number;
  /** Null after {@link stop}, else what went wrong. */
  ended: Promise<StandaloneProblem | null>;
  stop(): Promise<void>;
}

async function launch(
  { home, log, pid: pidFile }: Files,
  java: Pick<Attended, 'command' | 'args'>,
  { password, ...environment }: NodeJS.ProcessEnv,
): Promise<Server> {
  const command: Attended = { ...java, signals: SIGNALS, pidFile };
  await rm(pidFile, { force: true });
  const output = await open(log, 'w', 0o600);
  // Its own session: Ctrl+C reaches the whole terminal, but the directory must outlive those who use it.
  const watchdog = spawn(process.execPath, [WATCHDOG, JSON.stringify(command)], {
    detached: true,
    stdio: ['pipe', output.fd, output.fd],
    // Secrets by the environment: arguments are for everybody on the machine to read.
    env: {
      ...plainEnvironment(),
      ...environment,
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN,
      KC_BOOTSTRAP_ADMIN_PASSWORD: password,
    },
    windowsHide: true,
  });
  await output.close();
  const { ended, stop } = supervise(watchdog, pidFile, log, home);
  const url = await address(log, ended);
  if (url !== null) return { url, pid: Number(await readFile(pidFile, 'utf8')), ended, stop };
  await stop();
  throw new StandaloneProblem('keycloak_failed', { log: await tail(log) });
}

function supervise(watchdog: ChildProcess, pidFile: string, log: string, home: string): Pick<Server, 'ended' | 'stop'> {
  let asked = false;
  const exited = new Promise<void>((resolve) => {
    watchdog.once('exit', () => resolve());
    watchdog.once('error', () => resolve());
  });
  // Writing to a watchdog that has gone is no news: its exit is.
  watchdog.stdin?.on('error', () => {});
  const ended = exited.then(async () => {
    // A watchdog that was killed leaves the server behind.
    const pid = await readFile(pidFile, 'utf8').catch(() => null);
    if (pid !== null) await endLeftover(Number(pid), home, SIGNALS);
    return asked ? null : new StandaloneProblem('keycloak_ended', { log: await tail(log) });
  });
  return {
    ended,
    stop: async () => {
      asked = true;
      watchdog.stdin?.end();
      await ended;
    },
  };
}

/** Where the server answers; null if it ended before, or took too long. */
async function address(log: string, ended: Promise<unknown>): Promise<string | null> {
  let over = false;
  void ended.finally(() => {
    over = true;
  });
  for (const end = Date.now() + START_MS; !over && Date.now() < end; await delay(POLL_MS)) {
    const [, url] = /Listening on: (http:\/\/[\d.]+:\d+)/.exec(await readFile(log, 'utf8')) ?? [];
    if (url === undefined) continue;
    const realm = await axios.get(`${url}/realms/master`, { timeout: 10_000 }).catch(() => null);
    if (realm?.status === 200) return url;
  }
  return null;
}

/** The person's own KC_* variables must not reach a server of ours. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, SystemRoot, TEMP } = process.env;
  return { PATH, HOME, TMPDIR, SystemRoot, TEMP };
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.slice(-LOG_TAIL_BYTES).trim();
}

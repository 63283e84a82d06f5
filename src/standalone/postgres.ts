/**
 * A real PostgreSQL 18 on this machine, from the binaries that npm installed. For trying, tests and demos; production
 * has its own server (`DATABASE_URL`).
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { knownProblem } from './known-problem.ts';
import { chooseAddress, passwordFile } from './postgres/address.ts';
import { program } from './postgres/binaries.ts';
import { findPlace, type Place, possibleDirs } from './postgres/identity.ts';
import { clearLeftovers, type PidFile, readPidFile } from './postgres/postmaster.ts';
import { StandaloneProblem } from './say.ts';

const run = promisify(execFile);

/** Superuser of the cluster and owner of the schema. */
export const OWNER = 'lockdesk_owner';
const DATABASE = 'lockdesk';
const OUR_SETTINGS = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The details of a violated constraint quote the row, and rows are people.
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  // As docs/operations.md recommends, with the reason.
  max_locks_per_transaction: '512',
  // A cluster that was restored is ready once it has replayed its log, not before.
  hot_standby: 'off',
};
const WATCHDOG = fileURLToPath(new URL('./postgres/watchdog.ts', import.meta.url));
/** A crashed server replays its log before it is ready. */
const START_MS = 120_000;
const POLL_MS = 20;
const LOG_TAIL_BYTES = 2_000;

export interface PostgresOptions {
  /** A folder for this server alone; made if missing. The caller sees to it that no other process uses it. */
  dataDir: string;
  /** Server settings beyond ours. Tests pass `fsync: 'off'` for data that they throw away. */
  settings?: Readonly<Record<string, string>>;
  /** Listens on the loopback address instead of a Unix socket, as it has to on Windows. For good: a cluster keeps its way. */
  tcp?: boolean;
}

export interface Postgres {
  /** Connection URL of the owner of everything, database `lockdesk`. */
  url: string;
  /** Connection URL of another role or database. */
  urlFor(role: string, database?: string): string;
  /** Lets a role that exists come in by its URL. */
  admit(role: string): Promise<void>;
  /** Folder of the Unix socket; the host name where there is none. */
  socketDir: string;
  /** Settles when the server has ended: null after {@link stop}, else what went wrong. */
  ended: Promise<StandaloneProblem | null>;
  /** A fast shutdown: sessions are cut, what was committed is on the disk. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts the server on `dataDir`, after ending one that a killed process may have left there. It ends with this process,
 * also when this one is killed.
 *
 * @throws StandaloneProblem in words for the person at the terminal
 */
export async function startPostgres({
  dataDir,
  settings = {},
  tcp = process.platform === 'win32',
}: PostgresOptions): Promise<Postgres> {
  const place = await findPlace(path.resolve(dataDir));
  return start(place, settings, tcp).catch(async (error: unknown) => {
    throw await worded(error, place.dir);
  });
}

/** Deletes what {@link startPostgres} keeps for `dataDir`. The server must have been stopped. */
export async function deletePostgres(dataDir: string): Promise<void> {
  for (const dir of possibleDirs(path.resolve(dataDir))) await rm(dir, { recursive: true, force: true });
}

async function start(place: Place, settings: Readonly<Record<string, string>>, tcp: boolean): Promise<Postgres> {
  const { dir } = place;
  const cluster = path.join(dir, 'cluster');
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700);
  const password = tcp ? await passwordFile(dir) : null;
  await place.own(dir);
  await clearLeftovers(cluster);
  if (!existsSync(cluster)) await initialise(place, cluster, { password, durable: settings.fsync !== 'off' });

  const address = await chooseAddress(place, tcp);
  const log = path.join(dir, 'postgres.log');
  const server = await launch(place, cluster, log, { ...address.settings, ...settings });
  const urlFor = (role: string, database = DATABASE) => address.urlFor(role, database);
  try {
    await ensureDatabase(urlFor(OWNER, 'postgres'), DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const ended = server.ended.then(async (problem) => {
    await address.forget();
    return problem;
  });
  return {
    url: urlFor(OWNER),
    urlFor,
    admit: async (role) => {
      if (address.password !== null) await setPassword(urlFor(OWNER), role, address.password);
    },
    socketDir: address.host,
    ended,
    stop: async () => {
      await server.stop();
      await ended;
    },
  };
}

/** `initdb` into a folder beside, then a rename: an interrupted one leaves nothing that looks like a cluster. */
async function initialise(
  place: Place,
  cluster: string,
  { password, durable }: { password: string | null; durable: boolean },
): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await place.own(unfinished);
  const args = ['-D', unfinished, '-U', OWNER, '-E', 'UTF8', '--data-checksums'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-locale');
  // A Unix socket lies in a folder that only we may enter: whoever is there may come in.
  if (password === null) args.push('--auth=trust');
  else args.push('--auth=scram-sha-256', `--pwfile=${password}`);
  if (!durable) args.push('--no-sync');
  const initdb = place.as(program(place.native, 'initdb'), args);
  await run(initdb.command, initdb.args, { uid: initdb.uid, gid: initdb.gid, env: plainEnvironment(), cwd: place.dir });
  await rename(unfinished, cluster);
}

interface Server {
  ended: Promise<StandaloneProblem | null>;
  stop(): Promise<void>;
}

async function launch(
  place: Place,
  cluster: string,
  log: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const args = ['-D', cluster];
  for (const [name, value] of Object.entries({ ...OUR_SETTINGS, ...settings })) args.push('-c', `${name}=${value}`);
  const command = place.as(program(place.native, 'postgres'), args);

  for (const end = Date.now() + START_MS; ; ) {
    const before = await readPidFile(cluster);
    const output = await open(log, 'w', 0o600);
    // Its own session: Ctrl+C reaches the whole terminal, but the database must outlive the API that it serves.
    const watchdog = spawn(process.execPath, [WATCHDOG, JSON.stringify(command)], {
      detached: true,
      stdio: ['pipe', 'ignore', output.fd],
      env: plainEnvironment(),
      cwd: place.dir,
      windowsHide: true,
    });
    await output.close();
    const server = supervise(watchdog, cluster, log);
    if (await ready(cluster, before, server.ended, end)) return server;
    await server.stop();
    const words = await tail(log);
    // Sessions of a killed server end on their own, but a moment after it.
    if (!words.includes('pre-existing shared memory block') || Date.now() > end) {
      throw new StandaloneProblem('postgres_failed', { log: words });
    }
    await delay(POLL_MS * 10);
  }
}

function supervise(watchdog: ChildProcess, cluster: string, log: string): Server {
  let asked = false;
  const exited = new Promise<void>((resolve) => {
    watchdog.once('exit', () => resolve());
    watchdog.once('error', () => resolve());
  });
  // Writing to a watchdog that has gone is no news: its exit is.
  watchdog.stdin?.on('error', () => {});
  // A watchdog that was killed leaves the server behind.
  const ended = exited
    .then(() => clearLeftovers(cluster))
    .then(async () =>
      asked ? null : worded(new StandaloneProblem('postgres_ended', { log: await tail(log) }), path.dirname(log)),
    );
  return {
    ended,
    stop: async () => {
      asked = true;
      watchdog.stdin?.end();
      await ended;
    },
  };
}

/** Whether the server came up: it says so in its pid file, as `pg_ctl` reads it. */
async function ready(cluster: string, before: PidFile | null, ended: Promise<unknown>, end: number): Promise<boolean> {
  let over = false;
  void ended.finally(() => {
    over = true;
  });
  for (; !over && Date.now() < end; await delay(POLL_MS)) {
    const now = await readPidFile(cluster);
    if (now?.ready && (now.pid !== before?.pid || now.startedAt !== before.startedAt)) return true;
  }
  return false;
}

/** Makes a database where it is missing. `serverUrl` names another one of the same server. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}

async function setPassword(ownerUrl: string, role: string, password: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`ALTER ROLE ${escapeIdentifier(role)} PASSWORD ${escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

/** The person's own PG* variables and language must not reach a server of ours. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, SystemRoot, TEMP } = process.env;
  return { PATH, TMPDIR, SystemRoot, TEMP, LC_ALL: 'C' };
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.slice(-LOG_TAIL_BYTES).trim();
}

async function worded(error: unknown, dir: string): Promise<StandaloneProblem> {
  const known = await knownProblem(error, dir);
  if (known) return known;
  if (error instanceof StandaloneProblem) return error;
  const { message = '', stderr = '' } = error as Error & { stderr?: string };
  return new StandaloneProblem('postgres_failed', { log: (stderr || message).slice(-LOG_TAIL_BYTES) });
}

/**
 * Everything on one machine, for trying, tests and demos: a real PostgreSQL, the Account API, an OpenID provider with demo
 * staff, the citizens' sign-in site with demo citizens, and traffic.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { Pool } from 'pg';
import { API_ROLE } from '../api/db/roles.ts';
import { migrate } from '../api/migrate.ts';
import { type Client, createClient } from '../client/index.ts';
import { startApi } from './api.ts';
import { MESSAGES_PATH, startCitizensSite } from './citizens/index.ts';
import { registerCitizens } from './citizens/register.ts';
import { claimDataDir, clearDataDir, filesOf, type RunningFile } from './data-dir.ts';
import { ensureDatabase, OWNER, startPostgres } from './postgres.ts';
import { startProvider } from './provider/index.ts';
import { type StandaloneProblem, say } from './say.ts';
import { loadSecrets, writePrivately } from './secrets.ts';
import { directoryTokens } from './tokens.ts';
import { type Pace, prepareTraffic } from './traffic/index.ts';
import { endingProblem, troubleLog } from './trouble.ts';
import { checkPort, close, listen } from './web/listen.ts';

/** The provider and the citizens' site stand for other systems: their tables are not the API's business. */
const DEMO_DATABASE = 'demo';
const LOCKDESK = fileURLToPath(new URL('../cli/index.ts', import.meta.url));
/** What may be lost with the machine, where something was written. */
const ARCHIVE_TIMEOUT = '60s';
const CALL_MS = 10_000;
/** After so many people warming up says how far it has come. */
const WARM_UP_STEP = 12;

export interface StandaloneOptions {
  /** Of the API; the provider's and the citizens' site's follow it. 0 takes three free ones. */
  port: number;
  dataDir: string;
  /** Deletes the data of last time. */
  fresh: boolean;
  /** A folder of backups that the database's log is archived to, for `lockdesk backup`. */
  archive?: string;
  /** How many demo citizens the register holds. */
  citizens: number;
  /** How quickly demo citizens do what they do by themselves; null: they do nothing. */
  traffic: Pace | null;
  /** Gets one sentence at a time, in the terminal's language. */
  progress(sentence: string): void;
}

export interface Standalone {
  api: string;
  issuer: string;
  citizens: string;
  /** As the owner of the API's tables. */
  databaseUrl: string;
  staffPassword: string;
  /** Settles when the system has ended by itself: its database is gone. */
  failed: Promise<StandaloneProblem>;
  setStaffDisabled(username: string, disabled: boolean): Promise<void>;
  /** Something else that must end first when the system ends. */
  whenClosing(end: () => Promise<void>): void;
  close(): Promise<void>;
}

/**
 * Starts everything, in the order in which one part needs another.
 *
 * @throws StandaloneProblem, or the API's StartProblem: messages for the person at the terminal
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const running = new AsyncDisposableStack();
  try {
    return await start(options, running);
  } catch (error) {
    const problem = await endingProblem(error, filesOf(options.dataDir).troubleLog);
    // What failed first is what is told.
    await running.disposeAsync().catch(() => {});
    throw problem;
  }
}

async function start(options: StandaloneOptions, running: AsyncDisposableStack): Promise<Standalone> {
  const { port, dataDir, progress } = options;
  const files = filesOf(dataDir);
  const portAfter = (steps: number) => (port === 0 ? 0 : port + steps);

  running.defer(await claimDataDir(dataDir));
  // Before the minute that a first start may take.
  for (const steps of [0, 1, 2]) await checkPort(portAfter(steps));
  if (options.fresh) {
    await clearDataDir(dataDir);
    progress(say('progress', 'fresh'));
  }
  const secrets = await loadSecrets(files.secrets);
  let ending = false;
  const trouble = troubleLog(files.troubleLog, dataDir, (sentence) => {
    // What an ending cuts short is no news.
    if (!ending) progress(sentence);
  });

  progress(say('progress', existsSync(files.postgres) ? 'postgres' : 'postgres_first'));
  const postgres = await startPostgres({ dataDir: files.postgres, settings: archiving(options.archive) });
  running.defer(() => postgres.stop());
  progress(say('progress', 'migrate'));
  await migrate(postgres.url);
  await postgres.admit(API_ROLE);
  await ensureDatabase(postgres.url, DEMO_DATABASE);
  const pool = new Pool({ connectionString: postgres.urlFor(OWNER, DEMO_DATABASE), max: 10 });
  running.defer(() => pool.end());
  // A lost connection is told by the query that needed it.
  pool.on('error', () => {});

  const provider = await startProvider({
    port: portAfter(1),
    pool,
    secrets,
    disabledFile: files.disabledStaff,
    runningFile: files.running,
    trouble,
  });
  running.defer(() => provider.close());
  progress(say('progress', 'provider', { url: provider.issuer }));

  const siteServer = createServer();
  const citizensUrl = await listen(siteServer, portAfter(2));
  running.defer(() => close(siteServer));
  const api = await startApi({
    port,
    postgres,
    provider,
    secrets,
    notifierUrl: `${citizensUrl}${MESSAGES_PATH}`,
    keyFile: files.fieldKeys,
    ledgerKeyFile: files.ledgerKey,
    logFile: files.apiLog,
  });
  running.defer(() => api.close());
  progress(say('progress', 'api', { url: api.url }));

  const client = directoryClient(api.url, directoryTokens(provider.issuer, secrets.directoryClientSecret));
  const trafficSecret = randomUUID();
  const { notifierSecret } = secrets;
  const site = await startCitizensSite({
    server: siteServer,
    pool,
    client,
    notifierSecret,
    trafficSecret,
    trouble,
  });
  running.defer(() => site.close());
  await registerCitizens(options.citizens, { client, store: site.store }, (done) =>
    progress(say('progress', 'citizens_registered', { done, count: options.citizens })),
  );
  progress(say('progress', 'citizens', { url: citizensUrl }));
  if (options.traffic) {
    const { store } = site;
    const traffic = prepareTraffic({ site: citizensUrl, trafficSecret, store, client, pace: options.traffic });
    running.defer(() => traffic.stop());
    await traffic.warmUp((done, count) => {
      if (done % WARM_UP_STEP === 0 || done === count) progress(say('progress', 'warming_up', { done, count }));
    });
    traffic.begin();
  }

  const addresses = { api: api.url, issuer: provider.issuer, citizens: citizensUrl };
  const { staffPassword, directoryClientSecret } = secrets;
  const runningFile: RunningFile = { pid: process.pid, ...addresses, staffPassword, directoryClientSecret };
  await writePrivately(files.running, JSON.stringify(runningFile, null, 2));
  running.defer(() => rm(files.running, { force: true }));

  const { promise: failed, resolve: fail } = Promise.withResolvers<StandaloneProblem>();
  void postgres.ended.then((problem) => problem && fail(problem));
  return {
    ...addresses,
    databaseUrl: postgres.url,
    staffPassword,
    failed,
    setStaffDisabled: provider.setDisabled,
    whenClosing: (end) => running.defer(end),
    close: async () => {
      ending = true;
      await running.disposeAsync();
    },
  };
}

/** `archive_command` is a shell's: the very command that production archives by. */
function archiving(dir: string | undefined): Record<string, string> {
  if (dir === undefined) return {};
  const command = [process.execPath, LOCKDESK].map((part) => `"${part}"`).join(' ');
  return {
    archive_mode: 'on',
    archive_command: `${command} archive-wal "%p" "${dir}"`,
    archive_timeout: ARCHIVE_TIMEOUT,
  };
}

/** The service surface of the API, as the agency's own sign-in system calls it. */
function directoryClient(baseURL: string, token: () => Promise<string>): Client {
  const http = axios.create({ baseURL, timeout: CALL_MS });
  http.interceptors.request.use(async (request) => {
    request.headers.setAuthorization(`Bearer ${await token()}`);
    return request;
  });
  return createClient(http);
}

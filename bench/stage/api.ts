import { buildApp } from '../../src/api/app.ts';
import { type ConfigInput, readConfig } from '../../src/api/config.ts';
import type { CallInput } from '../harness/caller.ts';
import { type ServerChild, startServer } from '../harness/child.ts';
import { type Recording, recordStatements } from '../harness/recording.ts';
import type { Bench, BenchDatabase } from './bench.ts';

/** Connections of either side. */
const CONNECTIONS = 20;

/** Who vouches for callers, as the API is configured with it. */
export interface IssuerOfApi {
  url: string;
  introspectionUrl: string;
  /** By which the API may introspect, where it must prove who it is. */
  introspectionClient?: { id: string; secret: string };
}

/** As the standalone runs it: tokens are introspected, every answer is logged. Only the limits per caller are lifted. */
async function settings(bench: Bench, database: BenchDatabase, issuer: IssuerOfApi): Promise<Record<string, string>> {
  const { file } = await bench.keys();
  return {
    DATABASE_URL: database.apiUrl,
    DATABASE_POOL: String(CONNECTIONS),
    OIDC_ISSUER: issuer.url,
    OIDC_INTROSPECTION_URL: issuer.introspectionUrl,
    ...(issuer.introspectionClient && {
      OIDC_INTROSPECTION_CLIENT: issuer.introspectionClient.id,
      OIDC_INTROSPECTION_SECRET: issuer.introspectionClient.secret,
    }),
    LOCKDESK_KEY_FILE: file,
    RATE_LIMIT_STAFF: '100000000',
    LOOKS_AN_HOUR: '100000000',
    LOOKS_AN_HOUR_MOST: '100000000',
    RATE_LIMIT_SYSTEM: '100000000',
  } satisfies Partial<Record<keyof ConfigInput, string>>;
}

/**
 * @param onLine gets the lines of its log
 * @param leads whether it may sequence and sign the ledger
 */
export async function startApi(
  bench: Bench,
  database: BenchDatabase,
  issuer: IssuerOfApi,
  { onLine, leads = true }: { onLine?: (line: string) => void; leads?: boolean } = {},
): Promise<ServerChild> {
  const env = {
    ...(await settings(bench, database, issuer)),
    ...(leads && { LEDGER_KEY_FILE: database.ledgerKeyFile }),
  };
  return startServer(new URL('../sides/api.ts', import.meta.url), {}, { env, ...(onLine && { onLine }) });
}

/** The peer of {@link startApi}, saying what is in the recording. */
export function startBare(database: BenchDatabase, recording: Recording): Promise<ServerChild> {
  const task = { databaseUrl: database.apiUrl, connections: CONNECTIONS, recording };
  return startServer(new URL('../sides/bare.ts', import.meta.url), task);
}

/** Takes down what the API says to the database during one call. */
export function recordCall(
  bench: Bench,
  database: BenchDatabase,
  issuer: IssuerOfApi,
  { call, given }: { call: CallInput; given: string[] },
): Promise<Recording> {
  return withApp(bench, database, issuer, ({ app, services }) =>
    recordStatements(services.pool, given, () => inject(app, call)),
  );
}

/** As {@link recordCall} for each of several, of one or more requests; nothing in them varies. */
export function recordCalls(
  bench: Bench,
  database: BenchDatabase,
  issuer: IssuerOfApi,
  calls: readonly (readonly CallInput[])[],
): Promise<Recording[]> {
  return withApp(bench, database, issuer, async ({ app, services }) => {
    const recordings: Recording[] = [];
    for (const requests of calls) {
      recordings.push(
        await recordStatements(services.pool, [], async () => {
          for (const request of requests) await inject(app, request);
        }),
      );
    }
    return recordings;
  });
}

/** What the API answers to one call. */
export function answerOf(bench: Bench, database: BenchDatabase, issuer: IssuerOfApi, call: CallInput): Promise<string> {
  return withApp(bench, database, issuer, ({ app }) => inject(app, call));
}

type App = Awaited<ReturnType<typeof buildApp>>;

/** An API of this process, that nobody measures. It leads nothing. */
async function withApp<T>(
  bench: Bench,
  database: BenchDatabase,
  issuer: IssuerOfApi,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const made = await buildApp(readConfig({ ...(await settings(bench, database, issuer)), LOG_LEVEL: 'silent' }));
  try {
    // What it does at its start is not what it does for a call.
    await made.app.ready();
    return await work(made);
  } finally {
    await made.app.close();
  }
}

async function inject(app: App['app'], { method, path, headers, body }: CallInput): Promise<string> {
  const answer = await app.inject({
    method,
    url: path,
    ...(headers && { headers }),
    ...(body !== undefined && { payload: body }),
  });
  if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`);
  return answer.body;
}

import { buildApp } from '../../src/api/app.ts';
import { type ConfigInput, readConfig } from '../../src/api/config.ts';
import type { CallInput } from '../harness/caller.ts';
import { type Child, startChild } from '../harness/child.ts';
import { type Recording, recordStatements } from '../harness/recording.ts';
import type { Bench, BenchDatabase } from './bench.ts';
import type { Staff } from './staff.ts';

/** Connections of either side. */
export const CONNECTIONS = 20;

/** As the standalone runs it: tokens are introspected, every answer is logged. Only the limits per caller are lifted. */
async function settings(bench: Bench, database: BenchDatabase, { issuer }: Staff): Promise<Record<string, string>> {
  return {
    DATABASE_URL: database.apiUrl,
    DATABASE_POOL: String(CONNECTIONS),
    OIDC_ISSUER: issuer.url,
    OIDC_INTROSPECTION_URL: issuer.introspectionUrl,
    LOCKDESK_KEY_FILE: (await bench.keys()).file,
    RATE_LIMIT_STAFF: '100000000',
    RATE_LIMIT_SYSTEM: '100000000',
  } satisfies Partial<Record<keyof ConfigInput, string>>;
}

export async function startApi(bench: Bench, database: BenchDatabase, staff: Staff): Promise<Child> {
  return startChild(new URL('../sides/api.ts', import.meta.url), {}, await settings(bench, database, staff));
}

/** The peer of {@link startApi}, saying what is in the recording. */
export function startBare(database: BenchDatabase, recording: Recording): Promise<Child> {
  const task = { databaseUrl: database.apiUrl, connections: CONNECTIONS, recording };
  return startChild(new URL('../sides/bare.ts', import.meta.url), task);
}

/** Takes down what the API says to the database during one call. */
export function recordCall(
  bench: Bench,
  database: BenchDatabase,
  staff: Staff,
  { call, given }: { call: CallInput; given: string[] },
): Promise<Recording> {
  return withApp(bench, database, staff, ({ app, services }) =>
    recordStatements(services.pool, given, () => inject(app, call)),
  );
}

/** What the API answers to one call. */
export function answerOf(bench: Bench, database: BenchDatabase, staff: Staff, call: CallInput): Promise<string> {
  return withApp(bench, database, staff, ({ app }) => inject(app, call));
}

type App = Awaited<ReturnType<typeof buildApp>>;

/** An API of this process, that nobody measures. */
async function withApp<T>(
  bench: Bench,
  database: BenchDatabase,
  staff: Staff,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const made = await buildApp(readConfig({ ...(await settings(bench, database, staff)), LOG_LEVEL: 'silent' }));
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

/**
 * A throwaway PostgreSQL for tests: one server for a run, a fresh database for each test file.
 *
 *     // vitest.config.ts
 *     test: { globalSetup: ['./src/standalone/testing.ts'] }
 *     // x.test.ts
 *     const url = await createDatabase(inject('postgresUrl'));
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { deletePostgres, ensureDatabase, type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the run's PostgreSQL, as its owner; hand it to {@link createDatabase}. */
    postgresUrl: string;
  }
}

export interface TestPostgres extends Postgres {
  createDatabase(): Promise<string>;
}

/** A server without fsync in a folder of its own, which `stop` deletes. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  const postgres = await startPostgres({
    dataDir,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  return {
    ...postgres,
    createDatabase: () => createDatabase(postgres.url),
    stop: async () => {
      await postgres.stop();
      await deletePostgres(dataDir);
    },
  };
}

/** Makes an empty database on the server of `serverUrl` and returns its URL, as the owner. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(serverUrl, name);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}

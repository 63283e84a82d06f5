import pg from 'pg';
import { vi } from 'vitest';
import { type Db, makeDb } from '../../api/db/database.ts';
import { makePool } from '../../api/db/pool.ts';
import { eraseAccount, type Outcome } from '../../api/personal/erase.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { type SignInSystem, signInSystem } from '../../api/testing/sign-in-system.ts';
import { openCheckpoint, parseVerifierKey } from '../../verify/index.ts';
import { LedgerDatabase } from '../ledger/database.ts';
import type { TableFinding } from '../ledger/place.ts';

/** Whoever runs the command. */
export const ADMINISTRATOR = { kind: 'system', subject: 'lockdesk', name: 'root', roles: ['administrator'] } as const;

/** An API with citizens, and the owner of its tables, who erases them. */
export interface TestErasing {
  api: TestApi;
  system: SignInSystem;
  owner: Db;
  client: pg.Client;
  erase(account: string, ticket?: string): Promise<Outcome>;
  /** All that `lockdesk verify` finds, once everything written so far is signed. */
  verify(): Promise<TableFinding[]>;
  /** Everything in the database, as text: a line a row, behind its table's name. */
  everything(): Promise<string>;
  close(): Promise<void>;
}

export async function startErasing(): Promise<TestErasing> {
  const api = await startTestApi();
  const pool = makePool(api.database.ownerUrl, 2);
  const owner = makeDb(pool);
  const client = new pg.Client({ connectionString: api.database.ownerUrl });
  await client.connect();
  return {
    api,
    system: signInSystem(api),
    owner,
    client,
    erase: (account, ticket = 'T-1') => eraseAccount(owner, { account, actor: ADMINISTRATOR, ticket }),
    verify: () => verify(api, client),
    everything: () => everything(client),
    close: async () => {
      await client.end();
      await pool.end();
      await api.close();
    },
  };
}

async function verify(api: TestApi, client: pg.Client): Promise<TableFinding[]> {
  const ledger = new LedgerDatabase(client);
  const key = parseVerifierKey(api.services.signingKey?.verifierKey ?? '');
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM entries');
  const head = await vi.waitUntil(async () => {
    const checkpoint = openCheckpoint((await ledger.checkpoint()) ?? '', key);
    return checkpoint.size === rows[0]?.count && checkpoint;
  }, 10_000);
  const findings: TableFinding[] = [];
  for await (const finding of ledger.check(head, () => {})) findings.push(finding);
  return findings;
}

async function everything(client: pg.Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
    texts.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return texts.join('\n');
}

/** What both failovers of docs/operations.md happen on: servers, a name that moves, processes of the API with one key. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LightMyRequestResponse } from 'fastify';
import { expect, vi } from 'vitest';
import type { ConfigInput } from '../../../api/config.ts';
import { createSigningKey, type SigningKey } from '../../../api/ledger/signing-key.ts';
import { createKeyFile } from '../../../api/personal/key-file.ts';
import { readyToUnlock } from '../../../api/testing/acts.ts';
import { startTestApi, type TestApi } from '../../../api/testing/api.ts';
import { connectTestDatabase } from '../../../api/testing/database.ts';
import { PEOPLE } from '../../../api/testing/issuer.ts';
import type { UnlockInput } from '../../../contract/index.ts';
import { deletePostgres } from '../../../standalone/postgres.ts';
import { openCheckpoint, parseVerifierKey, type SignedCheckpoint } from '../../../verify/index.ts';
import { ask, configure, type Server } from './standby.ts';

const CLI = fileURLToPath(new URL('../../index.ts', import.meta.url));

export interface Stage {
  key: SigningKey;
  /** A path of its own. */
  at(name: string): string;
  /** Ended with the stage, whatever becomes of it. */
  owned(server: Server): Server;
  /** Where `DATABASE_URL` points to by a name, whichever server is there. */
  named(name: string, server: Server): string;
  moveName(name: string, server: Server): Promise<void>;
  /** A process of the API with the ledger's key, for a database by the owner's URL. */
  startApi(ownerUrl: string, settings?: Partial<ConfigInput>): Promise<TestApi>;
  lockdesk(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  newest(server: Server): Promise<SignedCheckpoint>;
  /** Waits until all that is written so far is signed. */
  signed(server: Server): Promise<SignedCheckpoint>;
  /** `lockdesk verify` with a checkpoint that was kept. */
  verify(server: Server, keptFile: string): ReturnType<Stage['lockdesk']>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(path.join(tmpdir(), 'ld-'));
  const at = (name: string) => path.join(dir, name);
  const key = await createSigningKey(at('ledger.key'), 'lockdesk.test/ledger');
  await createKeyFile(at('field-keys.json'));
  const servers: Server[] = [];
  const apis: TestApi[] = [];
  const stage: Stage = {
    key,
    at,
    owned: (server) => {
      servers.push(server);
      return server;
    },
    named: (name, { url }) => {
      const named = new URL(url);
      named.searchParams.set('host', at(name));
      return named.href;
    },
    moveName: async (name, { socketDir }) => {
      await symlink(socketDir, `${at(name)}.new`);
      await rename(`${at(name)}.new`, at(name));
    },
    startApi: async (ownerUrl, settings = {}) => {
      const files = { LEDGER_KEY_FILE: at('ledger.key'), LOCKDESK_KEY_FILE: at('field-keys.json') };
      const api = await startTestApi({ ...files, ...settings }, { database: connectTestDatabase(ownerUrl) });
      apis.push(api);
      return api;
    },
    lockdesk: (...args) =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH, LC_ALL: 'C', TMPDIR: dir };
        const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) =>
          resolve({ code: child.exitCode, stdout, stderr }),
        );
      }),
    newest: async (server) => {
      const [row] = await ask<{ checkpoint: string }>(server, 'SELECT checkpoint FROM ledger_head');
      return openCheckpoint(row?.checkpoint ?? '', parseVerifierKey(key.verifierKey));
    },
    signed: async (server) => {
      await until(
        server,
        'SELECT FROM ledger_head WHERE checkpoint IS NOT NULL AND size >= (SELECT count(*) FROM entries)',
      );
      return stage.newest(server);
    },
    verify: (server, keptFile) =>
      stage.lockdesk('verify', '--database', server.url, '--key', key.verifierKey, '--kept', keptFile),
    close: async () => {
      // A commit that waits for a standby would hold up whoever ends.
      for (const server of servers) await configure(server, 'synchronous_standby_names', '').catch(() => {});
      await Promise.all(apis.map((api) => api.close()));
      await Promise.all(servers.map((server) => server.stop()));
      for (const { dataDir } of servers) await deletePostgres(dataDir);
      await rm(dir, { recursive: true });
    },
  };
  return stage;
}

/** SIGKILL. Of what it has committed, all that it has handed to the kernel stays. */
export async function kill({ dataDir, ended }: Server): Promise<void> {
  const [pid] = (await readFile(path.join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await ended;
}

/** Waits until a query finds something. */
export async function until(server: Server, query: string): Promise<void> {
  await vi.waitUntil(async () => (await ask(server, query)).length > 0, { timeout: 15_000 });
}

/** Waits until all that is written so far has its number: a leader is at work. */
export const numbered = (server: Server): Promise<void> =>
  until(server, 'SELECT FROM sequencer_state WHERE next_index = (SELECT count(*) FROM entries)');

/** Ends what a standby gets, and waits until its primary knows. */
export async function cutOff(standby: Server, primary: Server): Promise<void> {
  await configure(standby, 'primary_conninfo', '');
  await until(primary, 'SELECT WHERE NOT EXISTS (SELECT FROM pg_stat_replication)');
}

/** An unlock that is asked for with one key, however often. */
export interface Act {
  key: string;
  input: UnlockInput;
}

export const prepare = (api: TestApi, count: number): Promise<Act[]> =>
  Promise.all(
    Array.from({ length: count }, async () => ({ key: crypto.randomUUID(), input: await readyToUnlock(api) })),
  );

export const unlock = (api: TestApi, { key, input }: Act): Promise<LightMyRequestResponse> =>
  api.call(PEOPLE.clerk, 'unlockAccount', input, { key });

/** Asks again with the same key, as consoles do, until the answer says what became of it. */
export async function settle(api: TestApi, act: Act): Promise<string> {
  for (;;) {
    const answer = await unlock(api, act);
    if (answer.statusCode === 200) return answer.body;
    expect(answer.statusCode === 503 || answer.body.includes('in_progress'), answer.body).toBe(true);
    await delay(50);
  }
}

/** So many acts, each done. */
export async function act(api: TestApi, count: number): Promise<void> {
  for (const one of await prepare(api, count)) await settle(api, one);
}

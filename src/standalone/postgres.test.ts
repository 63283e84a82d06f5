import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Postgres, startPostgres } from './postgres.ts';
import { StandaloneProblem } from './say.ts';

const MODULE = fileURLToPath(new URL('./postgres.ts', import.meta.url));
const FAST = { fsync: 'off' };

let dataDir: string;
let running: Postgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(dir = dataDir): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir: dir, settings: FAST });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

/** Settles when the process has ended; a test that waits in vain times out. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Another Node process that starts the server on `dataDir` and then only waits. */
async function startInAnotherProcess(): Promise<ChildProcess> {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(MODULE)});
    await startPostgres(${JSON.stringify({ dataDir, settings: FAST })});
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

test('keeps what was written, with checksums, the builtin locale and fsync', async () => {
  const first = await startPostgres({ dataDir });
  running.push(first);
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();
  const again = await startPostgres({ dataDir });
  running.push(again);
  expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  const [settings] = await query(
    again.url,
    `SELECT current_setting('data_checksums') AS checksums, current_setting('fsync') AS fsync,
            current_setting('server_version_num')::int / 10000 AS version, datlocale AS locale
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(settings).toEqual({ checksums: 'on', fsync: 'on', version: 18, locale: 'C.UTF-8' });
});

test('lets in nobody but the owner of the folder', async () => {
  const postgres = await start();
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  expect((await stat(postgres.socketDir)).mode & 0o777).toBe(0o700);
  expect(await query(postgres.url, "SELECT current_setting('listen_addresses') AS tcp")).toEqual([{ tcp: '' }]);
});

test('where there is no Unix socket, on the loopback address by a password that only the owner can read', async () => {
  const options = { dataDir, settings: FAST, tcp: true };
  const first = await startPostgres(options);
  running.push(first);
  await query(first.url, 'CREATE ROLE somebody LOGIN');
  const { password, port } = new URL(first.url);
  await expect(query(first.urlFor('somebody'), 'SELECT 1')).rejects.toThrow('password authentication failed');
  await first.admit('somebody');
  expect(await query(first.urlFor('somebody'), 'SELECT current_user AS who')).toEqual([{ who: 'somebody' }]);
  await expect(query(`postgresql://somebody:guessed@127.0.0.1:${port}/lockdesk`, 'SELECT 1')).rejects.toThrow(
    'password authentication failed',
  );
  expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  expect(password).toBe(await readFile(path.join(dataDir, 'password'), 'utf8'));
  await first.stop();
  const again = await startPostgres(options);
  running.push(again);
  expect(await query(again.urlFor('somebody'), 'SELECT current_user AS who')).toEqual([{ who: 'somebody' }]);
});

test('a folder may have any name', async () => {
  const postgres = await start(path.join(dataDir, `我的 a,b"c'%20#?`));
  expect(await query(postgres.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('a socket path too long for the system is put elsewhere', async () => {
  const deep = path.join(dataDir, 'd'.repeat(60), 'e'.repeat(60));
  await mkdir(deep, { recursive: true });
  const postgres = await start(deep);
  expect(postgres.socketDir.startsWith(deep)).toBe(false);
  expect(await query(postgres.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('ends when its parent is killed', async () => {
  const parent = await startInAnotherProcess();
  const pid = await postmasterPid();
  parent.kill('SIGKILL');
  await gone(pid);
});

describe('after kill -9', () => {
  test('of the server, says so and starts again on the stale pid file', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(await postmasterPid(), 'SIGKILL');
    expect(await first.ended).toMatchObject({ code: 'postgres_ended' });
    const again = await start();
    expect(await query(again.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('of parent and watchdog, the server that was left is ended and the next one serves', async () => {
    const parent = await startInAnotherProcess();
    const pid = await postmasterPid();
    const watchdog = await parentOf(pid);
    process.kill(watchdog, 'SIGSTOP');
    parent.kill('SIGKILL');
    process.kill(watchdog, 'SIGKILL');
    await gone(watchdog);
    process.kill(pid, 0);
    const again = await start();
    expect(await postmasterPid()).not.toBe(pid);
    expect(await query(again.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  test("a pid file whose number is another program's by now is no obstacle", async () => {
    const first = await start();
    const file = path.join(dataDir, 'cluster', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    try {
      await writeFile(file, text.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
      const again = await start();
      expect(await query(again.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });
});

describe('says in a sentence', () => {
  test('that the folder cannot be written to', async () => {
    const file = path.join(dataDir, 'a-file');
    await writeFile(file, '');
    const problem = await startPostgres({ dataDir: path.join(file, 'below') }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(StandaloneProblem);
    expect(problem).toMatchObject({ code: 'not_writable' });
  });

  test('that the server refused to start, with its own words', async () => {
    const problem = await startPostgres({ dataDir, settings: { shared_buffers: '1' } }).catch(
      (error: unknown) => error,
    );
    expect(problem).toMatchObject({ code: 'postgres_failed', message: expect.stringContaining('shared_buffers') });
  });
});

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
}

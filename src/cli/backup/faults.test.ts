/** What goes wrong with a backup, a restore and a drill: a plain sentence, an exit code, and nothing half done left behind. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../api/ledger/signing-key.ts';
import { findPlace } from '../../standalone/postgres/identity.ts';
import { readPidFile } from '../../standalone/postgres/postmaster.ts';
import { deletePostgres, type Postgres, startPostgres } from '../../standalone/postgres.ts';
import { disaster as words } from '../../words/en/disaster.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
/** Of another major version, where this machine has one: Debian's. */
const OTHER_POSTGRES = '/usr/lib/postgresql/15';
/** Far less than a cluster. */
const SMALL_MB = 6;
const LONG_MS = 30_000;

/** A tmpfs of our own: root may have one, others in a user namespace where the system allows it. */
const NAMESPACE =
  process.getuid?.() === 0 ? ['unshare', '--mount'] : ['unshare', '--user', '--map-root-user', '--mount'];
const [unshare = '', ...unshared] = NAMESPACE;
const smallDisk = await promisify(execFile)(unshare, [...unshared, 'mount', '-t', 'tmpfs', 'none', '/mnt']).then(
  () => true,
  () => false,
);

let dir: string;
let backups: string;
let key: string;
let postgres: Postgres;
const at = (...names: string[]) => path.join(dir, ...names);
const env = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TMPDIR: at('tmp') });

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}
const run = (command: string, args: string[]): Promise<Finished> =>
  new Promise((resolve) => {
    const child = execFile(command, args, { env: env() }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
const lockdesk = (...args: string[]) => run(process.execPath, [CLI, ...args]);
/** With a small disk at a folder; says last what is left there, which goes with the disk. */
const onSmallDisk = (folder: string, ...args: string[]) => {
  const script = `mount -t tmpfs -o size=${SMALL_MB}m,mode=700 none "$1" && folder=$1 && shift && "$@"
    code=$?; echo "left:" $(find "$folder" -mindepth 1 -printf '%P ' ); exit $code`;
  return run(unshare, [...unshared, 'sh', '-c', script, 'sh', folder, process.execPath, CLI, ...args]);
};
const backup = (to = backups) => ['backup', to, '--database', postgres.url];

/** Starts a command, and sends it a signal once something is the case. */
async function broken(
  signal: 'SIGINT' | 'SIGKILL',
  when: () => Promise<boolean>,
  ...args: string[]
): Promise<Finished> {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], {
    env: env(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => (said.stdout += text));
  child.stderr?.on('data', (text) => (said.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await vi.waitUntil(when, { timeout: LONG_MS, interval: 5 });
  child.kill(signal);
  return { code: await ended, ...said };
}

const ids = async () => (await readdir(backups)).filter((name) => name !== 'wal').sort();
/** A backup that has begun to copy, beside those that are there. */
const copying = (before: readonly string[]) => async () =>
  (await ids()).some((id) => !before.includes(id) && existsSync(path.join(backups, id, 'data', 'PG_VERSION')));
const sql = async (text: string, database = postgres.url) => {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
};
const drills = async () => (await readdir(at('tmp'))).filter((name) => name.startsWith('ld-drill-'));
/** Pid of a drill's server, once it is up. */
async function drillServer(): Promise<number | null> {
  for (const name of await drills()) {
    const found = await readPidFile(at('tmp', name, 'cluster'));
    if (found?.ready) return found.pid;
  }
  return null;
}
const cluster = async (pid: number): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'ld-'));
  await mkdir(at('tmp'));
  backups = at('backups');
  key = (await createSigningKey(at('ledger.key'), 'lockdesk.test/ledger')).verifierKey;
  const archive = `"${process.execPath}" "${CLI}" archive-wal "%p" "${backups}"`;
  const settings = { archive_mode: 'on', archive_command: archive, allow_in_place_tablespaces: 'on', fsync: 'off' };
  postgres = await startPostgres({ dataDir: at('server'), settings });
  expect(await lockdesk(...backup())).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await postgres.stop();
  await deletePostgres(at('server'));
  await rm(dir, { recursive: true });
});

describe('Ctrl+C ends', () => {
  it('a backup, which is deleted', async () => {
    const before = await ids();
    expect(await broken('SIGINT', copying(before), ...backup())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(words.problem.backup_interrupted),
    });
    expect(await ids()).toEqual(before);
    // The server is not left in a backup.
    expect((await sql('SELECT FROM pg_stat_activity WHERE application_name = $$lockdesk-backup$$')).rows).toEqual([]);
  });

  it('a restore, which leaves its folder empty', async () => {
    const to = at('interrupted');
    const begun = async () => existsSync(path.join(to, 'PG_VERSION'));
    expect(await broken('SIGINT', begun, 'restore', backups, '--to', to)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(words.problem.backup_interrupted),
    });
    expect(await readdir(to)).toEqual([]);
  });

  it('a drill, with its server and folder', async () => {
    let pid = 0;
    const up = async () => {
      pid = (await drillServer()) ?? 0;
      return pid > 0;
    };
    expect((await broken('SIGINT', up, 'drill', backups, '--key', key)).code).toBe(1);
    expect(await drills()).toEqual([]);
    expect(await cluster(pid)).not.toContain('ld-drill-');
  });
});

describe('killed', () => {
  it('a backup counts as none, and the next one clears it away', async () => {
    const before = await ids();
    await broken('SIGKILL', copying(before), ...backup());
    const [left] = (await ids()).filter((id) => !before.includes(id));
    const restored = await lockdesk('restore', backups, '--to', at('older'));
    expect(restored.stdout).toContain(`Backup ${before.at(-1)} is restored`);
    const next = await lockdesk(...backup());
    expect(next).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(fill(words.backup_cleared, { id: left ?? '' })),
    });
    expect(await ids()).toHaveLength(before.length + 1);
    expect(await ids()).not.toContain(left);
  });

  it('a restore leaves nothing that starts, and the same restore begins anew', async () => {
    const to = at('killed');
    await broken('SIGKILL', async () => existsSync(path.join(to, 'PG_VERSION')), 'restore', backups, '--to', to);
    expect(existsSync(path.join(to, 'global', 'pg_control'))).toBe(false);
    expect(await lockdesk('restore', backups, '--to', to)).toMatchObject({ code: 0 });
    const names = await readdir(to);
    expect(names).toContain('recovery.signal');
    expect(names.filter((name) => name.startsWith('lockdesk'))).toEqual([]);
    expect(await lockdesk('restore', backups, '--to', to)).toMatchObject({
      code: 1,
      stderr: `${fill(words.problem.restore_not_empty, { dir: to })}\n`,
    });
  });

  it('a drill takes its server along, and the next one clears its folder away', async () => {
    let pid = 0;
    const up = async () => {
      pid = (await drillServer()) ?? 0;
      return pid > 0;
    };
    await broken('SIGKILL', up, 'drill', backups, '--key', key);
    await vi.waitUntil(async () => !(await cluster(pid)).includes('ld-drill-'), { timeout: LONG_MS });
    const [left] = await drills();
    const next = await lockdesk('drill', backups, '--key', key);
    expect(next.stdout).toContain(fill(words.drill_cleared, { dir: at('tmp', left ?? '') }));
    expect(await drills()).toEqual([]);
  });
});

describe('refused is, in a sentence', () => {
  const refused = async (sentence: string, ...args: string[]) => {
    const { code, stderr } = await lockdesk(...args);
    expect({ code, stderr: stderr.split('\n').findLast((line) => line !== '') }).toEqual({ code: 1, stderr: sentence });
  };

  it('a backup of a cluster with tablespaces', async () => {
    await sql("CREATE TABLESPACE elsewhere LOCATION ''");
    const before = await ids();
    await refused(fill(words.problem.backup_tablespaces, { names: 'elsewhere' }), ...backup());
    expect(await ids()).toEqual(before);
    await sql('DROP TABLESPACE elsewhere');
  });

  it.skipIf(!existsSync(OTHER_POSTGRES))(
    'a backup of another version’s server (skipped where the machine has no PostgreSQL 15)',
    async () => {
      const place = await findPlace(at('fifteen'), OTHER_POSTGRES);
      const [data, socket] = [at('fifteen', 'cluster'), at('fifteen', 's')];
      await mkdir(socket, { recursive: true });
      await place.own(at('fifteen'));
      const initdb = place.as(path.join(OTHER_POSTGRES, 'bin/initdb'), ['-D', data, '-U', 'owner', '-A', 'trust']);
      await promisify(execFile)(initdb.command, initdb.args, { uid: initdb.uid, gid: initdb.gid });
      const args = ['-D', data, '-k', socket, '-c', 'listen_addresses=', '-c', 'port=5432'];
      const { command, args: all, ...identity } = place.as(path.join(OTHER_POSTGRES, 'bin/postgres'), args);
      const server = spawn(command, all, { ...identity, stdio: 'ignore' });
      const ended = new Promise((resolve) => server.once('exit', resolve));
      try {
        await vi.waitUntil(async () => (await readPidFile(data))?.ready, { timeout: LONG_MS });
        const url = `postgresql://owner@localhost:5432/postgres?host=${encodeURIComponent(socket)}`;
        await refused(
          fill(words.problem.backup_wrong_version, { where: 'postgres', version: 15 }),
          ...['backup', at('fifteen-backups'), '--database', url],
        );
        expect(existsSync(at('fifteen-backups'))).toBe(false);
      } finally {
        server.kill('SIGINT');
        await ended;
      }
    },
  );

  it('a restore of another version’s backup', async () => {
    const other = at('other');
    await cp(backups, other, { recursive: true });
    const [id = '', ...rest] = await ids();
    for (const name of rest) await rm(path.join(other, name), { recursive: true });
    await writeFile(path.join(other, id, 'data', 'PG_VERSION'), '17\n');
    const where = path.join(other, id, 'data');
    await refused(
      fill(words.problem.backup_wrong_version, { where, version: '17' }),
      ...['restore', other, '--to', at('never')],
    );
    expect(await readdir(at('never'))).toEqual([]);
  });

  it.skipIf(!existsSync(OTHER_POSTGRES))(
    'a drill with programs of another version (skipped where the machine has no PostgreSQL 15)',
    async () => {
      const { code, stderr } = await lockdesk('drill', backups, '--key', key, '--postgres', OTHER_POSTGRES);
      expect(code).toBe(1);
      expect(stderr).toContain(fill(words.problem.backup_wrong_version, { where: OTHER_POSTGRES, version: '15' }));
      expect(await drills()).toEqual([]);
    },
  );

  it('a restore to a moment whose log has not been archived yet', async () => {
    const now = new Date();
    const segments = (await readdir(path.join(backups, 'wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
    const last = path.join(backups, 'wal', segments.at(-1) ?? '');
    // Archived late: it came just now, and was written a minute ago.
    const written = new Date(now.getTime() - 60_000);
    await utimes(last, written, written);
    const [id = ''] = await ids();
    const { finished_at } = JSON.parse(await readFile(path.join(backups, id, 'backup.json'), 'utf8'));
    const until = new Date(Math.max(now.getTime(), new Date(finished_at).getTime())).toISOString();
    await refused(
      fill(words.problem.restore_wal_late, { until, last: written.toISOString() }),
      ...['restore', backups, '--to', at('late'), '--until', until],
    );
    expect(existsSync(at('late'))).toBe(false);
    await utimes(last, now, now);
  });
});

it('the archive keeps when each file was written: how far it goes does not depend on when that came', async () => {
  const file = at('000000010000000000000099');
  const written = new Date('2026-01-02T03:04:05.000Z');
  await writeFile(file, 'log');
  await utimes(file, written, written);
  expect(await lockdesk('archive-wal', file, at('kept'))).toMatchObject({ code: 0 });
  const kept = at('kept', 'wal', path.basename(file));
  expect((await stat(kept)).mtime).toEqual(written);
});

describe.skipIf(!smallDisk)('a full disk (skipped where nobody may have a small one of their own)', () => {
  it('ends a backup, and leaves nothing of it', async () => {
    const to = at('small-backups');
    await mkdir(to);
    const { code, stdout, stderr } = await onSmallDisk(to, ...backup(to));
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'left: wal\n' });
    expect(stderr).toContain(fill(words.problem.backup_no_space, { dir: to }));
    expect((await sql('SELECT FROM pg_stat_activity WHERE application_name = $$lockdesk-backup$$')).rows).toEqual([]);
  });

  it('ends a restore', async () => {
    const to = at('small-cluster');
    await mkdir(to);
    const { code, stdout, stderr } = await onSmallDisk(to, 'restore', backups, '--to', to);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'left:\n' });
    expect(stderr).toContain(fill(words.problem.restore_no_space, { dir: to }));
  });

  it('ends a drill', async () => {
    const { code, stdout, stderr } = await onSmallDisk(at('tmp'), 'drill', backups, '--key', key);
    expect({ code, left: stdout.split('\n').at(-2) }).toEqual({ code: 1, left: 'left:' });
    expect(stderr).toContain('is full. Nothing was restored; what was written is deleted.');
  });

  it('is told to the server that archives its log, which then keeps the file', async () => {
    const [file, to] = [at('000000010000000000000098'), at('small-archive')];
    await Promise.all([mkdir(to), writeFile(file, Buffer.alloc(2 * SMALL_MB * 1024 * 1024))]);
    const { code, stdout, stderr } = await onSmallDisk(to, 'archive-wal', file, to);
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'left: wal\n' });
    expect(stderr).toContain('ENOSPC');
  });
});

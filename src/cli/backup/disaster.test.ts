/** Promise 8 with all parts real: a cluster that archives, a backup, more acts, a restore, and two who declare the loss. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_ROLE } from '../../api/db/roles.ts';
import { createSigningKey, type SigningKey } from '../../api/ledger/signing-key.ts';
import { createKeyFile } from '../../api/personal/key-file.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { deletePostgres, type Postgres, startPostgres } from '../../standalone/postgres.ts';
import { openCheckpoint, parseVerifierKey } from '../../verify/index.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
const SECOND: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };

let dir: string;
let backups: string;
let key: SigningKey;
let postgres: Postgres;
let api: TestApi;
let databaseUrl: string;
const servers: { postgres: Postgres; dataDir: string }[] = [];

const at = (name: string) => path.join(dir, name);

const lockdesk = (...args: string[]) =>
  new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const env = { PATH: process.env.PATH, LC_ALL: 'C', TMPDIR: at('tmp') };
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

async function startServer(name: string, settings: Record<string, string> = {}): Promise<Postgres> {
  const started = await startPostgres({ dataDir: at(name), settings });
  servers.push({ postgres: started, dataDir: at(name) });
  return started;
}

function startApi(on: Postgres, database: string): Promise<TestApi> {
  return startTestApi(
    {
      DATABASE_URL: on.urlFor(API_ROLE, database),
      LEDGER_KEY_FILE: at('ledger.key'),
      LOCKDESK_KEY_FILE: at('field-keys.json'),
    },
    { serverUrl: on.url },
  );
}

const search = async (count: number) => {
  for (let n = 0; n < count; n++) {
    expect((await api.call(PEOPLE.clerk, 'searchAccounts', { text: `王${n}` })).statusCode).toBe(200);
  }
};
/** What was signed last; null before the first signature. */
async function newest() {
  const { rows } = await api.services.pool.query<{ checkpoint: string | null }>('SELECT checkpoint FROM ledger_head');
  const checkpoint = rows[0]?.checkpoint;
  return checkpoint ? openCheckpoint(checkpoint, parseVerifierKey(key.verifierKey)) : null;
}
async function head() {
  const now = await newest();
  if (now === null) throw new Error('nothing was signed');
  return now;
}
const signed = (size: number) =>
  vi.waitUntil(
    async () => {
      const now = await newest();
      return now !== null && now.size >= size && now;
    },
    { timeout: 20_000 },
  );
/** All that was committed so far is in the archive. */
async function archived(): Promise<void> {
  const { rows } = await api.database.asOwner(
    'SELECT pg_walfile_name(lsn) AS name FROM (SELECT pg_switch_wal() - 1 AS lsn) AS before',
  );
  await vi.waitUntil(async () => (await readdir(path.join(backups, 'wal'))).includes(rows[0].name), {
    timeout: 30_000,
  });
}
const tokenFile = async (person: TestPerson): Promise<string> => {
  const file = at(`${person.subject}.token`);
  await writeFile(file, api.issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) }));
  return file;
};

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'ld-'));
  await mkdir(at('tmp'));
  backups = at('backups');
  key = await createSigningKey(at('ledger.key'), 'lockdesk.test/ledger');
  await createKeyFile(at('field-keys.json'));
  const archive = `"${process.execPath}" "${CLI}" archive-wal "%p" "${backups}"`;
  postgres = await startServer('first', { archive_mode: 'on', archive_command: archive });
  const { openTestDatabase } = await import('../../api/testing/database.ts');
  const database = await openTestDatabase(postgres.url);
  databaseUrl = database.ownerUrl;
  await database.close();
  api = await startApi(postgres, new URL(databaseUrl).pathname.slice(1));
});
afterAll(async () => {
  await api?.close();
  for (const { postgres, dataDir } of servers) {
    await postgres.stop();
    await deletePostgres(dataDir);
  }
  await rm(dir, { recursive: true });
});

describe('promise 8: a ledger that is restored from a backup', () => {
  let backedUp: number;
  let moment: Date;
  let atMoment: number;
  let kept: string;
  let lostSize: number;

  it('is backed up while it is used, and drilled without leaving anything', async () => {
    await search(5);
    backedUp = (await signed(5)).size;
    const backup = await lockdesk('backup', backups, '--database', databaseUrl);
    expect(backup.stderr).not.toContain('Error');
    expect(backup).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Backup \w+ is done: \d+ files/) });
    await search(2);
    atMoment = (await signed(backedUp + 2)).size;
    moment = (await api.services.pool.query('SELECT clock_timestamp() AS now')).rows[0].now;
    await archived();

    const drill = await lockdesk('drill', backups, '--key', key.verifierKey);
    expect(drill).toMatchObject({ code: 0 });
    expect(drill.stdout).toContain(`The ${atMoment} entries of lockdesk.test/ledger are as they were signed.`);
    expect(drill.stdout).toMatch(/The last entry restored was written at .+Z, [\d.]+ s ago\./);
    expect(await readdir(at('tmp'))).toEqual([]);
  });

  it('to a moment in time is signed no more: what was signed after it is gone', async () => {
    await search(3);
    const last = await signed(atMoment + 3);
    kept = last.note;
    lostSize = last.size;
    await writeFile(at('kept'), kept);
    await writeFile(at('auditor.token'), api.issuer.token(PEOPLE.auditor));
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const exported = await lockdesk('export-ledger', at('export'), '--api', url, '--token-file', at('auditor.token'));
    expect(exported).toMatchObject({ code: 0 });
    await archived();
    await api.close();
    await postgres.stop();

    const restored = await lockdesk(
      ...['restore', backups, '--to', at('second/cluster'), '--until', moment.toISOString()],
    );
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('up to') });
    const database = new URL(databaseUrl).pathname.slice(1);
    postgres = await startServer('second');
    api = await startApi(postgres, database);
    await vi.waitUntil(async () => {
      const ready = (await api.app.inject({ url: '/health/ready' })).json();
      return ready.checks.restoration === 'warning';
    }, 10_000);
    await search(1);
    expect((await head()).size).toBe(atMoment);
    const verify = await lockdesk(
      ...['verify', '--database', postgres.urlFor(API_ROLE, database)],
      ...['--key', key.verifierKey, '--kept', at('kept')],
    );
    expect(verify).toMatchObject({ code: 1, stdout: expect.stringContaining('The ledger has shrunk') });
  });

  it('goes on once two administrators have declared it, and the lost entries are named', async () => {
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const as = async (person: TestPerson) => ['--api', url, '--token-file', await tokenFile(person)];
    const show = await lockdesk('restoration', 'show', ...(await as(PEOPLE.administrator)));
    expect(show).toMatchObject({ code: 1 });
    expect(show.stdout).toContain(`Lost: entries ${atMoment} to ${lostSize - 1}.`);
    const proposed = await lockdesk(
      ...['restoration', 'propose', '--export', at('export'), ...(await as(PEOPLE.administrator))],
    );
    expect(proposed).toMatchObject({ code: 0 });
    const lines = proposed.stdout.split('\n').filter((line) => / {2}search {2}/.test(line));
    expect(lines).toHaveLength(lostSize - atMoment);
    const digest = /restoration confirm ([0-9a-f]{64})/.exec(proposed.stdout)?.[1] ?? '';
    const twice = await lockdesk('restoration', 'confirm', digest, ...(await as(PEOPLE.administrator)));
    expect(twice).toMatchObject({ code: 1, stdout: 'Not done: Another administrator must confirm this.\n' });
    const confirmed = await lockdesk('restoration', 'confirm', digest, ...(await as(SECOND)));
    expect(confirmed).toMatchObject({ code: 0, stdout: expect.stringContaining('by 马晓燕 and confirmed by 孙丽') });

    await vi.waitUntil(async () => (await head()).restoration === 1, 10_000);
    await search(1);
    await signed(atMoment + 4);
    const database = postgres.urlFor(API_ROLE, new URL(databaseUrl).pathname.slice(1));
    const verify = await lockdesk(
      ...['verify', '--database', database, '--key', key.verifierKey, '--kept', at('kept')],
    );
    expect(verify).toMatchObject({ code: 0 });
    expect(verify.stdout).toContain(`Entries ${atMoment} to ${lostSize - 1} were lost, which two administrators`);
    expect((await lockdesk('restoration', 'show', ...(await as(SECOND)))).code).toBe(0);
    await expect
      .poll(async () => (await readFile(`${at('ledger.key')}.checkpoint`, 'utf8')).split('\n')[3])
      .toBe('restoration 1');
  });
});

describe('a restore is refused in a sentence', () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await lockdesk(...args);
    expect(code).toBe(1);
    return stderr.trim();
  };

  it('where the folder is not empty, or no backup is old enough', async () => {
    await mkdir(at('full/sub'), { recursive: true });
    expect(await refused('restore', backups, '--to', at('full'))).toBe(
      `${at('full')} is not empty and is left as it is.`,
    );
    expect(await refused('restore', backups, '--to', at('new'), '--until', '2020-01-01T00:00:00Z')).toContain(
      'holds no backup finished before 2020-01-01T00:00:00.000Z',
    );
    expect(await refused('restore', at('full'), '--to', at('new'))).toContain('holds no finished backup');
  });

  it('where the archive lacks a file, or the backup is not what it was', async () => {
    const id = (await readdir(backups)).find((name) => name !== 'wal') ?? '';
    const backup = JSON.parse(await readFile(path.join(backups, id, 'backup.json'), 'utf8'));
    const wal = path.join(backups, 'wal', backup.first_wal);
    const bytes = await readFile(wal);
    await rm(wal);
    expect(await refused('restore', backups, '--to', at('new'))).toContain(`lacks the log ${backup.first_wal}`);
    await writeFile(wal, bytes);
    await writeFile(path.join(backups, id, 'data', 'one-more'), 'x');
    expect(await refused('restore', backups, '--to', at('new'))).toContain('is not what it was');
    expect(await readdir(at('new'))).toEqual([]);
    await rm(path.join(backups, id, 'data', 'one-more'));
  });

  it('as is a backup of a server that archives nothing, or into a folder that holds other files', async () => {
    expect(await refused('backup', at('other'), '--database', postgres.url)).toContain('does not archive its log');
  });
});

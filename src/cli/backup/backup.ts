import { existsSync } from 'node:fs';
import { access, constants, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import pg from 'pg';
import { fill } from '../../words/fill.ts';
import { readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode } from '../say.ts';
import { type Backup, begin, clearKilled, dataOf, finish, idOf, MAJOR, openCatalog, walDir } from './catalog.ts';
import { copyTree, walk } from './files.ts';
import { disaster } from './say.ts';

/** What a server makes anew, PostgreSQL's documentation §25.3.4.4. Folders stay, without what is in them. */
const CONTENT_LEFT_OUT = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const FILES_LEFT_OUT = [
  'postmaster.pid',
  'postmaster.opts',
  'current_logfiles',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
];
/** How long the server may take to archive what the backup ends with. */
const ARCHIVE_S = 60;
const POLL_MS = 200;
const MEGABYTE = 1024 * 1024;

interface Server {
  version: number;
  data_directory: string;
  archives: boolean;
  tablespaces: string[];
  standby: boolean;
  wal_segment_bytes: number;
  superuser: string;
  database: string;
}

/** `lockdesk backup DIR`: a copy of the running cluster, by the low-level backup API; its log comes by the archive. */
export function runBackup(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { database: { type: 'string' } }, 1);
  const dir = path.resolve(positionals[0] ?? '');
  const url = values.database ?? process.env.DATABASE_OWNER_URL;
  if (!url) throw new WrongUsage();
  return interruptible(async (signal) => {
    const client = new pg.Client({ connectionString: url, application_name: 'lockdesk-backup' });
    // Told by the statement that was under way.
    client.on('error', () => {});
    await client.connect().catch((error: unknown) => {
      throw new CliProblem('database_unreachable', { why: (error as Error).message }, EXIT.unfinished);
    });
    try {
      const server = await readServer(client);
      await openCatalog(dir);
      for (const id of await clearKilled(dir)) process.stdout.write(`${fill(disaster.backup_cleared, { id })}\n`);
      await backUp(client, server, dir, signal);
      return EXIT.ok;
    } finally {
      await client.end();
    }
  });
}

/** @throws CliProblem where it is none that can be backed up from here */
async function readServer(client: pg.Client): Promise<Server> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS version,
            current_setting('data_directory') AS data_directory,
            current_setting('archive_mode') <> 'off'
              AND (current_setting('archive_command') NOT IN ('', '(disabled)') OR current_setting('archive_library') <> '') AS archives,
            ARRAY(SELECT spcname::text FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')) AS tablespaces,
            pg_is_in_recovery() AS standby,
            (SELECT setting::integer FROM pg_settings WHERE name = 'wal_segment_size') AS wal_segment_bytes,
            current_user AS superuser, current_database() AS database`,
  );
  const [server] = rows;
  if (!server) throw new Error('the server tells nothing of itself');
  const { version, data_directory: folder, tablespaces } = server;
  const refuse = (code: ConstructorParameters<typeof CliProblem>[0], told: Record<string, string | number> = {}) =>
    new CliProblem(code, told, EXIT.unfinished);
  if (version !== MAJOR) throw refuse('backup_wrong_version', { where: server.database, version });
  if (server.standby) throw refuse('backup_standby');
  if (!server.archives) throw refuse('backup_no_archiving');
  if (tablespaces.length > 0) throw refuse('backup_tablespaces', { names: tablespaces.join(', ') });
  await access(path.join(folder, 'PG_VERSION'), constants.R_OK).catch((error: unknown) => {
    throw refuse('backup_no_folder', { dir: folder, code: systemCode(error) });
  });
  return server;
}

async function backUp(client: pg.Client, server: Server, dir: string, signal: AbortSignal): Promise<void> {
  const begun = new Date();
  const id = idOf(begun);
  try {
    await begin(dir, id);
    const first_wal = await value<string>(client, 'SELECT pg_walfile_name(pg_backup_start($1, true))', [id]);
    const copied = await copyCluster(server.data_directory, dataOf(dir, id), signal);
    const { rows } = await client.query<{ lsn: string; labelfile: string }>(
      'SELECT lsn::text, labelfile FROM pg_backup_stop(false)',
    );
    const { lsn = '', labelfile = '' } = rows[0] ?? {};
    await writeFile(path.join(dataOf(dir, id), 'backup_label'), labelfile, { mode: 0o600 });
    // The end lies within the file before the next byte.
    const last_wal = await value<string>(client, `SELECT pg_walfile_name($1::pg_lsn - 1)`, [lsn]);
    const checkpoint = await headOf(client);
    await archived(dir, last_wal, signal);
    const { wal_segment_bytes, superuser, database } = server;
    const backup: Backup = {
      id,
      finished_at: new Date().toISOString(),
      first_wal,
      last_wal,
      wal_segment_bytes,
      superuser,
      database,
      files: copied.files + 1,
      bytes: copied.bytes + Buffer.byteLength(labelfile),
      checkpoint,
    };
    await finish(dir, backup);
    const told = { id, files: backup.files, megabytes: Math.ceil(backup.bytes / MEGABYTE) };
    const size = checkpoint?.split('\n')[1] ?? 0;
    process.stdout.write(`${fill(disaster.backed_up, { ...told, size, seconds: secondsSince(begun) })}\n`);
  } catch (error) {
    await rm(path.join(dir, id), { recursive: true, force: true });
    throw explained(error, dir, signal);
  }
}

async function copyCluster(from: string, to: string, signal: AbortSignal): Promise<{ files: number; bytes: number }> {
  const tree = await walk(from, leftOut);
  const bar = new SingleBar({ format: disaster.backup_progress, stream: process.stderr, hideCursor: true });
  const total = tree.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  bar.start(Math.ceil(total / MEGABYTE), 0);
  try {
    return await copyTree(
      from,
      to,
      tree,
      (bytes) => {
        done += bytes;
        bar.update(Math.floor(done / MEGABYTE));
      },
      signal,
    );
  } finally {
    bar.stop();
  }
}

function leftOut(name: string): boolean {
  const base = path.basename(name);
  if (name.endsWith('/')) return CONTENT_LEFT_OUT.includes(name.slice(0, -1)) || base.startsWith('pgsql_tmp');
  return FILES_LEFT_OUT.includes(name) || base.startsWith('pgsql_tmp') || base.startsWith('pg_internal.init');
}

/** A database without a ledger may share the cluster with the one that has it. */
async function headOf(client: pg.Client): Promise<string | null> {
  const there = await value<string | null>(client, `SELECT to_regclass('ledger_head')::text`, []);
  return there === null ? null : value(client, 'SELECT checkpoint FROM ledger_head', []);
}

/** Waits for the last file of the log that the backup needs; the server is told to let go of it. */
async function archived(dir: string, name: string, signal: AbortSignal): Promise<void> {
  for (const end = Date.now() + ARCHIVE_S * 1000; Date.now() < end; await delay(POLL_MS, undefined, { signal })) {
    if (existsSync(path.join(walDir(dir), name))) return;
  }
  throw new CliProblem('backup_wal_late', { name, dir: walDir(dir), seconds: ARCHIVE_S }, EXIT.unfinished);
}

async function value<T extends string | null>(client: pg.Client, text: string, values: unknown[]): Promise<T> {
  const { rows } = await client.query<[T]>({ text, values, rowMode: 'array' });
  return rows[0]?.[0] as T;
}

const secondsSince = (time: Date): string => ((Date.now() - time.getTime()) / 1000).toFixed(1);

function explained(error: unknown, dir: string, signal: AbortSignal): unknown {
  if (error instanceof CliProblem) return error;
  if (signal.aborted) return new CliProblem('backup_interrupted', {}, EXIT.unfinished);
  if (['ENOSPC', 'EDQUOT'].includes(systemCode(error)))
    return new CliProblem('backup_no_space', { dir }, EXIT.unfinished);
  return new CliProblem('backup_failed', { why: (error as Error).message }, EXIT.unfinished);
}

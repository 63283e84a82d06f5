import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { alive } from '../../standalone/postgres/postmaster.ts';
import { fill } from '../../words/fill.ts';
import { readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode } from '../say.ts';
import { type Backup, dataOf, MAJOR, readCatalog, walDir } from './catalog.ts';
import { copyTree, type FileAt, type Tree, walk } from './files.ts';
import { disaster } from './say.ts';
import { checkWal } from './wal.ts';

const MEGABYTE = 1024 * 1024;
/** Stands in a folder for as long as it is no whole cluster, with the number of the process that makes it one. */
const UNFINISHED = 'lockdesk-restore.pid';
/** No server starts without it. */
const CONTROL = path.join('global', 'pg_control');

/** `lockdesk restore DIR --to DATADIR`: the cluster's files, set up to replay the archived log when it is started. */
export function runRestore(args: string[]): Promise<number> {
  const options = { to: { type: 'string' }, until: { type: 'string' } } as const;
  const { values, positionals } = readArguments(args, options, 1);
  const until = values.until === undefined ? null : new Date(values.until);
  if (!values.to || Number.isNaN(until?.getTime())) throw new WrongUsage();
  const [dir, to] = [path.resolve(positionals[0] ?? ''), path.resolve(values.to)];
  return interruptible(async (signal) => {
    const begun = performance.now();
    const { id } = await restore(dir, to, until, signal);
    const told = { id, dir: to, seconds: ((performance.now() - begun) / 1000).toFixed(1) };
    const upTo = until ? fill(disaster.restored_until, { until: until.toISOString() }) : '';
    process.stdout.write(`${fill(disaster.restored_files, { ...told, until: upTo })}\n`);
    return EXIT.ok;
  });
}

/**
 * Restores the newest backup, or the newest that was finished before a moment.
 *
 * @param to a folder that is empty or not there
 * @throws CliProblem; nothing is left behind then
 */
export async function restore(dir: string, to: string, until: Date | null, signal: AbortSignal): Promise<Backup> {
  const backup = await choose(dir, until);
  await checkWal(dir, backup, until);
  await checkEmpty(to);
  try {
    await writeFile(path.join(to, UNFINISHED), `${process.pid}\n`, { mode: 0o600 });
    const tree = await check(dir, backup);
    const isControl = ({ name }: FileAt) => name === CONTROL;
    await copy(dir, to, backup, { ...tree, files: tree.files.filter((file) => !isControl(file)) }, signal);
    await writeFile(path.join(to, 'recovery.signal'), '', { mode: 0o600 });
    // Where the configuration lies elsewhere there is none in the cluster, and a server does not start without.
    await writeFile(path.join(to, 'postgresql.conf'), '', { flag: 'a', mode: 0o600 });
    await appendFile(path.join(to, 'postgresql.auto.conf'), settings(dir, backup, until));
    // Last: killed before this, what is there can be started by nobody, as it would be without the mark of a restore.
    await copyTree(dataOf(dir, backup.id), to, { dirs: [], files: tree.files.filter(isControl) }, () => {}, signal);
    await rm(path.join(to, UNFINISHED));
    return backup;
  } catch (error) {
    await empty(to);
    throw explained(error, to, signal);
  }
}

async function choose(dir: string, until: Date | null): Promise<Backup> {
  const backups = await readCatalog(dir);
  const [first] = backups;
  if (!first) throw new CliProblem('restore_no_backup', { dir }, EXIT.unfinished);
  const found = backups.findLast(({ finished_at }) => !until || new Date(finished_at) <= until);
  if (found) return found;
  const told = { dir, until: until?.toISOString() ?? '', first: first.finished_at };
  throw new CliProblem('restore_none_before', told, EXIT.unfinished);
}

async function checkEmpty(to: string): Promise<void> {
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    const killed = await readFile(path.join(to, UNFINISHED), 'utf8').catch(() => null);
    if (killed !== null && !alive(Number(killed))) await empty(to);
    if ((await readdir(to)).length === 0) return;
  } catch (error) {
    throw new CliProblem('not_writable', { file: to, code: systemCode(error) }, EXIT.unfinished);
  }
  throw new CliProblem('restore_not_empty', { dir: to }, EXIT.unfinished);
}

/** @throws CliProblem where the backup is not what it was, or of another version */
async function check(dir: string, { id, files, bytes }: Backup): Promise<Tree> {
  const from = dataOf(dir, id);
  const tree = await walk(from);
  const size = tree.files.reduce((sum, file) => sum + file.bytes, 0);
  if (tree.files.length !== files || size !== bytes) {
    throw new CliProblem('restore_damaged', { id, files, bytes, found: tree.files.length, size }, EXIT.unfinished);
  }
  const version = (await readFile(path.join(from, 'PG_VERSION'), 'utf8')).trim();
  if (version !== String(MAJOR)) {
    throw new CliProblem('backup_wrong_version', { where: from, version }, EXIT.unfinished);
  }
  return tree;
}

async function copy(dir: string, to: string, { id, bytes }: Backup, tree: Tree, signal: AbortSignal): Promise<void> {
  const bar = new SingleBar({ format: disaster.backup_progress, stream: process.stderr, hideCursor: true });
  let done = 0;
  bar.start(Math.ceil(bytes / MEGABYTE), 0);
  try {
    const onBytes = (more: number) => {
      done += more;
      bar.update(Math.floor(done / MEGABYTE));
    };
    await copyTree(dataOf(dir, id), to, tree, onBytes, signal);
  } finally {
    bar.stop();
  }
}

/** Later lines outrank what the backup itself held. */
function settings(dir: string, { id }: Backup, until: Date | null): string {
  const archived = path.join(walDir(dir), '%f');
  const fetch = process.platform === 'win32' ? `copy "${archived}" "%p"` : `cp "${archived}" "%p"`;
  const values = {
    restore_command: fetch,
    // Abbreviations of time zones, Z too, are not known so early in a start.
    recovery_target_time: until ? until.toISOString().replace('Z', '+00') : '',
    recovery_target_action: 'promote',
    recovery_target_timeline: 'latest',
    // The API reads it: a ledger that was restored is signed on only once a restoration was declared.
    'lockdesk.restored': `${id} ${until?.toISOString() ?? 'latest'} ${new Date().toISOString()}`,
  };
  const lines = Object.entries(values).map(
    ([name, value]) => `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  );
  return `\n# lockdesk restore\n${lines.join('\n')}\n`;
}

async function empty(dir: string): Promise<void> {
  for (const name of await readdir(dir).catch(() => [])) {
    await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

function explained(error: unknown, dir: string, signal: AbortSignal): unknown {
  if (error instanceof CliProblem) return error;
  if (signal.aborted) return new CliProblem('backup_interrupted', {}, EXIT.unfinished);
  if (['ENOSPC', 'EDQUOT'].includes(systemCode(error))) {
    return new CliProblem('restore_no_space', { dir }, EXIT.unfinished);
  }
  return new CliProblem('restore_failed', { why: (error as Error).message }, EXIT.unfinished);
}

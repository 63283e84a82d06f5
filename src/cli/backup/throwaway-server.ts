import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { attend } from '../../standalone/postgres/attend.ts';
import { program } from '../../standalone/postgres/binaries.ts';
import { type Command, findPlace, type Place } from '../../standalone/postgres/identity.ts';
import { readPidFile } from '../../standalone/postgres/postmaster.ts';
import { CliProblem, EXIT } from '../say.ts';
import { MAJOR } from './catalog.ts';

const POLL_MS = 50;
const LOG_TAIL_BYTES = 2_000;

/** The command by which a drill starts its server: a process that ends the server when the drill ends, also by SIGKILL. */
export const ATTEND = 'attend-drill';

export const runAttend = ([command = '']: string[]): Promise<number> => attend(JSON.parse(command) as Command);

export interface ThrowawayServer {
  urlFor(role: string, database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts a restored cluster for nobody but us: on a socket in its own folder, archiving nothing, whatever its configuration
 * says. Settles when it has replayed its log, however long that takes.
 *
 * @param dir holds the cluster as `cluster`
 * @param native the folder with `bin/postgres`; that of the npm package where it is missing
 * @throws CliProblem with what the server's log said last
 */
export async function startThrowaway(
  dir: string,
  native: string | undefined,
  signal: AbortSignal,
): Promise<ThrowawayServer> {
  const place = await findPlace(dir, native).catch((error: unknown) => {
    const told = { where: native ?? 'npm', why: (error as Error).message };
    throw new CliProblem('drill_wrong_binaries', told, EXIT.unfinished);
  });
  await checkVersion(place);
  const cluster = path.join(dir, 'cluster');
  const log = path.join(dir, 'postgres.log');
  const socket = path.join(dir, 's');
  await mkdir(socket, { mode: 0o700 });
  // The folder is ours alone: whoever reaches the socket may come in.
  await writeFile(path.join(dir, 'hba.conf'), 'local all all trust\n');
  await writeFile(path.join(dir, 'ident.conf'), '');
  await place.own(dir);
  const server = await launch(place, dir, log, {
    hba_file: path.join(dir, 'hba.conf'),
    ident_file: path.join(dir, 'ident.conf'),
    listen_addresses: '',
    unix_socket_directories: `"${socket}"`,
    port: '5432',
    archive_mode: 'off',
    ssl: 'off',
    shared_preload_libraries: '',
    // Nobody reads before all is replayed, so no setting need be as large as where the log was written.
    hot_standby: 'off',
    logging_collector: 'off',
    // What is thrown away need not outlast a power cut.
    fsync: 'off',
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const over = once(server, 'exit');
    server.stdin?.end();
    await over;
  };
  while (!(await readPidFile(cluster))?.ready) {
    if (server.exitCode !== null || server.signalCode !== null) {
      const text = await readFile(log, 'utf8').catch(() => '');
      throw new CliProblem('drill_not_started', { log: text.slice(-LOG_TAIL_BYTES).trim() }, EXIT.unfinished);
    }
    if (signal.aborted) {
      await stop();
      throw new CliProblem('backup_interrupted', {}, EXIT.unfinished);
    }
    await delay(POLL_MS);
  }
  return {
    urlFor: (role, database) =>
      `postgresql://${encodeURIComponent(role)}@localhost:5432/${encodeURIComponent(database)}?host=${encodeURIComponent(socket)}`,
    stop,
  };
}

/** @throws CliProblem where the programs are of another version than the backups, or do not run */
async function checkVersion(place: Place): Promise<void> {
  const where = place.native;
  const { stdout } = await promisify(execFile)(program(where, 'postgres'), ['--version']).catch((error: unknown) => {
    throw new CliProblem('drill_wrong_binaries', { where, why: (error as Error).message }, EXIT.unfinished);
  });
  const version = /\) (\d+)/.exec(stdout)?.[1] ?? stdout.trim();
  if (version !== String(MAJOR)) throw new CliProblem('backup_wrong_version', { where, version }, EXIT.unfinished);
}

async function launch(place: Place, dir: string, log: string, settings: Readonly<Record<string, string>>) {
  const args = ['-D', path.join(dir, 'cluster')];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const command = place.as(program(place.native, 'postgres'), args);
  const output = await open(log, 'w', 0o600);
  // A session of its own: Ctrl+C is for us, who end it in order.
  const server = spawn(process.execPath, [process.argv[1] ?? '', ATTEND, JSON.stringify(command)], {
    detached: true,
    stdio: ['pipe', output.fd, output.fd],
  });
  server.on('error', () => {});
  // Writing to one that has gone is no news: its exit is.
  server.stdin?.on('error', () => {});
  await output.close();
  return server;
}

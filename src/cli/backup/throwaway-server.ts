import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { program } from '../../standalone/postgres/binaries.ts';
import { findPlace, type Place } from '../../standalone/postgres/identity.ts';
import { readPidFile } from '../../standalone/postgres/postmaster.ts';
import { CliProblem, EXIT } from '../say.ts';

const POLL_MS = 50;
const LOG_TAIL_BYTES = 2_000;

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
    server.kill('SIGINT');
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

async function launch(place: Place, dir: string, log: string, settings: Readonly<Record<string, string>>) {
  const args = ['-D', path.join(dir, 'cluster')];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const { command, args: all, ...identity } = place.as(program(place.native, 'postgres'), args);
  const output = await open(log, 'w', 0o600);
  // A session of its own: Ctrl+C is for us, who end it in order.
  const server = spawn(command, all, { ...identity, detached: true, stdio: ['ignore', output.fd, output.fd] });
  server.on('error', () => {});
  await output.close();
  return server;
}

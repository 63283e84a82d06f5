import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { EndingSignals } from '../leftover.ts';
import type { Command } from './identity.ts';

/** A fast shutdown writes a checkpoint: seconds, more on a slow disk. */
const PATIENCE_MS = 30_000;

/** INT ends sessions and writes a checkpoint, QUIT leaves the rest to the next start. */
export const POSTGRES_SIGNALS: EndingSignals = { ask: 'SIGINT', force: 'SIGQUIT' };

export interface Attended extends Command {
  /** How it is ended; PostgreSQL's where missing. */
  signals?: EndingSignals;
  /** Gets its process id, for a server that keeps no such file itself. */
  pidFile?: string;
}

/**
 * Runs a server for the process that holds the other end of our standard input, and ends it when that one ends, however that
 * happens: SIGKILL runs no handler, but it closes the pipe. A stop is asked for by the same closing, so that the one way is tried
 * at every stop. To be a process of its own: no code in the other one could outlive it.
 *
 * @returns the server's exit code
 */
export async function attend({
  command,
  args,
  signals = POSTGRES_SIGNALS,
  pidFile,
  ...identity
}: Attended): Promise<number> {
  const server = spawn(command, args, { ...identity, stdio: ['ignore', 'inherit', 'inherit'] });
  if (pidFile !== undefined && server.pid !== undefined) writeFileSync(pidFile, String(server.pid));
  const ended = new Promise<number>((resolve) => {
    server.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(127);
    });
    server.on('exit', (code) => resolve(code ?? 1));
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.kill(signals.ask);
    setTimeout(() => server.kill(signals.force), PATIENCE_MS).unref();
  };
  process.stdin.on('close', stop).on('error', stop).resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    return await ended;
  } finally {
    process.stdin.destroy();
  }
}

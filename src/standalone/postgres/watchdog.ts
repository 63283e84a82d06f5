/**
 * Runs PostgreSQL for a parent, and ends it when the parent ends, however that happens: SIGKILL runs no handler, but it
 * closes the parent's end of our stdin. The parent asks for a stop by the same closing, so that the one way is tried
 * at every stop. A program of its own: no code in the parent could outlive it.
 *
 *     node watchdog.ts '{"command":"…","args":["…"],"uid":…,"gid":…}'
 */
import { spawn } from 'node:child_process';
import type { Command } from './identity.ts';

/** A fast shutdown writes a checkpoint: seconds, more on a slow disk. */
const PATIENCE_MS = 30_000;

const { command, args, ...identity } = JSON.parse(process.argv[2] ?? '') as Command;
const server = spawn(command, args, { ...identity, stdio: ['ignore', 'ignore', 'inherit'] });

server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
server.on('exit', (code) => process.exit(code ?? 1));

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  // PostgreSQL's signals: INT ends sessions and writes a checkpoint, QUIT leaves the rest to the next start.
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGQUIT'), PATIENCE_MS).unref();
}

process.stdin.on('close', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

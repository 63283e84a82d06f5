import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POLL_MS = 20;
const FAST_MS = 20_000;

/** How a server is ended: the first asks it to, the second leaves it no choice. */
export interface EndingSignals {
  ask: NodeJS.Signals;
  force: NodeJS.Signals;
}

/**
 * Ends the server that a killed owner left behind, if `pid` is still the number of that one.
 *
 * @param marker what only this server has on its command line: the number alone may be another program's by now
 * @returns whether there was one
 */
export async function endLeftover(pid: number, marker: string, { ask, force }: EndingSignals): Promise<boolean> {
  if (!(await serves(marker, pid))) return false;
  process.kill(pid, ask);
  if (await gone(marker, pid)) return true;
  process.kill(pid, force);
  await gone(marker, pid);
  return true;
}

async function gone(marker: string, pid: number): Promise<boolean> {
  for (const end = Date.now() + FAST_MS; Date.now() < end; await delay(POLL_MS)) {
    if (!(await serves(marker, pid))) return true;
  }
  return false;
}

/** A zombie that nobody collects in a container has a number and no command line. */
async function serves(marker: string, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(marker);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [command, args] =
    process.platform === 'win32'
      ? ([
          'powershell',
          ['-NoProfile', `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`],
        ] as const)
      : (['ps', ['-o', 'command=', '-p', String(pid)]] as const);
  return run(command, args).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

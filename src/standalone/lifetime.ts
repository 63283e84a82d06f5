import { readFileSync } from 'node:fs';

const LOOK_MS = 200;
/** One Ctrl+C may arrive twice: from the terminal, and passed on by npm. No hand presses it again so soon. */
const ONE_PRESS_MS = 200;

/**
 * Settles when this process should end: Ctrl+C, SIGTERM, a closed terminal, or the death of whoever started it. Asking
 * once more ends it at once.
 */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAt !== null && performance.now() - askedAt > ONE_PRESS_MS) process.exit(1);
        askedAt ??= performance.now();
        resolve();
      });
    }
    const starter = whoStartedUs();
    setInterval(() => {
      if (whoStartedUs() !== starter) resolve();
    }, LOOK_MS).unref();
  });
}

/**
 * The processes above: they change when one of them dies, because orphans get another parent. npm puts a shell between
 * itself and us, which a killed npm leaves alive, so the shell's own parent counts too.
 */
function whoStartedUs(): string {
  if (process.platform === 'win32') return String(isAlive(process.ppid));
  const parent = readParent(process.ppid);
  const throughShell = process.env.npm_lifecycle_event !== undefined && parent?.name === 'sh';
  return throughShell ? `${process.ppid} ${parent.parent}` : String(process.ppid);
}

/** Linux only (proc_pid_stat(5)); macOS's shell gives way to the program that it starts. */
function readParent(pid: number): { name: string; parent: string } | null {
  try {
    const [, name = '', parent = ''] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent };
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../server.ts', import.meta.url));

export interface ApiProcess {
  url: string;
  child: ChildProcess;
  /** Settles with the exit code, or the signal's name. */
  ended: Promise<number | string | null>;
  /** What it has written so far. */
  output(): string;
}

/** `server.ts` as a process of its own, at a free port. @throws Error with what it said, where it does not start */
export async function startApiProcess(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const child = spawn(process.execPath, [SERVER], {
    env: { PATH: process.env.PATH, LANG: 'C', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
        if (url) resolve(url);
      });
    }
  });
  const url = await Promise.race([listening, ended.then(() => null)]);
  if (url === null) throw new Error(output);
  return { url, child, ended, output: () => output };
}

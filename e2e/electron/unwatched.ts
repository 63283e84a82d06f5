import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chosenElectron } from './chosen.ts';
import { handOver } from './ordinary-user.ts';

/** A console whose page no debugger looks at; its main process is reached by Node's inspector. */
export interface Unwatched {
  /** The value of an expression in main, in which `electron` is Electron; waits for a promise. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

interface Reply {
  id: number;
  result: { result: { value?: unknown }; exceptionDetails?: { exception?: { description?: string } } };
}

export async function openUnwatched(userData: string): Promise<Unwatched> {
  const chosen = chosenElectron();
  if (chosen === null) throw new Error('only a real Electron can run unwatched');
  await handOver(userData);
  const args = ['--inspect=0', '--remote-debugging-port=0', ...chosen.args, `--user-data-dir=${userData}`];
  const child = spawn(chosen.program, args, {
    env: { ...process.env, ...chosen.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const socket = new WebSocket(await inspectorOf(createInterface(child.stderr)));
  // What it says from now on must not fill the pipe.
  child.stderr.resume();
  await once(socket, 'open');

  let last = 0;
  const evaluate = async (expression: string) => {
    const id = ++last;
    const reply = new Promise<Reply>((resolve) => {
      const hear = ({ data }: MessageEvent<string>) => {
        const message: Reply = JSON.parse(data);
        if (message.id !== id) return;
        socket.removeEventListener('message', hear);
        resolve(message);
      };
      socket.addEventListener('message', hear);
    });
    const params = {
      expression: `(async (electron) => (${expression}))(require('electron'))`,
      includeCommandLineAPI: true,
      awaitPromise: true,
      returnByValue: true,
    };
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    const { result } = await reply;
    if (result.exceptionDetails) throw new Error(result.exceptionDetails.exception?.description);
    return result.result.value;
  };
  // As Playwright does: Electron 22's console waits for it.
  await evaluate('globalThis.__playwright_run?.()');
  return {
    evaluate,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The address of main's inspector, once main has run: the line about the page's comes after that. */
async function inspectorOf(lines: ReturnType<typeof createInterface>): Promise<string> {
  let address = '';
  for await (const line of lines) {
    address = /^Debugger listening on (ws:.+)$/.exec(line)?.[1] ?? address;
    if (line.startsWith('DevTools listening on ')) return address;
  }
  throw new Error('Electron ended before it could be reached');
}

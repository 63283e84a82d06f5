/** How a measured server and the command that starts it speak: one message with the task, one with the port. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

export interface Child extends AsyncDisposable {
  /** What it said when it was ready. */
  said: unknown;
}

export interface ServerChild extends AsyncDisposable {
  url: string;
}

export interface ChildOptions {
  env?: Record<string, string>;
  /** Gets what it writes to its standard output. */
  onLine?: (line: string) => void;
}

/** Starts a file of `bench/sides` with its task, and waits until it says that it is ready. It ends with this process. */
export async function startChild(file: URL, task: object, { env = {}, onLine }: ChildOptions = {}): Promise<Child> {
  const child = fork(file, {
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  });
  if (onLine && child.stdout) createInterface(child.stdout).on('line', onLine);
  child.send(task);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file.pathname} ended`);
  });
  const [said] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return {
    said,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** As {@link startChild}, for one that listens. */
export async function startServer(file: URL, task: object, options: ChildOptions = {}): Promise<ServerChild> {
  const child = await startChild(file, task, options);
  const { port } = child.said as { port: number };
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

/**
 * In the child: its task.
 *
 * @param end what it does when it is to end; an exit of its own, so that `NODE_OPTIONS=--cpu-prof` leaves a profile
 */
export async function hello<Task>(end: () => void = () => process.exit()): Promise<Task> {
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  const [task] = await once(process, 'message');
  return task as Task;
}

/** In the child: listens on a free port of loopback and tells it. */
export async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: (server.address() as AddressInfo).port });
}

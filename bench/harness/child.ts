/** How a measured server and the command that starts it speak: one message with the task, one with the port. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Child extends AsyncDisposable {
  url: string;
  pid: number;
}

/** Starts a file of `bench/sides` with its task, and waits until it listens. It ends with this process. */
export async function startChild(file: URL, task: object, env: Record<string, string> = {}): Promise<Child> {
  const child = fork(file, {
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(task);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file.pathname} ended`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return {
    url: `http://127.0.0.1:${(message as { port: number }).port}`,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** In the child: its task. */
export async function hello<Task>(): Promise<Task> {
  process.once('disconnect', () => process.exit());
  // By an exit of its own, so that `NODE_OPTIONS=--cpu-prof` leaves a profile.
  process.once('SIGTERM', () => process.exit());
  const [task] = await once(process, 'message');
  return task as Task;
}

/** In the child: listens on a free port of loopback and tells it. */
export async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: (server.address() as AddressInfo).port });
}

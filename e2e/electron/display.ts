import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { NoElectronError } from './no-electron.ts';

export interface Display {
  name: string;
  close(): Promise<void>;
}

/**
 * A screen in memory: no window comes between a developer and their work, and every run sees the same.
 *
 * @param program Xvfb itself or what runs it as another user
 * @throws NoElectronError
 */
export async function openDisplay(program: string): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'];
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = Promise.race([once(server, 'error'), once(server, 'exit')]);
  const pipe = server.stdio[3];
  if (!pipe || !('read' in pipe)) throw new Error('no pipe to read the number of the display from');
  const [number] = await Promise.race([
    once(createInterface(pipe), 'line'),
    ended.then(() => {
      throw new NoElectronError('Xvfb is not installed, or could not be started');
    }),
  ]);
  return {
    name: `:${number}`,
    close: async () => {
      server.kill();
      await ended;
    },
  };
}

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Whether this is the first console of a data folder. A later one knocks at the first, which then shows itself, and
 * learns by that that it is not alone.
 */
export async function isFirstInstance(userData: string, knocked: () => void): Promise<boolean> {
  // By a name of fixed length: a socket's path has little room.
  const name = `lockdesk-${createHash('sha256').update(userData).digest('hex').slice(0, 24)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  if (await knock(path)) return false;
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.end();
    knocked();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  process.once('exit', () => rmSync(path, { force: true }));
  return true;
}

function knock(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.end();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

/** A command line with a link is far shorter. */
const MOST_SAID = 10_000;

/** Whoever reaches the socket may say anything: what is no command line says nothing. */
const Said = z.array(z.string());

/**
 * Whether this is the first console of a data folder. A later one knocks at the first, which then shows itself, and
 * learns by that that it is not alone.
 *
 * @param args the command line, which a later one hands over
 * @param knocked is told the command line of a later one
 */
export async function isFirstInstance(
  userData: string,
  args: readonly string[],
  knocked: (args: string[]) => void,
): Promise<boolean> {
  // By a name of fixed length: a socket's path has little room.
  const name = `lockdesk-${createHash('sha256').update(userData).digest('hex').slice(0, 24)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  if (await knock(path, args)) return false;
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      if (said.length <= MOST_SAID) said += text;
    });
    socket.on('end', () => knocked(heard(said)));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  process.once('exit', () => rmSync(path, { force: true }));
  return true;
}

function heard(said: string): string[] {
  try {
    return Said.parse(JSON.parse(said));
  } catch {
    return [];
  }
}

function knock(path: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    let answered = false;
    const socket = connect(path, () => {
      answered = true;
      socket.end(JSON.stringify(args));
    });
    socket.resume();
    socket.on('error', () => {});
    // The first has heard it all by then, or wanted to hear no more.
    socket.once('close', () => resolve(answered));
  });
}

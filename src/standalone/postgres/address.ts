import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StandaloneProblem } from '../say.ts';
import type { Place } from './identity.ts';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, of which `/.s.PGSQL.5432` and the final NUL take 15. */
const LONGEST_SOCKET_DIR = 88;

/** The port of a Unix socket is a part of its name, and nobody else's. */
const SOCKET_PORT = '5432';

/** Where clients find the server, and the settings that make it listen there. */
export interface Address {
  /** Folder of the Unix socket; the host name where there is none. */
  host: string;
  /** Of every role, where the server listens on TCP. */
  password: string | null;
  settings: Record<string, string>;
  urlFor(role: string, database: string): string;
  /** Leaves no folder behind in the system's temporary one. */
  forget(): Promise<void>;
}

export function chooseAddress(place: Place, tcp: boolean): Promise<Address> {
  return tcp ? tcpAddress(place.dir) : socketAddress(place);
}

/** A Unix socket in a folder that only we may enter: that folder is the whole access control, so roles are trusted. */
async function socketAddress(place: Place): Promise<Address> {
  const host = await privateDir(socketDir(place.dir));
  await place.own(host);
  return {
    host,
    password: null,
    // A list, whose items are parted by commas: a path with one needs its quotes.
    settings: {
      listen_addresses: '',
      unix_socket_directories: `"${host.replaceAll('"', '""')}"`,
      port: SOCKET_PORT,
    },
    urlFor: (role, database) =>
      `postgresql://${role}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(host)}`,
    forget: () => rm(host, { recursive: true, force: true }),
  };
}

function socketDir(dir: string): string {
  const usual = path.join(dir, 'socket');
  if (Buffer.byteLength(usual) <= LONGEST_SOCKET_DIR) return usual;
  const name = `lockdesk-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`;
  const inTemp = path.join(tmpdir(), name);
  return Buffer.byteLength(inTemp) <= LONGEST_SOCKET_DIR ? inTemp : path.join('/tmp', name);
}

/** In a shared temporary folder somebody else may have taken the name first, to read along. */
async function privateDir(dir: string): Promise<string> {
  await mkdir(dir, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(dir);
  const ours = found.uid === process.getuid?.() || process.getuid?.() === 0;
  if (!found.isDirectory() || !ours || (found.mode & 0o077) !== 0) throw new StandaloneProblem('not_writable', { dir });
  return dir;
}

/** Where there are no Unix sockets: a free port on the loopback address, to which other users could come; hence a password. */
async function tcpAddress(dir: string): Promise<Address> {
  const port = await freePort();
  const password = await readFile(await passwordFile(dir), 'utf8');
  return {
    host: '127.0.0.1',
    password,
    settings: { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' },
    urlFor: (role, database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`,
    forget: async () => {},
  };
}

/** The file with the password of a cluster that listens on TCP, for `initdb --pwfile`. */
export async function passwordFile(dir: string): Promise<string> {
  const file = path.join(dir, 'password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return file;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

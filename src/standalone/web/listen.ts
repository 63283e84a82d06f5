import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StandaloneProblem } from '../say.ts';

export const LOOPBACK = '127.0.0.1';

/**
 * Listens on the loopback address; port 0 takes a free one.
 *
 * @returns the origin, as `http://127.0.0.1:7100`
 * @throws StandaloneProblem `port_in_use`
 */
export async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new StandaloneProblem('port_in_use', { port });
    if (error.code === 'EACCES') throw new StandaloneProblem('port_not_allowed', { port });
    throw error;
  });
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
}

/** Throws what {@link listen} would throw, without keeping the port. */
export async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, port);
  await close(probe);
}

/** Ends a server with its open connections. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

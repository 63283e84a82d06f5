import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { LOOPBACK } from '../../web/listen.ts';
import type { Smtp } from '../realm.ts';

export interface Letter {
  to: string;
  /** As it came, but with its lines joined. */
  body: string;
}

/** A mail server that keeps what it is given. */
export interface Mailbox {
  smtp: Smtp;
  letters: readonly Letter[];
  close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) => {
      text(stream).then((raw) => {
        letters.push({ to: envelope.rcptTo[0]?.address ?? '', body: joined(raw) });
        done();
      }, done);
    },
  });
  server.listen(0, LOOPBACK);
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    smtp: { host: LOOPBACK, port, from: 'keycloak@agency.example' },
    letters,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** RFC 2045, quoted-printable: long lines end with `=`, and `=` itself is written as its code. */
const joined = (raw: string): string => raw.replace(/=\r?\n/g, '').replaceAll('=3D', '=');

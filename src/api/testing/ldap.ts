/** An LDAP server (RFC 4511) with one person in it: as much as Keycloak asks of a federation. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const OCTETS = 0x04;
const ENUMERATED = 0x0a;
const BIND = { request: 0x60, response: 0x61 };
const SEARCH = { request: 0x63, entry: 0x64, done: 0x65 };
const SUCCESS = 0;
const INVALID_CREDENTIALS = 49;

export interface Person {
  uid: string;
  password: string;
  email: string;
}

export interface LdapServer {
  url: string;
  /** Below which the person is. */
  base: string;
  close(): Promise<void>;
}

interface Element {
  tag: number;
  body: Buffer;
  /** Where the next one begins. */
  end: number;
}

const encode = (tag: number, ...parts: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.of(tag, 0x82, body.length >> 8, body.length & 0xff), body]);
};

/** Null where it has not come whole. */
function decode(bytes: Buffer, at = 0): Element | null {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return null;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (bytes.length < at + 2 + more) return null;
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const begin = at + 2 + more;
  return bytes.length < begin + length
    ? null
    : { tag, body: bytes.subarray(begin, begin + length), end: begin + length };
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let next = decode(bytes); next; next = decode(bytes, next.end)) found.push(next);
  return found;
}

export async function startLdap({ uid, password, email }: Person): Promise<LdapServer> {
  const base = 'ou=people,dc=agency,dc=example';
  const uuid = '6f0a4b1c-58d4-4a8e-9d6c-3f1f0f4d2a77';
  const attributes = { uid, cn: uid, sn: uid, mail: email, entryUUID: uuid, objectClass: 'inetOrgPerson' };
  const entry = encode(
    SEARCH.entry,
    encode(OCTETS, `uid=${uid},${base}`),
    encode(
      SEQUENCE,
      ...Object.entries(attributes).map(([name, value]) =>
        encode(SEQUENCE, encode(OCTETS, name), encode(SET, encode(OCTETS, value))),
      ),
    ),
  );
  const result = (tag: number, code: number) =>
    encode(tag, encode(ENUMERATED, Buffer.of(code)), encode(OCTETS, ''), encode(OCTETS, ''));

  const answers = ({ tag, body }: Element): Buffer[] => {
    if (tag === BIND.request) {
      const [, name, given] = elements(body);
      const person = name?.body.toString().startsWith(`uid=${uid},`);
      return [result(BIND.response, person && given?.body.toString() !== password ? INVALID_CREDENTIALS : SUCCESS)];
    }
    if (tag !== SEARCH.request) return [];
    const asked = body.toString('latin1');
    return [...(asked.includes(uid) || asked.includes(uuid) ? [entry] : []), result(SEARCH.done, SUCCESS)];
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let message = decode(rest); message; message = decode(rest)) {
        rest = rest.subarray(message.end);
        const [id, operation] = elements(message.body);
        if (!id || !operation) continue;
        for (const answer of answers(operation)) socket.write(encode(SEQUENCE, encode(INTEGER, id.body), answer));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`,
    base,
    close: async () => {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

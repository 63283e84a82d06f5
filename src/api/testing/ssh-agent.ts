/** An ssh-agent that holds one Ed25519 key, as far as a program that signs by one asks (RFC draft-ietf-sshm-ssh-agent). */
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:net';

const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;
const FAILURE = 5;

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const string = (bytes: string | Buffer) => Buffer.concat([uint32(Buffer.byteLength(bytes)), Buffer.from(bytes)]);

export interface TestAgent {
  /** As `ssh-keygen -l` prints it. */
  fingerprint: string;
  close(): Promise<void>;
}

export async function startTestAgent(socketPath: string): Promise<TestAgent> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const x = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
  const blob = Buffer.concat([string('ssh-ed25519'), string(Buffer.from(x, 'base64url'))]);

  const answer = (message: Buffer): Buffer => {
    switch (message[0]) {
      case REQUEST_IDENTITIES:
        return Buffer.concat([Buffer.of(IDENTITIES_ANSWER), uint32(1), string(blob), string('witness')]);
      case SIGN_REQUEST: {
        const at = 5 + message.readUInt32BE(1);
        const data = message.subarray(at + 4, at + 4 + message.readUInt32BE(at));
        const signature = Buffer.concat([string('ssh-ed25519'), string(sign(null, data, privateKey))]);
        return Buffer.concat([Buffer.of(SIGN_RESPONSE), string(signature)]);
      }
      default:
        return Buffer.of(FAILURE);
    }
  };

  const server = createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
        const end = 4 + pending.readUInt32BE(0);
        socket.write(string(answer(pending.subarray(4, end))));
        pending = pending.subarray(end);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(socketPath, listening));
  return {
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
    close: async () => {
      await new Promise((closed) => server.close(closed));
    },
  };
}

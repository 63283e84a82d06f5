/** A witness in this process, for the faults that a real one doesn't show on demand. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCheckpoint } from '../../verify/checkpoint.ts';
import { decodeBase64 } from '../../verify/note.ts';
import { isConsistent, type TreeHead } from '../../verify/proof.ts';

const COSIGNATURE = 0x04;
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A witness's key by its seed. */
export function witnessKey(
  name: string,
  seed: Uint8Array,
): { vkey: string; cosign: (text: string, at: Date) => string } {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const typed = Buffer.concat([Buffer.of(COSIGNATURE), publicBytes(key)]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
  return {
    vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}`,
    cosign: (text, at) => {
      const seconds = BigInt(Math.floor(at.getTime() / 1000));
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(seconds);
      const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
      return `— ${name} ${Buffer.concat([id, time, signature]).toString('base64')}\n`;
    },
  };
}

function publicBytes(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
}

export interface TestWitness {
  url: string;
  vkey: string;
  /** What it has cosigned last. */
  seen: TreeHead | null;
  /** Bodies of the calls, in their order. */
  calls: string[];
  /** Answers the next calls instead, one each. */
  faults: ((response: ServerResponse) => void)[];
  close(): Promise<void>;
}

/** Checks what a witness must (c2sp.org/tlog-witness), but for the log's signature. */
export async function startTestWitness(name = 'witness.test/w1'): Promise<TestWitness> {
  const key = witnessKey(name, new Uint8Array(32).fill(9));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    witness.calls.push(body);
    const fault = witness.faults.shift();
    if (fault) {
      fault(response);
      return;
    }
    const [head = '', ...notes] = body.split('\n\n');
    const [old = '', ...proof] = head.split('\n');
    const text = `${notes[0]}\n`;
    const checkpoint = parseCheckpoint(text);
    const known = witness.seen?.size ?? 0;
    if (old !== `old ${known}`) {
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${known}\n`);
      return;
    }
    const hashes = proof.map((line) => decodeBase64(line) ?? Buffer.of());
    const grown = witness.seen && known > 0 ? isConsistent(witness.seen, checkpoint, hashes) : proof.length === 0;
    if (!grown) {
      response.writeHead(422).end();
      return;
    }
    witness.seen = checkpoint;
    response.end(key.cosign(text, new Date()));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const witness: TestWitness = {
    url: `http://127.0.0.1:${port}/witness/`,
    vkey: key.vkey,
    seen: null,
    calls: [],
    faults: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return witness;
}

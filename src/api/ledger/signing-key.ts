/**
 * The key that signs the ledger's checkpoints, in the form that the tools around c2sp.org/signed-note keep one in:
 * `PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>`, one line in a file that only its owner may read.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { readPrivateFile } from '../private-file.ts';

/** Ed25519, as c2sp.org/signed-note numbers it. */
const ED25519 = Buffer.of(0x01);
const SEED_BYTES = 32;
const KEY_ID_BYTES = 4;
/** RFC 8410: a PKCS #8 key of Ed25519 is this and the seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export class SigningKey {
  /** The log's name: the first line of every checkpoint. */
  readonly origin: string;
  /** What others check its signatures by: the key's note-verifier form. */
  readonly verifierKey: string;
  readonly #id: Buffer;
  readonly #key: KeyObject;

  constructor(origin: string, seed: Uint8Array) {
    this.origin = origin;
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    const { x = '' } = createPublicKey(this.#key).export({ format: 'jwk' });
    const typed = Buffer.concat([ED25519, Buffer.from(x, 'base64url')]);
    this.#id = keyId(origin, typed);
    this.verifierKey = `${origin}+${this.#id.toString('hex')}+${typed.toString('base64')}`;
  }

  /** The signed checkpoint (c2sp.org/tlog-checkpoint) of a tree. */
  checkpoint(size: number, root: Buffer, restoration = 0): string {
    return signedCheckpoint([this], size, root, restoration);
  }

  /** The line by which it signs a note (c2sp.org/signed-note). */
  signatureOf(text: string): string {
    const signature = Buffer.concat([this.#id, sign(null, Buffer.from(text), this.#key)]);
    return `— ${this.origin} ${signature.toString('base64')}\n`;
  }

  /** What a checkpoint says that this key has signed, whoever else has; null of any other. */
  open(note: string): SignedTree | null {
    const tree = readCheckpoint(note, this.origin);
    if (!tree) return null;
    // Ed25519 signs the same text by the same bytes, RFC 8032: what it would write is what it wrote.
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    return note.slice(text.length).includes(`\n${this.signatureOf(text)}`) ? tree : null;
  }
}

const signed = (text: string, keys: readonly SigningKey[]): string =>
  `${text}\n${keys.map((key) => key.signatureOf(text)).join('')}`;

/**
 * The checkpoint of a tree, signed by each key. All have the same origin.
 *
 * @param restoration number of the last restoration, told by an extension line; 0 where there was none
 */
export function signedCheckpoint(keys: readonly SigningKey[], size: number, root: Buffer, restoration = 0): string {
  const extension = restoration === 0 ? '' : `restoration ${restoration}\n`;
  return signed(`${keys[0]?.origin}\n${size}\n${root.toString('base64')}\n${extension}`, keys);
}

/** By this note, in an entry, a ledger's key is handed on; `src/verify/keys.ts` says how it is read. */
export function rotationNote(from: SigningKey, to: SigningKey): string {
  return signed(`lockdesk-ledger-key/v1\n${from.origin}\n${to.verifierKey}\n`, [from, to]);
}

/** What a checkpoint of this ledger says. */
export interface SignedTree {
  size: number;
  root: Buffer;
  restoration: number;
}

/** Reads what {@link SigningKey.checkpoint} writes; whoever has signed it. Null of any other text, or another ledger's. */
export function readCheckpoint(note: string, ledger: string): SignedTree | null {
  const [, origin, size, root = '', restoration = '0'] =
    /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n(?:restoration ([1-9]\d{0,8})\n)?\n/.exec(note) ?? [];
  if (origin !== ledger) return null;
  return { size: Number(size), root: Buffer.from(root, 'base64'), restoration: Number(restoration) };
}

/** @throws Error that names the file and what is wrong with it, never what it holds */
export async function loadSigningKey(file: string): Promise<SigningKey> {
  const [, origin, id, encoded] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)\s*$/.exec(await readPrivateFile(file)) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  const key =
    origin && bytes.length === 1 + SEED_BYTES && bytes[0] === ED25519[0]
      ? new SigningKey(origin, bytes.subarray(1))
      : null;
  // The id is part of the public key's form; one that does not fit is a key under another's name.
  if (!key || key.verifierKey.split('+')[1] !== id) throw new Error(`${file} must hold one Ed25519 signer key`);
  return key;
}

/**
 * Makes a key file with a new key.
 *
 * @param origin the log's name, by custom its address without the scheme; no spaces, no plus
 * @throws Error with code `EEXIST` where there is one: keys are never overwritten
 */
export async function createSigningKey(file: string, origin: string): Promise<SigningKey> {
  const seed = randomBytes(SEED_BYTES);
  const key = new SigningKey(origin, seed);
  const id = key.verifierKey.split('+')[1];
  const text = `PRIVATE+KEY+${origin}+${id}+${Buffer.concat([ED25519, seed]).toString('base64')}\n`;
  await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  return key;
}

function keyId(name: string, typedKey: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(typedKey).digest().subarray(0, KEY_ID_BYTES);
}

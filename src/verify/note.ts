/** Signed notes, as c2sp.org/signed-note has them, with Ed25519 keys. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { UnsoundLedger } from './problem.ts';

/** Signature types of c2sp.org/signed-note that are known here. */
const ED25519 = 0x01;
const COSIGNATURE = 0x04;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;
/** Longer notes are refused before anything is read of them. */
const NOTE_MAX = 64 * 1024;

/** Key of a log or of a witness, by which its signatures are checked. */
export interface VerifierKey {
  name: string;
  /** Eight hex digits. */
  id: string;
  /** A witness signs a time beside the note's text; a log signs the text alone. */
  kind: 'log' | 'witness';
  key: KeyObject;
}

/** @throws UnsoundLedger of text that is no verifier key of an Ed25519 log or witness */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, id, material] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = decodeBase64(material ?? '');
  if (!name || !id || bytes?.length !== 1 + KEY_BYTES) throw new UnsoundLedger('malformed_key');
  const type = bytes[0];
  if ((type !== ED25519 && type !== COSIGNATURE) || id !== keyId(name, bytes)) throw new UnsoundLedger('malformed_key');
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  return { name, id, kind: type === ED25519 ? 'log' : 'witness', key };
}

/** The key as text, as {@link parseVerifierKey} reads it. */
export function formatVerifierKey({ name, id, kind, key }: VerifierKey): string {
  const { x = '' } = key.export({ format: 'jwk' });
  const bytes = Buffer.concat([Buffer.of(kind === 'log' ? ED25519 : COSIGNATURE), Buffer.from(x, 'base64url')]);
  return `${name}+${id}+${bytes.toString('base64')}`;
}

/** First bytes of a hash over name, type and key: it tells keys apart, and proves nothing. */
function keyId(name: string, typeAndKey: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(typeAndKey).digest().subarray(0, KEY_ID_BYTES).toString('hex');
}

export interface NoteSignature {
  key: VerifierKey;
  /** When a witness says that it saw the note. Null of a log's own signature. */
  at: Date | null;
}

export interface OpenNote {
  /** Ends with a newline. */
  text: string;
  /** By the given keys, in the order of the note; at least one. */
  signatures: NoteSignature[];
}

/**
 * Opens a note that at least one of the given keys has signed. Signatures by other keys are passed over.
 *
 * @throws UnsoundLedger of what is no note, where none of the keys has signed, and where a signature in the name of one
 *   of them is not its own
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenNote {
  const { text, lines } = splitNote(note);
  const signatures = lines.flatMap(({ name, id, signature }) => {
    const key = keys.find((one) => one.name === name && one.id === id);
    return key ? [checked(key, text, signature)] : [];
  });
  if (signatures.length === 0) throw new UnsoundLedger('unsigned');
  return { text, signatures };
}

interface SignatureLine {
  name: string;
  id: string;
  signature: Buffer;
}

function splitNote(note: string): { text: string; lines: SignatureLine[] } {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids them
  if (note.length > NOTE_MAX || /[\x00-\x09\x0b-\x1f]/.test(note)) throw new UnsoundLedger('malformed_note');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new UnsoundLedger('malformed_note');
  const lines = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), lines: lines.map(signatureLine) };
}

function signatureLine(line: string): SignatureLine {
  const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded ?? '');
  if (!name || !bytes || bytes.length <= KEY_ID_BYTES) throw new UnsoundLedger('malformed_note');
  return {
    name,
    id: bytes.subarray(0, KEY_ID_BYTES).toString('hex'),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

function checked(key: VerifierKey, text: string, signature: Buffer): NoteSignature {
  const time = key.kind === 'witness' ? timestamp(signature) : null;
  const message = time === null ? text : `cosignature/v1\ntime ${time}\n${text}`;
  const bytes = time === null ? signature : signature.subarray(TIMESTAMP_BYTES);
  if (bytes.length !== SIGNATURE_BYTES || !verify(null, Buffer.from(message), key.key, bytes)) {
    throw new UnsoundLedger('wrong_signature');
  }
  return { key, at: time === null ? null : new Date(Number(time) * 1000) };
}

/** Seconds since the epoch, before the signature (c2sp.org/tlog-cosignature). */
function timestamp(signature: Buffer): bigint {
  if (signature.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) throw new UnsoundLedger('wrong_signature');
  return signature.readBigUInt64BE();
}

/** RFC 4648 §4, in the one form that encoding gives: two texts are never one value. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

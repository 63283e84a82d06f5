/**
 * Cosignatures of an outside witness (c2sp.org/tlog-cosignature, Ed25519). Read here a second time, apart from
 * `src/verify`: whoever checks the ledger shares no code with whoever writes it.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

const COSIGNATURE = 0x04;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;

export interface WitnessKey {
  name: string;
  /** Eight hex digits. */
  id: string;
  key: KeyObject;
}

/** @param text `<name>+<key id>+<base64 of 0x04 and the key>`. @returns null of what is no such key */
export function readWitnessKey(text: string): WitnessKey | null {
  const [, name, id, encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const typed = Buffer.from(encoded, 'base64');
  if (!name || !id || typed.length !== 1 + KEY_BYTES || typed[0] !== COSIGNATURE) return null;
  if (
    createHash('sha256')
      .update(`${name}\n`)
      .update(typed)
      .digest('hex')
      .slice(0, 2 * KEY_ID_BYTES) !== id
  )
    return null;
  const x = typed.subarray(1).toString('base64url');
  return { name, id, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
}

export interface Cosignature {
  /** As it stands in a note, with its newline. */
  line: string;
  /** When the witness says that it saw the checkpoint. */
  at: Date;
}

/**
 * The witness's own among signature lines; those of others are passed over.
 *
 * @param text the checkpoint's, with its last newline
 * @returns null where there is none that the witness made
 */
export function readCosignature({ name, id, key }: WitnessKey, text: string, lines: string): Cosignature | null {
  for (const line of lines.split('\n')) {
    const [, signer, encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    const own = signer === name && bytes.toString('hex', 0, KEY_ID_BYTES) === id;
    if (!own || bytes.length !== KEY_ID_BYTES + TIMESTAMP_BYTES + SIGNATURE_BYTES) continue;
    const seconds = bytes.readBigUInt64BE(KEY_ID_BYTES);
    const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (!verify(null, message, key, bytes.subarray(KEY_ID_BYTES + TIMESTAMP_BYTES))) continue;
    return { line: `${line}\n`, at: new Date(Number(seconds) * 1000) };
  }
  return null;
}

/**
 * Encryption and search hashes of personal fields. Sealing binds a value to its table, row and column, so that one
 * citizen's phone number pasted into another's row does not open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where a sealed value stands. */
export interface FieldPlace {
  table: 'accounts' | 'outbox';
  id: string;
  column: string;
}

/** What is found by its hash alone. */
export type SearchField = 'document' | 'phone' | 'licence_file' | 'sign_in_name';

/** Key ids are small positive integers (`smallint`); the greatest is the one in use, the others still open and find. */
export type KeyRing = ReadonlyMap<number, Uint8Array>;

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

interface Keys {
  /** One key may seal 2^32 values before random IVs are likely to meet (NIST SP 800-38D §8.3): add a new one earlier. */
  seal: KeyObject;
  search: KeyObject;
}

export class FieldKeys {
  /** The key that new values are sealed and hashed with. */
  readonly current: number;
  readonly #keys: ReadonlyMap<number, Keys>;

  constructor(ring: KeyRing) {
    this.#keys = new Map(
      [...ring].map(([id, secret]) => [id, { seal: derive(secret, 'seal'), search: derive(secret, 'search') }]),
    );
    this.current = Math.max(...ring.keys());
  }

  /** IV, tag and ciphertext in one, sealed with the current key. */
  seal(place: FieldPlace, plain: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(this.current).seal, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated(place));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  /** @throws Error where the value was sealed elsewhere, with another key, or was changed since. */
  open(place: FieldPlace, keyId: number, sealed: Uint8Array): string {
    const iv = sealed.subarray(0, IV_BYTES);
    const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key(keyId).seal, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(place));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  /** HMAC-SHA-256 to store beside `key_id`. `normalised` is the form that `documents.ts` brings a number to. */
  searchHash(field: SearchField, normalised: string, keyId: number = this.current): Buffer {
    return createHmac('sha256', this.#key(keyId).search).update(`${field}|${normalised}`).digest();
  }

  /** The hash under every key that rows may still stand under, to look a value up by `= ANY`. */
  searchHashes(field: SearchField, normalised: string): Buffer[] {
    return [...this.#keys.keys()].map((keyId) => this.searchHash(field, normalised, keyId));
  }

  #key(id: number): Keys {
    const keys = this.#keys.get(id);
    if (!keys) throw new Error(`field key ${id} is not in the key ring`);
    return keys;
  }
}

const associated = ({ table, id, column }: FieldPlace): Buffer => Buffer.from(`${table}|${id}|${column}`, 'utf8');

/** RFC 5869: one secret to keep, one key a purpose. */
const derive = (secret: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `lockdesk field ${purpose}`, KEY_BYTES)));

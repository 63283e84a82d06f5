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
  readonly #keys = new Map<number, Keys>();
  readonly #learned = new Set<number>();
  #current: number;

  /** @param ring those of the key source, which seal as long as no others are learned */
  constructor(ring: KeyRing) {
    this.#add(ring);
    this.#current = Math.max(...ring.keys());
  }

  /** The key that new values are sealed and hashed with. */
  get current(): number {
    return this.#current;
  }

  /** Whether it was learned from the database. */
  hasLearned(id: number): boolean {
    return this.#learned.has(id);
  }

  /** Adds keys of the database, and says which is in use from now on. None is forgotten: rows may stand under it. */
  learn(ring: KeyRing, current: number): void {
    this.#add(ring);
    for (const id of ring.keys()) this.#learned.add(id);
    this.#current = current;
  }

  #add(ring: KeyRing): void {
    for (const [id, secret] of ring) {
      this.#keys.set(id, { seal: derive(secret, 'seal'), search: derive(secret, 'search') });
    }
  }

  /** IV, tag and ciphertext in one, sealed with the current key. */
  seal(place: FieldPlace, plain: string): Buffer {
    return encrypt(this.#key(this.current).seal, associated(place), Buffer.from(plain, 'utf8'));
  }

  /** @throws Error where the value was sealed elsewhere, with another key, or was changed since. */
  open(place: FieldPlace, keyId: number, sealed: Uint8Array): string {
    return decrypt(this.#key(keyId).seal, associated(place), sealed).toString('utf8');
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

/** A data key as it is kept, wrapped with a key-encryption key for its place in the table. */
export const wrapKey = (kek: Uint8Array, id: number, secret: Uint8Array): Buffer =>
  encrypt(derive(kek, 'wrap'), Buffer.from(`data_keys|${id}`), secret);

/** @throws Error where it was wrapped with another key, or for another place. */
export const unwrapKey = (kek: Uint8Array, id: number, wrapped: Uint8Array): Buffer =>
  decrypt(derive(kek, 'wrap'), Buffer.from(`data_keys|${id}`), wrapped);

function encrypt(key: KeyObject, aad: Buffer, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

function decrypt(key: KeyObject, aad: Buffer, sealed: Uint8Array): Buffer {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** RFC 5869: one secret to keep, one key a purpose. */
const derive = (secret: Uint8Array, purpose: 'seal' | 'search' | 'wrap'): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `lockdesk field ${purpose}`, KEY_BYTES)));

/** Globals of Node 24 that Node 16 has in modules. */
import { Blob } from 'node:buffer';
import { webcrypto } from 'node:crypto';
import { ReadableStream, TransformStream, WritableStream } from 'node:stream/web';

const CryptoKey: unknown = Reflect.get(webcrypto, 'CryptoKey');
Object.assign(globalThis, { Blob, crypto: webcrypto, CryptoKey, ReadableStream, TransformStream, WritableStream });

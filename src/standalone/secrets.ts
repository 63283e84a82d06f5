import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What the standalone system keeps secret, made at the first start. Only its owner may read the file. */
export interface Secrets {
  /** Of every demo person of the staff; shown at start. */
  staffPassword: string;
  /** Of the OpenID client `lockdesk-directory`, by which the citizens' site and imports call the API. */
  directoryClientSecret: string;
  /** Of the API, when it asks the provider whether a token still counts. */
  introspectionSecret: string;
  /** Signs the messages that the API hands to the citizens' site (Standard Webhooks, `whsec_…`). */
  notifierSecret: string;
  /** Signs the provider's cookies. */
  cookieKey: string;
  /** Signs the provider's tokens (ES256, private). */
  signingKey: JWK;
}

/** Crockford's digits: what is read from a terminal and typed must not hold look-alikes. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** Reads the secrets of a data folder from their file, or makes them. */
export async function loadSecrets(file: string): Promise<Secrets> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return JSON.parse(text) as Secrets;
  const secrets = await makeSecrets();
  await writePrivately(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export async function writePrivately(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, text, { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function makeSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    staffPassword: readablePassword(),
    directoryClientSecret: randomBytes(32).toString('base64url'),
    introspectionSecret: randomBytes(32).toString('base64url'),
    notifierSecret: `whsec_${randomBytes(32).toString('base64')}`,
    cookieKey: randomBytes(32).toString('base64url'),
    signingKey: { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') },
  };
}

/** Two groups of four: 40 bits, for a system that only this machine can reach. */
function readablePassword(): string {
  const letters = Array.from(randomBytes(8), (byte) => CROCKFORD[byte % CROCKFORD.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

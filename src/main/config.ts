import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Tokens travel to these addresses: in clear only where they never leave the machine (RFC 8252 §8.3). */
const ServiceUrl = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
});

/** What note-verifier form looks like; whether it is a key, the keeper finds, and refuses the ledger if it is none. */
const VerifierKeyText = z
  .string()
  .trim()
  .regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/);

const ConfigFile = z.object({
  api: ServiceUrl,
  issuer: ServiceUrl,
  client_id: z.string().min(1).default('lockdesk-console'),
  /**
   * The ledger's key in note-verifier form, as `lockdesk ledger-key` prints it. Where it is missing, the first one that
   * the API tells counts from then on.
   */
  ledger_key: VerifierKeyText.optional(),
  /** Seconds without a key or click after which the session ends. */
  idle_s: z
    .number()
    .int()
    .min(1)
    .default(15 * 60),
  /** Seconds after which a session ends in any case. */
  session_s: z
    .number()
    .int()
    .min(1)
    .default(12 * 60 * 60),
  /** Seconds allowed for signing in in the browser. */
  sign_in_s: z
    .number()
    .int()
    .min(1)
    .default(5 * 60),
});

/** Where the console finds its services, and how long a session lasts. */
export type Config = z.infer<typeof ConfigFile>;

const FILE = 'lockdesk.json';

function readFile(path: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * The file beside the program wins, field by field: an administrator put it there, and a clerk's own file or
 * environment must not lead tokens elsewhere. Then the environment, then the file in the person's data folder.
 *
 * @throws where an address is missing or not allowed, or a file is not JSON.
 */
export function readConfig(folders: { resources: string; userData: string }, env: NodeJS.ProcessEnv): Config {
  const { LOCKDESK_API: api, LOCKDESK_ISSUER: issuer } = env;
  return ConfigFile.parse({
    ...readFile(join(folders.userData, FILE)),
    ...(api && { api }),
    ...(issuer && { issuer }),
    ...readFile(join(folders.resources, FILE)),
  });
}

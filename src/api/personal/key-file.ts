/**
 * Where key-encryption keys come from: a file that only its owner may read, or the output of a command (the client of a
 * vault or KMS). Both hold the same JSON: `{"1": "<32 bytes in base64>", "2": …}`. The greatest wraps the data keys of
 * `data-keys.ts`; where a database has none yet, the keys seal by themselves.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readPrivateFile } from '../private-file.ts';
import { FieldKeys, KEY_BYTES, type KeyRing } from './field-keys.ts';

/** What is wrong with a source of keys; never what it holds. */
export class KeyProblem extends Error {}

export type KeySource = { file: string } | { command: string };

const COMMAND_MS = 30_000;
const SMALLINT_MAX = 32_767;

const Ring = z
  .record(z.string().regex(/^[1-9]\d{0,4}$/), z.base64())
  .transform((ring) => new Map(Object.entries(ring).map(([id, key]) => [Number(id), Buffer.from(key, 'base64')])))
  .refine((ring) => ring.size > 0 && [...ring.keys()].every((id) => id <= SMALLINT_MAX))
  .refine((ring) => [...ring.values()].every((key) => key.length === KEY_BYTES));

/** Field keys as far as the source alone tells them. @throws Error as {@link loadKeyRing} */
export const loadFieldKeys = async (source: KeySource): Promise<FieldKeys> => new FieldKeys(await loadKeyRing(source));

/** @throws Error that names the source and what is wrong with it, never what it holds. */
export async function loadKeyRing(source: KeySource): Promise<KeyRing> {
  const from = 'file' in source ? `key file ${source.file}` : 'the key command';
  const text = 'file' in source ? await readPrivateFile(source.file) : await runCommand(source.command);
  const ring = Ring.safeParse(parseJson(text));
  if (!ring.success) {
    throw new KeyProblem(
      `${from} must hold a JSON object of key ids (1 to ${SMALLINT_MAX}) and ${KEY_BYTES}-byte base64 keys`,
    );
  }
  return ring.data;
}

/** Makes a key file with one new key. @throws Error with code `EEXIST` where there is one: keys are never overwritten. */
export async function createKeyFile(file: string): Promise<void> {
  const ring = { 1: randomBytes(KEY_BYTES).toString('base64') };
  await writeFile(file, `${JSON.stringify(ring)}\n`, { flag: 'wx', mode: 0o600 });
}

async function runCommand(command: string): Promise<string> {
  const [shell, flag] = process.platform === 'win32' ? ['cmd.exe', '/c'] : ['/bin/sh', '-c'];
  try {
    return (await promisify(execFile)(shell, [flag, command], { timeout: COMMAND_MS })).stdout;
  } catch (error) {
    // Its output may hold a key, and the error quotes it.
    throw new KeyProblem(`the key command failed (${(error as NodeJS.ErrnoException).code ?? 'timeout'})`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

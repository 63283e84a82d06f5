import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { privateUrl } from '../private-url.ts';
import { BUILT_IN } from './held-accounts.ts';
import { PeopleMapping } from './keycloak/people.ts';

/** Stands in `accounts.directory`, in the names of database sessions and in logs: never changed once it is in use. */
const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/)
  .refine((name) => name !== BUILT_IN, 'is the built-in directory’s');

const KeycloakRealm = z.strictObject({
  kind: z.literal('keycloak'),
  name: Name,
  /** What the staff call it. */
  title: z.strictObject({ 'zh-CN': z.string().min(1).max(40), en: z.string().min(1).max(60) }),
  /** Of the server, with the path that it is served under if there is one. */
  url: privateUrl,
  realm: z.string().min(1),
  client_id: z.string().min(1),
  /** A file that only the directory worker's user may read; the API never does. */
  secret_file: z.string().min(1),
  /** How its users are accounts. */
  people: PeopleMapping,
});

const Directories = z
  .array(KeycloakRealm)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two directories have one name');

/** A directory outside, as the agency configured it. */
export type ConfiguredDirectory = z.output<typeof Directories>[number];

/**
 * Reads the file that names the directories outside, a list in JSON. None where there is no file.
 *
 * @throws Error that says what is wrong with it, without its values
 */
export async function readDirectories(file: string | undefined): Promise<ConfiguredDirectory[]> {
  if (file === undefined) return [];
  const parsed = Directories.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${file}: ${issues.join('; ')}`);
}

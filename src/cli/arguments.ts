import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

const DEFAULT_API = 'http://127.0.0.1:7100';

/** What was typed is not as the usage says. */
export class WrongUsage extends Error {}

/** Where the API is, and the token for it: of every command that asks it. */
export const API_OPTIONS = {
  api: { type: 'string' },
  'token-file': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/**
 * Reads a command's arguments.
 *
 * @param least how many there must be that are no options
 * @param most how many there may be
 * @throws WrongUsage
 */
export function readArguments<O extends ParseArgsOptionsConfig>(
  args: string[],
  options: O,
  least: number,
  most = least,
) {
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: O }>>;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options });
  } catch {
    throw new WrongUsage();
  }
  const { length } = parsed.positionals;
  if (length < least || length > most) throw new WrongUsage();
  return parsed;
}

/** @throws WrongUsage of what is no address */
export function apiAddress(given: string | undefined): string {
  const address = given ?? process.env.LOCKDESK_API ?? DEFAULT_API;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw new WrongUsage();
  return address;
}

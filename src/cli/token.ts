import { readFile } from 'node:fs/promises';
import { CliProblem, EXIT, systemCode } from './say.ts';

/** The access token now: read again whenever it is asked for, as whoever renews it writes it into the file. */
export type ReadToken = () => Promise<string>;

/** @throws CliProblem where there is none, or the file cannot be read */
export function tokenSource(file: string | undefined, env: NodeJS.ProcessEnv): ReadToken {
  if (file !== undefined) {
    return async () => {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        throw new CliProblem('token_unreadable', { file, code: systemCode(error) }, EXIT.usage);
      });
      return text.trim();
    };
  }
  const token = env.LOCKDESK_TOKEN;
  if (!token) throw new CliProblem('no_token', {}, EXIT.usage);
  return async () => token;
}

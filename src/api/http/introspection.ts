import * as z from 'zod';
import type { Config } from '../config.ts';
import { ApiError } from '../problem.ts';

const TIMEOUT_MS = 3_000;
const RETRY_AFTER_S = 5;
const ANSWERS_MAX = 10_000;

const Answer = z.object({ active: z.boolean() });

/** Whether a token still holds with its issuer. `key` stands for the token, so that none is kept. */
type StillActive = (token: string, key: string) => Promise<boolean>;

/**
 * Asks the issuer (RFC 7662), and believes an answer for a few seconds; null where no address is configured. While the
 * issuer cannot be asked nobody is let in (`overloaded`): a revoked person must not outlast it by cutting a cable.
 */
export function makeIntrospection(config: Config): StillActive | null {
  const url = config.OIDC_INTROSPECTION_URL;
  if (url === undefined) return null;
  const answers = new Map<string, { active: Promise<boolean>; until: number }>();

  return (token, key) => {
    const now = Date.now();
    const kept = answers.get(key);
    if (kept && kept.until > now) return kept.active;

    const active = ask(url, credentials(config), token);
    answers.delete(key);
    answers.set(key, { active, until: now + config.OIDC_INTROSPECTION_SECONDS * 1000 });
    // Only an answer is kept, and only so many.
    active.catch(() => answers.delete(key));
    for (const [oldest, { until }] of answers) {
      if (until > now && answers.size <= ANSWERS_MAX) break;
      answers.delete(oldest);
    }
    return active;
  };
}

async function ask(url: string, authorization: string | null, token: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...(authorization && { authorization }) },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    if (!response.ok) throw new Error(`introspection answered ${response.status}`);
    return Answer.parse(await response.json()).active;
  } catch (error) {
    throw new ApiError('overloaded', { retry_after_s: RETRY_AFTER_S }, { cause: error });
  }
}

/** RFC 6749 §2.3.1. */
function credentials(config: Config): string | null {
  const { OIDC_INTROSPECTION_CLIENT: client, OIDC_INTROSPECTION_SECRET: secret } = config;
  if (client === undefined || secret === undefined) return null;
  const pair = [client, secret].map(encodeURIComponent).join(':');
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

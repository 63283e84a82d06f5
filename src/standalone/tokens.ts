import * as oidc from 'openid-client';
import { CONSOLE_CLIENT, DIRECTORY_CLIENT } from './provider/configuration.ts';
import { signIn } from './provider/signing-in.ts';

/** Clocks of one machine: what matters is that a token outlives the request that carries it. */
const MARGIN_MS = 30_000;

/** Signs a demo person in through the provider's own pages and gives their access token. */
export async function staffToken(issuer: string, username: string, password: string): Promise<string> {
  const client = await discover(issuer, CONSOLE_CLIENT, oidc.None());
  return (await signIn(client, { username, password })).access_token;
}

/** Access tokens of the agency's own systems, for the service surface: asked for when needed, kept while they last. */
export function directoryTokens(issuer: string, clientSecret: string): () => Promise<string> {
  let current: Promise<{ token: string; until: number }> | null = null;

  async function ask(): Promise<{ token: string; until: number }> {
    const client = await discover(issuer, DIRECTORY_CLIENT, oidc.ClientSecretBasic(clientSecret));
    const { access_token, expires_in = 0 } = await oidc.clientCredentialsGrant(client);
    return { token: access_token, until: Date.now() + expires_in * 1000 - MARGIN_MS };
  }

  return async () => {
    const asked = current;
    const known = await asked?.catch(() => null);
    if (known && known.until > Date.now()) return known.token;
    // Of several callers that found it spent, the first asks for all.
    const next = current === asked || current === null ? ask() : current;
    current = next;
    return (await next).token;
  };
}

function discover(issuer: string, clientId: string, authentication: oidc.ClientAuth): Promise<oidc.Configuration> {
  // The demo's provider speaks plain HTTP, and only on the loopback address.
  const execute = [oidc.allowInsecureRequests];
  return oidc.discovery(new URL(issuer), clientId, undefined, authentication, { execute });
}

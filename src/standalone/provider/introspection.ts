import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalJWKSet, errors, type JWK, jwtVerify } from 'jose';
import type Provider from 'oidc-provider';
import { sameText } from '../same-text.ts';
import { readForm } from '../web/form.ts';
import { AUDIENCE, DIRECTORY_CLIENT } from './configuration.ts';

/** Who may introspect: the API, by HTTP Basic. */
export const INTROSPECTION_CLIENT = 'lockdesk-api';

interface Introspection {
  provider: Provider;
  signingKey: JWK;
  secret: string;
  isDisabled(username: string): Promise<boolean>;
}

/**
 * RFC 7662 for our JWT access tokens, which oidc-provider declines to introspect: the signature is ours, the grant still
 * stands (signing out revokes it) and the person is still enabled.
 */
export function introspection({ provider, signingKey, secret, isDisabled }: Introspection) {
  const { d: _private, ...publicKey } = signingKey;
  const keys = createLocalJWKSet({ keys: [publicKey] });
  const authorization = `Basic ${Buffer.from(`${INTROSPECTION_CLIENT}:${secret}`).toString('base64')}`;

  async function introspect(token: string): Promise<Record<string, unknown>> {
    const { payload } = await jwtVerify(token, keys, { issuer: provider.issuer, audience: AUDIENCE, typ: 'at+jwt' });
    const { sub, lockdesk_grant: grant } = payload;
    const stands =
      typeof grant === 'string'
        ? typeof sub === 'string' && !(await isDisabled(sub)) && (await provider.Grant.find(grant)) !== undefined
        : sub === DIRECTORY_CLIENT;
    return stands ? { active: true, token_type: 'Bearer', ...payload } : { active: false };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
        .end(JSON.stringify(body));
    if (!sameText(request.headers.authorization ?? '', authorization)) {
      answer(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="introspection"' });
      return;
    }
    const token = (await readForm(request)).get('token');
    if (!token) {
      answer(400, { error: 'invalid_request' });
      return;
    }
    const result = await introspect(token).catch((error: unknown) => {
      if (error instanceof errors.JOSEError) return { active: false };
      throw error;
    });
    answer(200, result);
  };
}

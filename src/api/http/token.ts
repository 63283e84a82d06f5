import { hash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { ApiError } from '../problem.ts';
import { type ClaimedActor, readClaims } from './claims.ts';
import { makeIntrospection } from './introspection.ts';

/** A token that holds, and who it says the caller is. */
export interface Identity {
  actor: ClaimedActor;
  expiresAt: Date;
}

/**
 * Says who carries an access token (RFC 9068), or throws `token_missing`, `token_invalid`, `token_expired`,
 * `session_ended`; `overloaded` while the issuer cannot be asked.
 */
export type Identify = (authorization: string | undefined) => Promise<Identity>;

/** Signatures by a public key only: a secret shared with the issuer would let this API mint tokens itself. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA', 'Ed25519'];
/** RFC 9068 §2.1: what tells an access token from an ID token of the same issuer. */
const TYPE = 'at+jwt';
const TOKEN_MAX_CHARS = 8192;
const KNOWN_TOKENS_MAX = 10_000;
const ISSUER_TIMEOUT_MS = 3_000;
const RETRY_AFTER_S = 5;

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

export function makeIdentify(config: Config): Identify {
  const verify = makeVerify(config);
  const stillActive = makeIntrospection(config);
  // Verified tokens by their SHA-256, the one used last at the end: a signature costs 50 times a look-up, and a dump of
  // this memory holds no token.
  const known = new Map<string, Identity>();

  return async (authorization) => {
    if (authorization === undefined) throw new ApiError('token_missing', {});
    const token = BEARER.exec(authorization)?.[1];
    if (!token || token.length > TOKEN_MAX_CHARS) throw new ApiError('token_invalid', {});
    const key = hash('sha256', token, 'base64');

    let identity = known.get(key);
    known.delete(key);
    if (identity === undefined) {
      identity = await verify(token);
      for (const oldest of known.keys()) {
        if (known.size < KNOWN_TOKENS_MAX) break;
        known.delete(oldest);
      }
    } else if (identity.expiresAt.getTime() <= Date.now()) {
      throw new ApiError('token_expired', {});
    }
    known.set(key, identity);

    if (stillActive && !(await stillActive(token, key))) throw new ApiError('session_ended', {});
    return identity;
  };
}

function makeVerify(config: Config): (token: string) => Promise<Identity> {
  const keys = makeKeys(config);
  const tolerance = config.OIDC_CLOCK_TOLERANCE_SECONDS;

  return async (token) => {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      algorithms: ALGORITHMS,
      typ: TYPE,
      clockTolerance: tolerance,
      requiredClaims: ['sub', 'iat', 'exp'],
    }).catch((error: unknown) => {
      throw fromJose(error);
    });
    // Keys come from the issuer, never from the token: one that offers its own is no token of ours.
    if (['jku', 'jwk', 'x5u', 'x5c'].some((name) => name in protectedHeader)) throw new ApiError('token_invalid', {});
    const { iat, exp } = lifetime(payload);
    if (iat > Date.now() / 1000 + tolerance || exp - iat > config.OIDC_TOKEN_MAX_SECONDS) {
      throw new ApiError('token_invalid', {});
    }
    return { actor: claimedActor(config, payload), expiresAt: new Date((exp + tolerance) * 1000) };
  };
}

function claimedActor(config: Config, payload: JWTPayload): ClaimedActor {
  try {
    return readClaims(config, payload);
  } catch (error) {
    throw new ApiError('token_invalid', {}, { cause: error });
  }
}

/** jose has checked that both are there and numbers. */
const lifetime = (payload: JWTPayload): { iat: number; exp: number } => ({
  iat: payload.iat ?? 0,
  exp: payload.exp ?? 0,
});

/** The issuer's keys, cached; found by discovery at the first token, so that API and issuer may start in any order. */
function makeKeys(config: Config): JWTVerifyGetKey {
  let remote: Promise<JWTVerifyGetKey> | null = null;
  const find = async () =>
    createRemoteJWKSet(new URL(config.OIDC_JWKS_URL ?? (await discover(config.OIDC_ISSUER))), {
      timeoutDuration: ISSUER_TIMEOUT_MS,
    });
  return async (header, token) => {
    try {
      remote ??= find();
      const keys = await remote.catch((error: unknown) => {
        remote = null;
        throw error;
      });
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new ApiError('overloaded', { retry_after_s: RETRY_AFTER_S }, { cause: error });
    }
  };
}

/** OpenID Connect Discovery 1.0 §4. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS), redirect: 'error' });
  const metadata = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).parse(await response.json());
  return metadata.jwks_uri;
}

function fromJose(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  return new ApiError(error instanceof errors.JWTExpired ? 'token_expired' : 'token_invalid', {}, { cause: error });
}

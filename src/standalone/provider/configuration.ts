import { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Pool } from 'pg';
import type { Secrets } from '../secrets.ts';
import { chooseLanguage, pageHeaders } from '../web/page.ts';
import { failurePage, signedOutPage, signOutPage } from './pages.ts';
import { findStaff, type Staff } from './staff.ts';
import { storeFor } from './store.ts';

export const CONSOLE_CLIENT = 'lockdesk-console';
export const DIRECTORY_CLIENT = 'lockdesk-directory';
/** What access tokens are for: `aud` of each, by which the API knows its own. */
export const AUDIENCE = 'lockdesk-api';
/** The same as a resource indicator, which RFC 8707 wants to be a URI. */
const RESOURCE = 'urn:lockdesk:api';
const ALGORITHM = 'ES256';

/** Browsers apply a form's policy to its redirects too, and a console listens on a port of its own choosing. */
export const FORM_TARGETS = 'http://127.0.0.1:*';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Design, "Staff sign-in and scope": access at most 5 minutes, 15 minutes idle, 12 hours in all. */
const ACCESS_S = 5 * MINUTE;
const IDLE_S = 15 * MINUTE;
const SHIFT_S = 12 * HOUR;

interface Parts {
  pool: Pool;
  secrets: Secrets;
  isDisabled(username: string): Promise<boolean>;
  introspectionEndpoint: string;
  /** Path of the file, readable by its owner alone, that tells scripts how to reach this system. */
  runningFile: string;
}

export function configure({ pool, secrets, isDisabled, introspectionEndpoint, runningFile }: Parts): Configuration {
  const policy = interactionPolicy.base();
  // The console is the agency's own: nobody is asked to consent to it.
  policy.remove('consent');

  return {
    adapter: (model) => storeFor(pool, model),
    jwks: { keys: [secrets.signingKey] },
    clients: [
      {
        client_id: CONSOLE_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        // RFC 8252, section 7.3: whatever the port.
        redirect_uris: ['http://127.0.0.1/callback'],
        post_logout_redirect_uris: ['http://127.0.0.1/signed-out'],
      },
      {
        client_id: DIRECTORY_CLIENT,
        client_secret: secrets.directoryClientSecret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    pkce: { required: () => true },
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    // The console greets by name before it has asked the API anything.
    conformIdTokenClaims: false,
    cookies: {
      keys: [secrets.cookieKey],
      // Browsers do not part cookies by port: names must not meet those of the citizens' site.
      names: {
        session: 'lockdesk_staff',
        interaction: 'lockdesk_staff_interaction',
        resume: 'lockdesk_staff_resume',
      },
      long: { signed: true },
      short: { signed: true },
    },
    discovery: { introspection_endpoint: introspectionEndpoint, lockdesk_running: runningFile },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      // A token is revoked by whom it was issued to.
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_S,
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => show(ctx, signOutPage(languageOf(ctx), form)),
        postLogoutSuccessSource: async (ctx) => show(ctx, signedOutPage(languageOf(ctx))),
      },
    },
    interactions: { policy, url: (_ctx, interaction) => `/login/${interaction.uid}` },
    findAccount: async (_ctx, username) => {
      const staff = findStaff(username);
      if (!staff || (await isDisabled(username))) return undefined;
      return {
        accountId: username,
        claims: () => ({ sub: username, name: staff.name, preferred_username: username }),
      };
    },
    extraTokenClaims: ({ oidc }, token) => {
      if (token.kind === 'ClientCredentials') return { name: DIRECTORY_CLIENT, lockdesk_roles: ['directory'] };
      const staff = findStaff(token.accountId);
      // RFC 9068 §2.2.1: a token that was renewed tells when the password was typed, not when it was renewed.
      const { AuthorizationCode, RefreshToken } = oidc.entities;
      const auth_time = (AuthorizationCode ?? RefreshToken)?.authTime;
      return staff && { ...staffClaims(staff), lockdesk_grant: token.grantId, auth_time };
    },
    // Whoever has signed in is granted all that there is to grant.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      if (!client || !session?.accountId) return undefined;
      const known = session.grantIdFor(client.clientId);
      const existing = known ? await provider.Grant.find(known) : undefined;
      if (existing) return existing;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: ACCESS_S,
      ClientCredentials: ACCESS_S,
      IdToken: ACCESS_S,
      AuthorizationCode: MINUTE,
      Interaction: 10 * MINUTE,
      Grant: SHIFT_S,
      Session: SHIFT_S,
      // `iiat` is when the first of a chain of rotated tokens was issued.
      RefreshToken: (_ctx, token) => {
        const age = token.iiat === undefined ? 0 : Math.floor(Date.now() / 1000) - token.iiat;
        return Math.max(1, Math.min(IDLE_S, SHIFT_S - age));
      },
    },
    renderError: async (ctx, out) => show(ctx, failurePage(languageOf(ctx), out.error_description ?? out.error)),
  };
}

/** The claims by which the API decides; their names are its configuration. */
function staffClaims(staff: Staff): Record<string, unknown> {
  return {
    name: staff.name,
    lockdesk_roles: staff.roles,
    lockdesk_staff_number: staff.staffNumber,
    lockdesk_office: staff.office,
    lockdesk_scope: staff.scope,
    lockdesk_account: staff.account,
  };
}

function languageOf(ctx: KoaContextWithOIDC) {
  const asked = ctx.oidc?.params?.ui_locales;
  return chooseLanguage(typeof asked === 'string' ? asked : undefined, ctx.get('accept-language'));
}

function show(ctx: KoaContextWithOIDC, page: string): void {
  ctx.set(pageHeaders(FORM_TARGETS));
  ctx.body = page;
}

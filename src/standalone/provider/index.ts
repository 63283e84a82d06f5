/** The demo's OpenID provider: it stands for the agency's own, Keycloak for instance. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { Pool } from 'pg';
import type { Secrets } from '../secrets.ts';
import type { Trouble } from '../trouble.ts';
import { Assets } from '../web/assets.ts';
import { close, listen } from '../web/listen.ts';
import { configure } from './configuration.ts';
import { DisabledStaff } from './disabled.ts';
import { introspection } from './introspection.ts';
import { login } from './login.ts';
import { prepareStore } from './store.ts';

export interface ProviderOptions {
  port: number;
  pool: Pool;
  secrets: Secrets;
  /** Text file with the user names of the staff who may not sign in. */
  disabledFile: string;
  /** Named in the discovery document, so that `npm run token` finds the secrets of the system that it talks to. */
  runningFile: string;
  trouble: Trouble;
}

export interface RunningProvider {
  issuer: string;
  introspectionEndpoint: string;
  /** Disables or enables a demo person, at once and also for tokens that are out. */
  setDisabled(username: string, disabled: boolean): Promise<void>;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { pool, secrets, trouble } = options;
  await prepareStore(pool);
  const assets = await Assets.load(new URL('./', import.meta.url));
  const server = createServer();
  const issuer = await listen(server, options.port);
  const introspectionEndpoint = `${issuer}/token/introspection`;

  const disabledStaff = new DisabledStaff(options.disabledFile);
  const isDisabled = async (username: string) => (await disabledStaff.list()).has(username);
  const provider = new Provider(
    issuer,
    configure({ pool, secrets, isDisabled, introspectionEndpoint, runningFile: options.runningFile }),
  );
  provider.on('server_error', (_ctx, error) => trouble(error));

  const handleLogin = login({ provider, password: secrets.staffPassword, disabledStaff });
  const handleIntrospection = introspection({
    provider,
    signingKey: secrets.signingKey,
    secret: secrets.introspectionSecret,
    isDisabled,
  });
  const handleProtocol = provider.callback();

  const handle: Handler = async (request, response, url) => {
    if (url.pathname.startsWith('/login/')) return handleLogin(request, response, url);
    if (url.pathname === '/token/introspection' && request.method === 'POST')
      return handleIntrospection(request, response);
    const asset = url.pathname.startsWith('/assets/') ? await assets.read(url.pathname.slice('/assets/'.length)) : null;
    if (!asset) return handleProtocol(request, response);
    response.writeHead(200, { 'content-type': asset.type, 'cache-control': 'max-age=3600' }).end(asset.body);
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response, new URL(request.url ?? '/', issuer)).catch((error: unknown) => {
      trouble(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  return {
    issuer,
    introspectionEndpoint,
    setDisabled: (username, disabled) => disabledStaff.set(username, disabled),
    close: () => close(server),
  };
}

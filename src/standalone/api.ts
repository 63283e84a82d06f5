import { existsSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../api/app.ts';
import { readConfig } from '../api/config.ts';
import { API_ROLE } from '../api/db/roles.ts';
import { createSigningKey } from '../api/ledger/signing-key.ts';
import { createKeyFile } from '../api/personal/key-file.ts';
import type { Postgres } from './postgres.ts';
import type { RunningProvider } from './provider/index.ts';
import { INTROSPECTION_CLIENT } from './provider/introspection.ts';
import type { Secrets } from './secrets.ts';
import { LOOPBACK } from './web/listen.ts';

/** The name of the demo's ledger. */
const LEDGER_ORIGIN = 'lockdesk.localhost/ledger';

export interface ApiOptions {
  port: number;
  postgres: Postgres;
  provider: RunningProvider;
  secrets: Secrets;
  /** Where messages to citizens are delivered. */
  notifierUrl: string;
  keyFile: string;
  ledgerKeyFile: string;
  logFile: string;
}

export interface RunningApi {
  url: string;
  close(): Promise<void>;
}

/** The Account API in this process, with the configuration that production would give it. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { port, postgres, provider, secrets, notifierUrl, keyFile, ledgerKeyFile, logFile } = options;
  if (!existsSync(keyFile)) await createKeyFile(keyFile);
  if (!existsSync(ledgerKeyFile)) await createSigningKey(ledgerKeyFile, LEDGER_ORIGIN);
  const config = readConfig({
    DATABASE_URL: postgres.urlFor(API_ROLE),
    HOST: LOOPBACK,
    PORT: port,
    LOG_LEVEL: 'warn',
    OIDC_ISSUER: provider.issuer,
    OIDC_INTROSPECTION_URL: provider.introspectionEndpoint,
    OIDC_INTROSPECTION_CLIENT: INTROSPECTION_CLIENT,
    OIDC_INTROSPECTION_SECRET: secrets.introspectionSecret,
    LOCKDESK_KEY_FILE: keyFile,
    LEDGER_KEY_FILE: ledgerKeyFile,
    DATABASE_DISK_PATH: path.dirname(keyFile),
    NOTIFIER_URL: notifierUrl,
    NOTIFIER_SECRET: secrets.notifierSecret,
  });
  // Standard output holds the `ready` line and nothing else.
  const log = pino.destination({ dest: logFile, append: false, sync: false });
  const { app } = await buildApp(config, log);
  const url = await app.listen({ host: LOOPBACK, port });
  return {
    url,
    close: async () => {
      await app.close();
      log.end();
    },
  };
}

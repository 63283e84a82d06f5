import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { DestinationStream } from 'pino';
import {
  HEADERS,
  OPERATIONS,
  type Operation,
  type OperationInput,
  type OperationName,
  pathParameters,
} from '../../contract/index.ts';
import { buildApp } from '../app.ts';
import { type ConfigInput, readConfig } from '../config.ts';
import { createSigningKey } from '../ledger/signing-key.ts';
import { createKeyFile } from '../personal/key-file.ts';
import type { Services } from '../services.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { startTestIssuer, type TestIssuer, type TestPerson } from './issuer.ts';

export interface CallOptions {
  /** A UUID; actions get a new one where it is missing. */
  key?: string;
  headers?: Record<string, string>;
}

export interface TestApi {
  app: FastifyInstance;
  services: Services;
  database: TestDatabase;
  issuer: TestIssuer;
  /** `Authorization` of a person. Made once for each, and anew before it ends. */
  bearer(person: TestPerson): string;
  /** Calls an operation by name; the input is sent as the client sends it, whether or not it is right. */
  call<N extends OperationName>(
    person: TestPerson,
    name: N,
    input: OperationInput<N>,
    options?: CallOptions,
  ): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  logTo?: DestinationStream;
  serverUrl?: string;
  /** One that is there already; else a fresh one. */
  database?: TestDatabase;
  /** Without the ledger's key nothing leads: no index, no signature, no message, no end of a lock that has run out. */
  leads?: boolean;
}

/** Tokens last five minutes; a long loop outlasts one. */
const TOKEN_USED_MS = 200_000;

/** A whole API on a fresh database, apart from listening: `inject` goes through everything but the socket. */
export async function startTestApi(
  settings: Partial<ConfigInput> = {},
  { logTo, serverUrl, database: given, leads = true }: TestApiOptions = {},
): Promise<TestApi> {
  const [database, issuer, dir] = await Promise.all([
    given ?? openTestDatabase(serverUrl),
    startTestIssuer(),
    mkdtemp(path.join(tmpdir(), 'lockdesk-api-')),
  ]);
  const keyFile = path.join(dir, 'keys.json');
  await createKeyFile(keyFile);
  const ledgerKeyFile = path.join(dir, 'ledger.key');
  await createSigningKey(ledgerKeyFile, 'lockdesk.test/ledger');
  const { app, services } = await buildApp(
    readConfig({
      DATABASE_URL: database.apiUrl,
      OIDC_ISSUER: issuer.url,
      LOCKDESK_KEY_FILE: keyFile,
      ...(leads && { LEDGER_KEY_FILE: ledgerKeyFile }),
      LOG_LEVEL: 'silent',
      LOOKS_AN_HOUR: 1_000_000,
      LOOKS_AN_HOUR_MOST: 1_000_000,
      RATE_LIMIT_STAFF: 1_000_000,
      RATE_LIMIT_SYSTEM: 1_000_000,
      RATE_LIMIT_ADDRESS: 1_000_000,
      ...settings,
    } satisfies ConfigInput),
    logTo,
  );
  await app.ready();

  const tokens = new Map<TestPerson, { token: string; madeAt: number }>();
  const bearer = (person: TestPerson) => {
    const known = tokens.get(person);
    const { token, madeAt } =
      known && Date.now() - known.madeAt < TOKEN_USED_MS ? known : { token: issuer.token(person), madeAt: Date.now() };
    tokens.set(person, { token, madeAt });
    return `Bearer ${token}`;
  };
  return {
    app,
    services,
    database,
    issuer,
    bearer,
    call: async (person, name, input, { key, headers } = {}) => {
      const operation: Operation = OPERATIONS[name];
      const idempotencyKey = key ?? (operation.kind === 'action' ? crypto.randomUUID() : undefined);
      return app.inject({
        ...requestOf(operation, input),
        headers: {
          authorization: bearer(person),
          ...(idempotencyKey && { [HEADERS.idempotencyKey]: idempotencyKey }),
          ...headers,
        },
      });
    },
    close: async () => {
      await app.close();
      await Promise.all([database.close(), issuer.close(), rm(dir, { recursive: true })]);
    },
  };
}

/** As `src/client` makes requests. */
function requestOf({ method, path }: Operation, input: Readonly<Record<string, unknown>>) {
  const names = pathParameters(path);
  const url = names.reduce((url, name) => url.replace(`{${name}}`, encodeURIComponent(String(input[name]))), path);
  const rest = Object.entries(input).filter(([name, value]) => !names.includes(name) && value !== undefined);
  if (method === 'POST') return { method, url, payload: Object.fromEntries(rest) };
  const query = new URLSearchParams(
    rest.flatMap(([name, value]) => [value].flat().map((item): [string, string] => [name, String(item)])),
  );
  return { method, url: `${url}?${query}` };
}

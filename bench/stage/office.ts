/** A whole office: API on a filled database, the demo's provider with its staff, and consoles on the Chromium shell. */
import path from 'node:path';
import { Pool } from 'pg';
import type { Page } from 'playwright';
import { type Console, openConsole, removeConsole } from '../../e2e/fixture/console.ts';
import { type DemoPerson, signIn } from '../../e2e/fixture/sign-in.ts';
import type { System } from '../../e2e/fixture/system.ts';
import { startProvider } from '../../src/standalone/provider/index.ts';
import { INTROSPECTION_CLIENT } from '../../src/standalone/provider/introspection.ts';
import { loadSecrets } from '../../src/standalone/secrets.ts';
import { directoryTokens } from '../../src/standalone/tokens.ts';
import { startApi } from './api.ts';
import type { Bench, BenchDatabase } from './bench.ts';

/** 李敏, whose scope is the large city. */
const CLERK: DemoPerson = 'limin';

/** What a console is to whoever signs a clerk in. */
type SignInConsole = Pick<Console, 'page' | 'nextBrowserPage'>;

export interface OpenConsole extends AsyncDisposable {
  page: Page;
  signIn(): Promise<void>;
}

export interface Office extends AsyncDisposable {
  api: string;
  issuer: string;
  /** Signs the clerk in at a console that was opened elsewhere. */
  signIn(console: SignInConsole): Promise<void>;
  /** A console on the sign-in screen; of another API where an address is given. */
  open(api?: string): Promise<OpenConsole>;
  /** `Authorization` of the agency's sign-in system. */
  directory(): Promise<string>;
  /** Milliseconds that the API's log tells of each answer to an operation so far, in their order. */
  answered(operation: string): readonly number[];
}

export async function startOffice(bench: Bench, database: BenchDatabase): Promise<Office> {
  await using starting = new AsyncDisposableStack();
  const dataDir = await bench.folder('office');
  const secrets = await loadSecrets(path.join(dataDir, 'secrets.json'));
  const pool = new Pool({ connectionString: (await bench.emptyDatabase()).ownerUrl, max: 4 });
  // A connection that the server cuts at the end is no news.
  pool.on('error', () => {});
  starting.defer(() => pool.end());
  const provider = await startProvider({
    port: 0,
    pool,
    secrets,
    disabledFile: path.join(dataDir, 'disabled-staff'),
    runningFile: path.join(dataDir, 'running.json'),
    trouble: (error) => bench.say(String(error)),
  });
  starting.defer(() => provider.close());

  const answers = new Map<string, number[]>();
  const issuer = {
    url: provider.issuer,
    introspectionUrl: provider.introspectionEndpoint,
    introspectionClient: { id: INTROSPECTION_CLIENT, secret: secrets.introspectionSecret },
  };
  const api = starting.use(
    await startApi(bench, database, issuer, {
      onLine: (line) => {
        const { operation, ms } = JSON.parse(line);
        answers.set(operation, [...(answers.get(operation) ?? []), ms]);
      },
    }),
  );
  const system: System = {
    api: api.url,
    issuer: provider.issuer,
    citizens: '',
    dataDir,
    staffPassword: secrets.staffPassword,
  };
  const directory = directoryTokens(provider.issuer, secrets.directoryClientSecret);
  const signInClerk = (console: SignInConsole) => signIn(console, system, CLERK);
  const running = starting.move();
  return {
    api: api.url,
    issuer: provider.issuer,
    signIn: signInClerk,
    open: async (other = api.url) => {
      const console = await openConsole({ ...system, api: other });
      return {
        page: console.page,
        signIn: () => signInClerk(console),
        [Symbol.asyncDispose]: async () => {
          await console.close();
          await removeConsole(console);
        },
      };
    },
    directory: async () => `Bearer ${await directory()}`,
    answered: (operation) => answers.get(operation) ?? [],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

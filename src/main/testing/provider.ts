import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startProvider } from '../../standalone/provider/index.ts';
import { Browser } from '../../standalone/provider/signing-in.ts';
import { loadSecrets, type Secrets } from '../../standalone/secrets.ts';
import { createDatabase } from '../../standalone/testing.ts';
import { Provider } from '../session/provider.ts';

/** Changes an answer of the provider on its way to us. */
export type Spoil = (path: string, response: Response) => Promise<Response> | Response;

/** The demo's real OpenID provider, and a browser's part in signing in. */
export interface TestProvider {
  folder: string;
  secrets: Secrets;
  provider: Provider;
  /** Paths that we asked, in order. */
  asked: string[];
  spoil: Spoil;
  /** False: no request of ours arrives. */
  reachable: boolean;
  disable(username: string, disabled: boolean): Promise<void>;
  /** Signs in at the pages that an address leads to; where the browser is then sent. */
  answerOf(address: URL, fields?: Record<string, string>): Promise<URL>;
  close(): Promise<void>;
}

export async function startTestProvider(postgresUrl: string): Promise<TestProvider> {
  const folder = await mkdtemp(join(tmpdir(), 'lockdesk-provider-'));
  const pool = new Pool({ connectionString: await createDatabase(postgresUrl) });
  const secrets = await loadSecrets(join(folder, 'secrets.json'));
  const files = { disabledFile: join(folder, 'disabled'), runningFile: join(folder, 'running.json') };
  const running = await startProvider({ port: 0, pool, secrets, ...files, trouble: () => {} });
  const asked: string[] = [];
  const test: TestProvider = {
    folder,
    secrets,
    asked,
    spoil: (_path, response) => response,
    reachable: true,
    provider: new Provider({
      issuer: running.issuer,
      clientId: 'lockdesk-console',
      fetch: async (input, init) => {
        const { pathname } = new URL(String(input));
        if (!test.reachable) throw new Error('no way there');
        asked.push(pathname);
        return test.spoil(pathname, await fetch(input, init));
      },
    }),
    disable: (username, disabled) => running.setDisabled(username, disabled),
    answerOf: async (address, fields = { username: 'limin', password: secrets.staffPassword }) => {
      const browser = new Browser();
      await browser.visit(address);
      return (await browser.submit(fields)).url;
    },
    close: async () => {
      await running.close();
      await pool.end();
      await rm(folder, { recursive: true });
    },
  };
  return test;
}

/**
 * The citizens' sign-in site: it stands for the agency's own system, and is the reference for connecting one. It owns the
 * passwords; the Account API owns the locks.
 */
import type { Server } from 'node:http';
import type { Pool } from 'pg';
import type { Client } from '../../client/index.ts';
import type { Trouble } from '../trouble.ts';
import { AttemptOutbox } from './outbox.ts';
import { SignIn } from './sign-in.ts';
import { buildSite } from './site.ts';
import { CitizenStore } from './store.ts';

export { MESSAGES_PATH } from './messages.ts';

export interface CitizensSiteOptions {
  /** Listens already: the API needs the address before the site needs the API. */
  server: Server;
  pool: Pool;
  client: Client;
  notifierSecret: string;
  trafficSecret: string;
  trouble: Trouble;
}

export interface CitizensSite {
  store: CitizenStore;
  /** Answers what has arrived, then hands over what has not been reported yet. */
  close(): Promise<void>;
}

export async function startCitizensSite(options: CitizensSiteOptions): Promise<CitizensSite> {
  const { pool, client, trouble } = options;
  const store = await CitizenStore.open(pool);
  const outbox = await AttemptOutbox.open(pool, client, trouble);
  const site = await buildSite({ ...options, store, signIn: new SignIn({ store, client, outbox }) });
  return {
    store,
    close: async () => {
      await site.close();
      await outbox.close();
    },
  };
}

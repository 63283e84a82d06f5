/**
 * A throwaway Keycloak for tests: one server for a run, a fresh realm for each test.
 *
 *     // x.keycloak.test.ts
 *     const realm = await testRealm({ lockout: { mode: 'temporary' } });
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { keycloakAdmin } from '../admin.ts';
import { type Distribution, getKeycloak, type Wanted } from '../distribution.ts';
import { createRealm, type Realm, type RealmSettings } from '../realm.ts';
import { type Keycloak, type KeycloakOptions, startKeycloak } from '../server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Keycloak; {@link testRealm} makes a realm on it. */
    keycloak: Pick<Keycloak, 'url' | 'admin' | 'version'>;
  }
}

const tell = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** The version that the run is for: LOCKDESK_KEYCLOAK's, as `npm run soak` sets it. @throws StandaloneProblem */
export async function testDistribution(wanted: Omit<Wanted, 'tell'> = {}): Promise<Distribution> {
  const found = await getKeycloak({ version: process.env.LOCKDESK_KEYCLOAK, ...wanted, tell });
  if ('why' in found) throw found.why;
  return found;
}

/** A server in a folder of its own, which `stop` deletes. For tests that stop, pause or restart it. */
export async function startTestKeycloak(options: Partial<KeycloakOptions> = {}): Promise<Keycloak> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-keycloak-'));
  const distribution = options.distribution ?? (await testDistribution());
  const server = await startKeycloak({ dataDir, ...options, distribution });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An empty realm of its own. It goes with the server. */
export const testRealm = (
  settings: RealmSettings,
  server: Pick<Keycloak, 'url' | 'admin'> = inject('keycloak'),
): Promise<Realm> => createRealm(keycloakAdmin(server), `test-${randomUUID()}`, settings);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, admin, version, stop } = await startTestKeycloak();
  project.provide('keycloak', { url, admin, version });
  return stop;
}

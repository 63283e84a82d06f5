/** The large database of the tests of plans: filled and signed once, before the first of their files. */
import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { startTestPostgres } from '../../standalone/testing.ts';
import { SigningKey } from '../ledger/signing-key.ts';
import { migrate } from '../migrate.ts';
import { fillLarge, type LargeSize } from './large.ts';
import { signLedger } from './signing.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the large database, for its owner. */
    largeUrl: string;
    /** What its ledger is signed by, in note-verifier form. */
    largeKey: string;
  }
}

export const LARGE: LargeSize = { accounts: 1_000_000, locks: 200_000, attempts: 500_000, entries: 1_000_000 };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  const url = await postgres.createDatabase();
  await migrate(url);
  await fillLarge(url, LARGE);
  const key = new SigningKey('lockdesk.test/ledger', randomBytes(32));
  await signLedger(url, key);
  project.provide('largeUrl', url);
  project.provide('largeKey', key.verifierKey);
  return () => postgres.stop();
}

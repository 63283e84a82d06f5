/** The unlock of an account that lives in a real Keycloak: from the API's answer to the citizen's sign-in there. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UnlockInput } from '../../../contract/index.ts';
import { signInByPage } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import { readyToUnlock } from '../../testing/acts.ts';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { PEOPLE } from '../../testing/issuer.ts';
import { CITIZENS, failTwice, PASSWORD, startTestDirectory, type TestDirectory } from '../../testing/keycloak.ts';

let dir: string;
let directory: TestDirectory;
let api: TestApi;

async function begin(lockout: Lockout, roles?: readonly string[]): Promise<UnlockInput> {
  directory = await startTestDirectory({ lockout }, roles);
  const { url, realm, clientId, secret } = directory.place;
  const secretFile = path.join(dir, 'secret');
  await writeFile(secretFile, await secret(), { mode: 0o600 });
  const file = path.join(dir, 'directories.json');
  const title = { 'zh-CN': '省平台', en: 'Province' };
  const configured = {
    kind: 'keycloak',
    name: 'province',
    title,
    url,
    realm,
    client_id: clientId,
    secret_file: secretFile,
  };
  await writeFile(file, JSON.stringify([configured]));
  api = await startTestApi({ DIRECTORIES_FILE: file, DIRECTORY_WORKER: 'true' });
  const input = await readyToUnlock(api);
  await sql`
    UPDATE accounts SET directory = 'province', external_id = ${directory.id} WHERE id = ${input.account_id}`.execute(
    api.services.db,
  );
  return input;
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-keycloak-orders-'));
});
afterEach(async () => {
  await api.close();
  await directory.realm.remove();
  await rm(dir, { recursive: true });
});

const signIn = () => signInByPage(directory.realm.issuer, CITIZENS, { username: 'lina', password: PASSWORD });
const codeOf = (answer: { json(): { type?: string } }) => answer.json().type?.replace('urn:lockdesk:error:', '');

test.each(['temporary', 'permanent'] as const)('a %s lock ends, and the citizen signs in', async (mode) => {
  const input = await begin({ mode, failures: 2 });
  await failTwice(directory, directory.id, 'lina');
  expect(await signIn()).not.toMatchObject({ kind: 'signed_in' });
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(answer.json(), answer.body).toMatchObject({ before: { locked: true }, after: { locked: false } });
  expect(await signIn()).toMatchObject({ kind: 'signed_in' });
});

test('whom an administrator disabled stays disabled', async () => {
  const input = await begin({ mode: 'temporary', failures: 2 });
  await directory.realm.setEnabled(directory.id, false);
  expect(codeOf(await api.call(PEOPLE.clerk, 'unlockAccount', input))).toBe('account_disabled');
  expect(await directory.realm.user(directory.id)).toMatchObject({ enabled: false });
});

test('without the right to do it nothing is done, and the clerk hears whom to turn to', async () => {
  const input = await begin({ mode: 'temporary', failures: 2 }, ['view-users', 'query-users', 'view-events']);
  await failTwice(directory, directory.id, 'lina');
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(codeOf(answer)).toBe('directory_unfit');
  expect(answer.json()).toMatchObject({ details: { why: 'right_missing' } });
  expect(await directory.realm.status(directory.id)).toMatchObject({ disabled: true });
});

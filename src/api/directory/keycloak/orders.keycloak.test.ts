/** The unlock of an account that lives in a real Keycloak: from wrong passwords there to the citizen's sign-in there. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UnlockInput } from '../../../contract/index.ts';
import { signInByPage } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import { unlockInput } from '../../testing/acts.ts';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { PEOPLE } from '../../testing/issuer.ts';
import { CITIZENS, failTwice, PASSWORD, startTestDirectory, type TestDirectory } from '../../testing/keycloak.ts';
import { residentId } from '../../testing/sign-in-system.ts';

let dir: string;
let directory: TestDirectory;
let api: TestApi;
let citizen: { id: string; username: string };

async function begin(lockout: Lockout, roles?: readonly string[]): Promise<void> {
  directory = await startTestDirectory({ lockout }, roles);
  const username = residentId().toLowerCase();
  const ids = await directory.realm.addUsers([{ username, password: PASSWORD, lastName: '王', firstName: '小明' }]);
  citizen = { username, id: ids.get(username) ?? '' };
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
    people: { document: { kind: 'resident_id', number: 'username' }, division_otherwise: '320106' },
  };
  await writeFile(file, JSON.stringify([configured]));
  api = await startTestApi({ DIRECTORIES_FILE: file, DIRECTORY_WORKER: 'true' });
}

/** Two wrong passwords lock; whoever is locked is in the list within three seconds, and is opened there. */
async function lockedOut(): Promise<UnlockInput> {
  await failTwice(directory, citizen.id, citizen.username);
  const locked = async () => {
    const { items } = (await api.call(PEOPLE.clerk, 'listLockedAccounts', {})).json();
    return items.map(({ account_id }: { account_id: string }) => account_id);
  };
  await expect.poll(locked, { timeout: 3_000 }).toHaveLength(1);
  const [accountId = ''] = await locked();
  const opened = await api.call(PEOPLE.clerk, 'openAccount', { account_id: accountId });
  const { opening_id, account } = opened.json();
  expect(account).toMatchObject({ directory: 'province', name: '王*明' });
  return unlockInput(accountId, opening_id, account.version);
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-keycloak-orders-'));
});
afterEach(async () => {
  await api.close();
  await directory.realm.remove();
  await rm(dir, { recursive: true });
});

const signIn = () => signInByPage(directory.realm.issuer, CITIZENS, { username: citizen.username, password: PASSWORD });
const codeOf = (answer: { json(): { type?: string } }) => answer.json().type?.replace('urn:lockdesk:error:', '');

test.each(['temporary', 'permanent'] as const)('a %s lock ends, and the citizen signs in', async (mode) => {
  await begin({ mode, failures: 2 });
  const input = await lockedOut();
  expect(await signIn()).not.toMatchObject({ kind: 'signed_in' });
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(answer.json(), answer.body).toMatchObject({ before: { locked: true }, after: { locked: false } });
  expect(await signIn()).toMatchObject({ kind: 'signed_in' });
});

test('whom an administrator disabled stays disabled', async () => {
  await begin({ mode: 'temporary', failures: 2 });
  const input = await lockedOut();
  await directory.realm.setEnabled(citizen.id, false);
  expect(codeOf(await api.call(PEOPLE.clerk, 'unlockAccount', input))).toBe('account_disabled');
  expect(await directory.realm.user(citizen.id)).toMatchObject({ enabled: false });
});

test('without the right to do it nothing is done, and the clerk hears whom to turn to', async () => {
  const roles = ['view-users', 'query-users', 'view-events', 'view-realm'];
  await begin({ mode: 'temporary', failures: 2 }, roles);
  const input = await lockedOut();
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(codeOf(answer)).toBe('directory_unfit');
  expect(answer.json()).toMatchObject({ details: { why: 'right_missing' } });
  expect(await directory.realm.status(citizen.id)).toMatchObject({ disabled: true });
});

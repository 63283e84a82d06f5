/** The e-mail by which a user is made to choose a new password. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLink, signInByPage } from './citizen.ts';
import type { Realm } from './realm.ts';
import { testRealm } from './testing/index.ts';
import { type Mailbox, openMailbox } from './testing/mailbox.ts';

const CLIENT = { clientId: 'citizens', redirectUri: 'http://127.0.0.1/signed-in' };

let mailbox: Mailbox;
let realm: Realm;
let ids: Map<string, string>;

beforeEach(async () => {
  mailbox = await openMailbox();
  realm = await testRealm({ lockout: { mode: 'temporary' }, smtp: mailbox.smtp });
  await realm.addPublicClient(CLIENT.clientId, [CLIENT.redirectUri]);
  ids = await realm.addUsers([
    { username: 'wangming', password: 'lianhua-2026', email: 'wangming@citizen.example' },
    { username: 'lina', password: 'lianhua-2026' },
  ]);
});

afterEach(() => mailbox.close());

const sendTo = (username: string): Promise<string> =>
  realm.admin.send('PUT', realm.path(`/users/${ids.get(username)}/execute-actions-email`), ['UPDATE_PASSWORD']);

test('goes to the user’s address; its link leads to a new password', async () => {
  await sendTo('wangming');
  expect(mailbox.letters.map(({ to }) => to)).toEqual(['wangming@citizen.example']);
  const [link = ''] = /http:\/\/127[^\s"]+action-token[^\s"]+/.exec(mailbox.letters[0]?.body ?? '') ?? [];
  const page = await openLink(link);
  await page.send({ 'password-new': 'selbst-gewaehlt', 'password-confirm': 'selbst-gewaehlt' });
  const signIn = (password: string) => signInByPage(realm.issuer, CLIENT, { username: 'wangming', password });
  expect(await signIn('lianhua-2026')).toMatchObject({ kind: 'refused' });
  expect(await signIn('selbst-gewaehlt')).toMatchObject({ kind: 'signed_in' });
});

test('is refused where there is no address, and for a user who is disabled', async () => {
  await expect(sendTo('lina')).rejects.toThrow(/: 400 /);
  await realm.setEnabled(ids.get('wangming') ?? '', false);
  await expect(sendTo('wangming')).rejects.toThrow(/: 400 /);
  expect(mailbox.letters).toEqual([]);
});

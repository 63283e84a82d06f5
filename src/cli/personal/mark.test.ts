import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { signInSystem } from '../../api/testing/sign-in-system.ts';

const LOCKDESK = fileURLToPath(new URL('../index.ts', import.meta.url));

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
});
afterAll(() => api.close());

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const run = (person: TestPerson, ...args: string[]) =>
  new Promise<Finished>((resolve) => {
    const env = { ...process.env, LC_ALL: 'C', LOCKDESK_TOKEN: api.issuer.token(person) };
    const child = execFile(
      process.execPath,
      [LOCKDESK, 'mark-account', ...args, '--api', url],
      { env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

it('marks, says the entry, and says when a subject is nobody’s', async () => {
  const account = await signInSystem(api).newCitizen();
  const about = [account, '--staff', 'nobody-yet', '--reason', 'said so herself'];
  const first = await run(PEOPLE.supervisor, ...about);
  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is marked as a relative’s, entry [0-9a-f-]{36}/),
  });
  expect(first.stderr).toContain('nothing by nobody-yet was recorded');
  expect((await run(PEOPLE.supervisor, ...about)).stdout).toContain('marked so already');
  expect((await run(PEOPLE.administrator, ...about, '--own')).stdout).toContain('as their own');
  expect((await run(PEOPLE.administrator, ...about, '--unmark')).stdout).toContain('no longer marked');
  const { rows } = await api.database.asOwner("SELECT reason FROM entries WHERE action = 'mark' ORDER BY id");
  expect(rows.map(({ reason }) => reason)).toEqual(['relative', 'own', 'unmarked']);
});

it('says why not, and how it is to be called', async () => {
  const about = ['no-such', '--staff', 'limin', '--reason', 'x'];
  expect(await run(PEOPLE.supervisor, ...about)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'Nothing was marked. This account was not found.\n',
  });
  for (const wrong of [['no-such'], ['no-such', '--staff', 'limin'], [...about, '--own', '--unmark']]) {
    expect(await run(PEOPLE.supervisor, ...wrong)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage:/) });
  }
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import axios from 'axios';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { alive } from '../postgres/postmaster.ts';
import { signInByGrant } from './citizen.ts';
import { type Keycloak, startKeycloak } from './server.ts';
import { startTestKeycloak, testDistribution, testRealm } from './testing/index.ts';

const MODULE = fileURLToPath(new URL('./server.ts', import.meta.url));
const LOCKOUT = { mode: 'temporary', failures: 2 } as const;

let dataDir: string;
let running: Keycloak[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  running = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('beside another one of the same distribution, into which neither writes; a restart keeps users and forgets failures', async () => {
  const distribution = await testDistribution();
  const before = await newest(distribution.home);
  const server = await startTestKeycloak({ distribution });
  running.push(server);
  expect(server.url).not.toBe(inject('keycloak').url);

  const realm = await testRealm({ lockout: LOCKOUT }, server);
  await realm.addPublicClient('citizens', []);
  const ids = await realm.addUsers([{ username: 'wangming', password: 'lianhua-2026' }]);
  const userId = ids.get('wangming') ?? '';
  const type = (password: string) =>
    signInByGrant(realm.issuer, { clientId: 'citizens' }, { username: 'wangming', password });
  await type('wrong-1');
  await type('wrong-2');
  await expect.poll(() => realm.status(userId)).toMatchObject({ disabled: true });

  const { url } = server;
  await server.restart();
  expect(server.url).toBe(url);
  realm.admin.forgetToken();
  expect(await realm.status(userId)).toMatchObject({ disabled: false, numFailures: 0 });
  expect(await type('lianhua-2026')).toMatchObject({ kind: 'signed_in' });

  const realmUrl = `${server.url}/realms/${realm.name}`;
  server.pause();
  await expect(axios.get(realmUrl, { timeout: 1_000 })).rejects.toMatchObject({ code: 'ECONNABORTED' });
  server.resume();
  expect((await axios.get(realmUrl)).status).toBe(200);

  server.pause();
  const pid = server.pid();
  await server.stop();
  expect(alive(pid)).toBe(false);
  expect(await newest(distribution.home)).toBe(before);
});

test('ends when its parent is killed; the one that is left by a killed watchdog too makes way for the next', async () => {
  const parent = await startInAnotherProcess();
  const pid = await serverPid();
  const watchdog = await parentOf(pid);
  process.kill(watchdog, 'SIGSTOP');
  parent.kill('SIGKILL');
  process.kill(watchdog, 'SIGKILL');
  const again = await startInAnotherProcess();
  expect(alive(pid)).toBe(false);
  const next = await serverPid();
  again.kill('SIGKILL');
  await expect.poll(() => alive(next), { timeout: 40_000 }).toBe(false);
});

test('says why it does not start, with its own last words', async () => {
  const { command, ...distribution } = await testDistribution();
  const refused = { ...distribution, command: [...command, '--no-such-option'] };
  const problem = await startKeycloak({ distribution: refused, dataDir }).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: 'keycloak_failed', message: expect.stringContaining('--no-such-option') });
  expect(alive(await serverPid())).toBe(false);
});

/** Another Node process that starts the server on `dataDir` and then only waits. */
async function startInAnotherProcess(): Promise<ChildProcess> {
  const script = `
    const { startKeycloak } = await import(${JSON.stringify(MODULE)});
    await startKeycloak(${JSON.stringify({ dataDir, distribution: await testDistribution() })});
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

const serverPid = async (): Promise<number> => Number(await readFile(path.join(dataDir, 'keycloak.pid'), 'utf8'));

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
}

/** When anything in a folder was last written to, and how much there is. */
async function newest(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const times = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).mtimeMs));
  return `${files.length} ${Math.max(...times)}`;
}

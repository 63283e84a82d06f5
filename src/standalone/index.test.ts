import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../client/index.ts';
import { type Standalone, type StandaloneOptions, startStandalone } from './index.ts';
import { readOptions } from './options.ts';
import { StandaloneProblem } from './say.ts';
import { staffToken } from './tokens.ts';
import { DEMO_PACE } from './traffic/index.ts';

let dataDir: string;
const running: Standalone[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
});

afterEach(async () => {
  for (const system of running.splice(0)) await system.close();
  await rm(dataDir, { recursive: true });
});

async function start(options: Partial<StandaloneOptions> = {}): Promise<Standalone> {
  const system = await startStandalone({
    port: 0,
    dataDir,
    fresh: false,
    citizens: 30,
    traffic: null,
    progress: () => {},
    ...options,
  });
  running.push(system);
  return system;
}

async function clientOf(system: Standalone, username: string): Promise<Client> {
  const token = await staffToken(system.issuer, username, system.staffPassword);
  return createClient(axios.create({ baseURL: system.api, headers: { authorization: `Bearer ${token}` } }));
}

const entries = async (system: Standalone) => (await (await clientOf(system, 'hejia')).listEntries({})).items;

describe('a data folder', () => {
  it('is found as it was left, and --fresh deletes what is ours and nothing else', { timeout: 180_000 }, async () => {
    const first = await start();
    await (await clientOf(first, 'limin')).searchAccounts({ text: '王' });
    expect(await entries(first)).toHaveLength(1);
    await first.close();

    const second = await start();
    expect(second.staffPassword).toBe(first.staffPassword);
    expect(await entries(second)).toHaveLength(1);
    await second.close();

    await writeFile(path.join(dataDir, 'mine.txt'), 'mine');
    await mkdir(path.join(dataDir, 'console'));
    await writeFile(path.join(dataDir, 'console', 'staff.json'), '[]');
    const third = await start({ fresh: true });
    expect(third.staffPassword).not.toBe(first.staffPassword);
    expect(await entries(third)).toEqual([]);
    expect(await readdir(dataDir)).not.toContain('console');
    expect(await readFile(path.join(dataDir, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('serves one system at a time; the second is told which', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringContaining(first.api),
    });
    expect((await fetch(`${first.api}/health/live`)).status).toBe(200);
  });

  it('lets nobody else read its secrets', async () => {
    await start();
    const files = (await readdir(dataDir)).filter((name) => name !== 'api.log');
    for (const name of files) expect([name, (await stat(path.join(dataDir, name))).mode & 0o077]).toEqual([name, 0]);
    expect(files).toEqual(expect.arrayContaining(['field-keys.json', 'running.json', 'secrets.json']));
  });
});

it('a port in use is named before anything is made', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    await expect(start({ port: port - 1 })).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(String(port)),
    });
    expect(await readdir(dataDir)).toEqual([]);
  } finally {
    other.close();
  }
});

it('what keeps it from starting and is not known is told in a sentence, and kept whole', async () => {
  await writeFile(path.join(dataDir, 'secrets.json'), '{');
  await expect(start()).rejects.toMatchObject({
    code: 'unexpected',
    message: expect.stringContaining(path.join(dataDir, 'trouble.log')),
  });
  expect(await readFile(path.join(dataDir, 'trouble.log'), 'utf8')).toMatch(/SyntaxError.*\n\s+at /);
});

it('a clerk who is disabled is cut off, with the token that they hold', async () => {
  const system = await start();
  const clerk = await clientOf(system, 'limin');
  await system.setStaffDisabled('limin', true);
  await expect(clerk.me({})).rejects.toMatchObject({ failure: { status: 401 } });
});

describe('the command line', () => {
  it('has defaults for everything', () => {
    expect(readOptions([])).toEqual({
      port: 7100,
      dataDir: path.resolve('.lockdesk'),
      fresh: false,
      citizens: 5000,
      traffic: DEMO_PACE,
    });
    expect(readOptions(['--port', '0', '--fresh', '--no-traffic', '--citizens', '20'])).toMatchObject({
      port: 0,
      fresh: true,
      citizens: 20,
      traffic: null,
    });
  });

  it.each([
    [['--prot', '1']],
    [['7100']],
    [['--port', '65534']],
    [['--port', '-1']],
    [['--port=a']],
    [['--citizens', '0']],
    [['--fresh=yes']],
  ])('answers %j with a sentence', (args) => {
    expect(() => readOptions(args)).toThrow(StandaloneProblem);
  });
});

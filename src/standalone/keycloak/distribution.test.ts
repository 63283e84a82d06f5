import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { getKeycloak, type Wanted } from './distribution.ts';

const NEW_JAVA = `echo 'openjdk version "21.0.4" 2024-07-16' >&2`;

let dir: string;
let told: string[];

/** A machine with nothing on its PATH but what a test puts there, and nothing in its cache. */
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  told = [];
  await mkdir(path.join(dir, 'bin'));
  vi.stubEnv('PATH', path.join(dir, 'bin'));
  vi.stubEnv('XDG_CACHE_HOME', path.join(dir, 'cache'));
  vi.stubEnv('JAVA_HOME', '');
  vi.stubEnv('KEYCLOAK_HOME', '');
  vi.stubEnv('LC_ALL', 'en_US.UTF-8');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<void> {
  const file = path.join(dir, 'bin', name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

async function whyNot(wanted: Omit<Wanted, 'tell'> = {}): Promise<unknown> {
  const found = await getKeycloak({ ...wanted, tell: (sentence) => told.push(sentence) });
  return 'why' in found ? found.why : found;
}

test('without Java there is none', async () => {
  expect(await whyNot()).toMatchObject({ code: 'keycloak_no_java', message: expect.stringContaining('17') });
});

test('JAVA_HOME goes before the PATH', async () => {
  await program('java', NEW_JAVA);
  vi.stubEnv('JAVA_HOME', path.join(dir, 'nowhere'));
  expect(await whyNot()).toMatchObject({ code: 'keycloak_no_java' });
});

test.each([
  ['1.8', '1.8.0_442'],
  ['11', '11.0.26'],
])('Java %s is too old', async (_name, version) => {
  await program('java', `echo 'openjdk version "${version}" 2024-07-16' >&2`);
  const [major] = version.split('.');
  expect(await whyNot()).toMatchObject({ code: 'keycloak_old_java', message: expect.stringContaining(` ${major}.`) });
});

test('without Maven it can’t be fetched', async () => {
  await program('java', NEW_JAVA);
  expect(await whyNot({ version: '26.4.7' })).toMatchObject({
    code: 'keycloak_no_maven',
    message: expect.stringContaining('26.4.7'),
  });
});

test('Maven’s own words tell why it did not fetch, and nothing is left in the cache', async () => {
  await program('java', NEW_JAVA);
  await program('mvn', `[ "$1" = -v ] || { echo '[ERROR] Network is unreachable'; exit 1; }`);
  expect(await whyNot()).toMatchObject({
    code: 'keycloak_not_fetched',
    message: expect.stringContaining('Network is unreachable'),
  });
  expect(await readdir(path.join(dir, 'cache', 'lockdesk'))).toEqual([]);
});

test('what a killed process left in the cache is cleared away, and what a living one is at is not', async () => {
  await program('java', NEW_JAVA);
  const cache = path.join(dir, 'cache', 'lockdesk');
  const living = `unpacking-keycloak-${process.ppid}-abcdef`;
  // Beyond the highest number that a process can have.
  for (const name of [living, 'unpacking-keycloak-4194305-abcdef'])
    await mkdir(path.join(cache, name), { recursive: true });
  await whyNot();
  expect(await readdir(cache)).toEqual([living]);
});

test('how far a download has come is told in steps', async () => {
  await program('java', NEW_JAVA);
  const progress = [1, 40, 41, 80, 160].map((done) => `Progress (1): ${done}/160 MB\\r`).join('');
  await program('mvn', `[ "$1" = -v ] || { printf '${progress}'; exit 1; }`);
  await whyNot();
  expect(told.slice(1)).toEqual([40, 80, 160].map((done) => expect.stringContaining(`${done} of 160`)));
});

test('KEYCLOAK_HOME that holds none is told', async () => {
  await program('java', NEW_JAVA);
  vi.stubEnv('KEYCLOAK_HOME', dir);
  expect(await whyNot()).toMatchObject({ code: 'keycloak_no_home', message: expect.stringContaining(dir) });
});

test('KEYCLOAK_HOME of another version than asked for does not do', async () => {
  await program('java', NEW_JAVA);
  await writeFile(path.join(dir, 'version.txt'), 'Keycloak - Version 26.7.4\n');
  vi.stubEnv('KEYCLOAK_HOME', dir);
  expect(await whyNot({ version: '26.4.7' })).toMatchObject({ code: 'keycloak_no_maven' });
});

test('KEYCLOAK_HOME is prepared once, and its own files and data stay as they are', async () => {
  const home = path.join(dir, 'keycloak');
  await mkdir(path.join(home, 'data'), { recursive: true });
  await writeFile(path.join(home, 'version.txt'), 'Keycloak - Version 26.7.4\n');
  vi.stubEnv('KEYCLOAK_HOME', home);
  // Stands for the server that builds itself: it writes into the home that it is given, and ends with 10.
  await program(
    'java',
    `[ "$1" = -version ] && { ${NEW_JAVA}; exit; }
for each; do case "$each" in -Dkc.home.dir=*) home="\${each#*=}";; esac; done
[ -e "$home/data" ] && exit 1
echo built > "$home/built"; exit 10`,
  );
  const found = await getKeycloak({ tell: (sentence) => told.push(sentence) });
  if ('why' in found) throw found.why;
  expect(await readdir(found.home)).toEqual(['built', 'version.txt']);
  expect(await readdir(home)).toEqual(['data', 'version.txt']);
  expect(await getKeycloak({ tell: (sentence) => told.push(sentence) })).toEqual(found);
  expect(told).toHaveLength(1);
});

test('one that does not build tells its last words, and is not kept', async () => {
  const home = path.join(dir, 'keycloak');
  await mkdir(home);
  await writeFile(path.join(home, 'version.txt'), 'Keycloak - Version 26.7.4\n');
  vi.stubEnv('KEYCLOAK_HOME', home);
  await program('java', `[ "$1" = -version ] && { ${NEW_JAVA}; exit; }\necho 'no space in the metaspace'; exit 1`);
  expect(await whyNot()).toMatchObject({
    code: 'keycloak_not_built',
    message: expect.stringContaining('no space in the metaspace'),
  });
  expect(await readdir(path.join(dir, 'cache', 'lockdesk'))).toEqual([]);
});

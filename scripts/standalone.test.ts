import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '..');

let dataDir: string;
let npm: ChildProcess;
let stdout: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  const args = ['run', '-s', 'standalone', '--', '--port', '0', '--data', dataDir, '--citizens', '30', '--no-traffic'];
  npm = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  stdout = '';
  npm.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  while (!stdout.includes('\n')) await once(npm.stdout ?? npm, 'data');
});

afterEach(async () => {
  const pids = await processes();
  npm.kill('SIGKILL');
  await Promise.all(pids.map(gone));
  await rm(dataDir, { recursive: true, force: true });
});

const ready = (): Record<'api' | 'issuer' | 'citizens', string> => JSON.parse(stdout.replace(/^ready /, ''));

const token = async (...args: string[]): Promise<string> =>
  (await run('npm', ['run', '-s', 'token', '--', ...args], { cwd: ROOT })).stdout.trim();

/** How a command ends that cannot do what was asked: one line, and no trace of the stack. */
const sentence = { code: 1, stderr: expect.stringMatching(/^[^\n]+\n$/) };

/** The system's own process and its database's. */
async function processes(): Promise<number[]> {
  const [running, postmaster] = await Promise.all([
    readFile(path.join(dataDir, 'running.json'), 'utf8').catch(() => '{}'),
    readFile(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => ''),
  ]);
  return [JSON.parse(running).pid, Number.parseInt(postmaster, 10)].filter((pid) => Number.isInteger(pid));
}

/** Settles when the process has ended; one that stays ends in the test's time-out. */
async function gone(pid: number): Promise<void> {
  while (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('prints one line when it serves, gives tokens of every role, and ends when npm is killed', async () => {
  const { api, issuer, citizens } = ready();
  expect(stdout).toBe(`ready ${JSON.stringify({ api, issuer, citizens })}\n`);

  for (const role of ['clerk', 'supervisor', 'auditor', 'administrator']) {
    const answer = await fetch(`${api}/v1/me`, {
      headers: { authorization: `Bearer ${await token(role, '--issuer', issuer)}` },
    });
    expect(await answer.json()).toMatchObject({ roles: [role] });
  }
  expect(decodeJwt(await token('directory', '--data', dataDir))).toMatchObject({ lockdesk_roles: ['directory'] });
  expect(decodeJwt(await token('clerk', '--issuer', issuer, '--user', 'zhangwei'))).toMatchObject({ sub: 'zhangwei' });
  await expect(token('clerk', '--issuer', issuer, '--user', 'hejia')).rejects.toMatchObject({ code: 1 });
  for (const nowhere of ['http://127.0.0.1:9', 'nonsense']) {
    await expect(token('clerk', '--issuer', nowhere)).rejects.toMatchObject(sentence);
  }
  const killed = await mkdtemp(path.join(dataDir, 'killed-'));
  await writeFile(path.join(killed, 'running.json'), JSON.stringify({ issuer: 'http://127.0.0.1:9' }));
  await expect(token('directory', '--data', killed)).rejects.toMatchObject(sentence);
  await writeFile(path.join(dataDir, 'disabled-staff'), 'hejia\n');
  await expect(token('auditor', '--issuer', issuer)).rejects.toMatchObject(sentence);

  const pids = await processes();
  expect(pids).toHaveLength(2);
  npm.kill('SIGKILL');
  await Promise.all(pids.map(gone));
  await expect(fetch(api)).rejects.toThrow();
});

it('takes one Ctrl+C that arrives twice for one: from the terminal, and passed on by npm', async () => {
  const pids = await processes();
  const { pid } = JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8'));
  process.kill(pid, 'SIGINT');
  process.kill(pid, 'SIGINT');
  await Promise.all(pids.map(gone));
  // Only an end in order takes it away.
  await expect(readFile(path.join(dataDir, 'running.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('ends in order on SIGTERM, and nothing is left running', async () => {
  const pids = await processes();
  npm.kill('SIGTERM');
  await Promise.all(pids.map(gone));
  await expect(readFile(path.join(dataDir, 'running.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});

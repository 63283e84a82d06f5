/** Our side of c2sp.org/tlog-witness against a witness that we did not write. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCheckpoint, parseVerifierKey } from '../../verify/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { buildGo } from '../testing/go.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { startTestAgent, type TestAgent } from '../testing/ssh-agent.ts';
import { submitToWitness } from './witness.ts';

const built = await buildGo('filippo.io/torchwood/cmd/litewitness@v0.9.0', 'litewitness');
const missing = 'why' in built ? built.why : null;
const NAME = missing === null ? 'litewitness, another’s witness' : `litewitness: skipped, as ${missing}`;

describe.skipIf(missing !== null)(NAME, () => {
  let dir: string;
  let agent: TestAgent;
  let witness: ChildProcess;
  let api: TestApi;

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-witness-'));
    agent = await startTestAgent(path.join(dir, 'agent'));
    const port = await freePort();
    const file = path.join(dir, 'witness.db');
    witness = spawn('file' in built ? built.file : '', [
      ...['-name', 'witness.example/lite', '-db', file, '-ssh-agent', path.join(dir, 'agent')],
      ...['-listen', `127.0.0.1:${port}`, '-key', agent.fingerprint],
    ]);
    const vkey = await vkeyOf(witness);
    // The leader's own rounds come while this process signs; those of the tests come beside them.
    api = await startTestApi({ WITNESS_URL: `http://127.0.0.1:${port}`, WITNESS_KEY: vkey });
    // What `witnessctl add-sigsum-log` and its like do, which do not build from the module.
    const log = new DatabaseSync(file);
    const key = api.services.signingKey?.verifierKey ?? '';
    log.prepare('INSERT INTO log VALUES (?, 0, ?)').run('lockdesk.test/ledger', Buffer.alloc(32).toString('base64'));
    log.prepare('INSERT INTO key VALUES (?, ?)').run('lockdesk.test/ledger', key);
    log.close();
  });
  afterAll(async () => {
    await api.close();
    const over = once(witness, 'exit');
    witness.kill();
    await over;
    await agent.close();
    await rm(dir, { recursive: true });
    if ('file' in built) await rm(path.dirname(built.file), { recursive: true });
  });

  it('cosigns checkpoint after checkpoint of a ledger that grows beyond a tile', async () => {
    const headers = { authorization: api.bearer(PEOPLE.clerk) };
    let size = 0;
    for (const entries of [1, 2, 253, 40]) {
      size += entries;
      for (let at = 0; at < entries; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
      const head = await vi.waitUntil(async () => {
        await submitToWitness(api.services, new AbortController().signal);
        const { statusCode, body } = await api.app.inject({ url: '/v1/ledger/checkpoint', headers });
        const lines = body.split('\n');
        // All of them are signed, and cosigned.
        if (lines[1] !== String(size)) return false;
        return statusCode === 200 && lines.filter((line) => line.startsWith('— ')).length === 2 && body;
      }, 10_000);
      const log = parseVerifierKey(api.services.signingKey?.verifierKey ?? '');
      const own = parseVerifierKey(api.services.config.WITNESS_KEY ?? '');
      expect(openCheckpoint(head, log, [own]).signatures).toMatchObject([{ key: log }, { key: own }]);
    }
    const status = (await api.call(PEOPLE.clerk, 'ledgerStatus', {})).json();
    expect(status).toMatchObject({ size: 296, witness: { name: 'witness.example/lite', size: 296, disputed: false } });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}

/** It tells its key before it listens, and says so then. */
async function vkeyOf({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await vi.waitUntil(() => said.includes('msg=listening'), 10_000);
  return /vkey=(\S+)/.exec(said)?.[1] ?? '';
}

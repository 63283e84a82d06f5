/**
 * `node scripts/keycloak.ts [--version 26.7.4] [--port 0] [--data DIR]`: a real Keycloak on this machine. Fetches it where
 * it is missing, prints its address and its first administrator, and runs until it is asked to end. Without `--data`
 * everything is forgotten then.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { getKeycloak } from '../src/standalone/keycloak/distribution.ts';
import { type Keycloak, startKeycloak } from '../src/standalone/keycloak/server.ts';
import { askedToEnd } from '../src/standalone/lifetime.ts';
import { StandaloneProblem, say } from '../src/standalone/say.ts';
import { tell } from './run-standalone.ts';

const asked = askedToEnd();
try {
  const server = await Promise.race([start(), asked]);
  // It ends with this process, whatever has started by now.
  if (!server) process.exit(0);
  const { username, password } = server.admin;
  process.stdout.write(`${say('start', 'keycloak', { url: server.url, username, password })}\n`);
  const problem = await Promise.race([asked, server.failed]);
  await server.stop();
  if (problem) throw problem;
  process.exit(0);
} catch (error) {
  if (!(error instanceof StandaloneProblem)) throw error;
  tell(error.message);
  process.exit(1);
}

async function start(): Promise<Keycloak> {
  const values = options();
  const found = await getKeycloak({ version: values.version, tell });
  if ('why' in found) throw found.why;
  tell(say('progress', 'keycloak_starting', { version: found.version }));
  const port = Number(values.port);
  if (values.data !== undefined) return startKeycloak({ distribution: found, dataDir: values.data, port });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-keycloak-'));
  const server = await startKeycloak({ distribution: found, dataDir, port });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...server, stop };
}

function options() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { version: text, port: { ...text, default: '0' }, data: text } }).values;
  } catch (error) {
    throw new StandaloneProblem('keycloak_usage', { problem: (error as Error).message });
  }
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { alive } from '../postgres/postmaster.ts';
import { StandaloneProblem, say } from '../say.ts';
import { buildArgs, findJava } from './java.ts';
import { fetchByMaven, hasMaven } from './maven.ts';

/** The one that everything is tried on first. */
const KEYCLOAK_VERSION = '26.7.4';

/**
 * Keycloak's own two ways to run: for trying, with a database of its own in a file; and as agencies run it, on PostgreSQL.
 * What a server is started with, apart from its addresses and secrets, is built into it.
 */
const COMMANDS = {
  development: ['start-dev'],
  production: ['start', '--db=postgres', '--cache=local', '--http-enabled=true', '--hostname-strict=false'],
} as const;
export type Mode = keyof typeof COMMANDS;

/** What `start-dev` and `start` end with once they have built themselves anew. */
const BUILT = 10;
const LOG_TAIL = 2_000;
/** Followed by the number of the process that it belongs to. */
const UNPACKING = 'unpacking-keycloak-';

/** Keycloak's files, built for one mode and never written to again, and the Java to run them. */
export interface Distribution {
  version: string;
  mode: Mode;
  home: string;
  java: string;
  command: readonly string[];
}

/** There can be no Keycloak here; its message tells the person at the terminal why. */
export interface Lacking {
  why: StandaloneProblem;
}

export interface Wanted {
  /** KEYCLOAK_HOME's, or 26.7.4, where missing. */
  version?: string | undefined;
  mode?: Mode;
  /** Gets one sentence at a time about what takes long. */
  tell(sentence: string): void;
}

type Origin = { folder: string; version: string } | { version: string };

/**
 * A Keycloak that can be started: from the cache, else from KEYCLOAK_HOME, else fetched by Maven (160 MB, once a version).
 *
 * @throws only what nobody could expect: what a machine may lack is answered
 */
export async function getKeycloak({ version, mode = 'development', tell }: Wanted): Promise<Distribution | Lacking> {
  const found = await findJava();
  if ('why' in found) return found;
  const { java } = found;
  const origin = await findOrigin(version);
  if ('why' in origin) return origin;
  const home = path.join(cacheFolder(), `keycloak-${await nameOf(origin)}-${mode}`);
  const distribution: Distribution = { version: origin.version, mode, home, java, command: COMMANDS[mode] };
  if (existsSync(home)) return distribution;
  try {
    await make(origin, distribution, tell);
    return distribution;
  } catch (error) {
    if (error instanceof StandaloneProblem) return { why: error };
    throw error;
  }
}

/** KEYCLOAK_HOME counts where it is the version that is asked for; it is copied, so that nothing of ours gets into it. */
async function findOrigin(asked: string | undefined): Promise<Origin | Lacking> {
  const folder = process.env.KEYCLOAK_HOME;
  if (folder) {
    const text = await readFile(path.join(folder, 'version.txt'), 'utf8').catch(() => '');
    const version = /(\d+\.\d+\.\S+)/.exec(text)?.[1];
    if (version === undefined) return { why: new StandaloneProblem('keycloak_no_home', { dir: folder }) };
    if (asked === undefined || asked === version) return { folder, version };
  }
  return { version: asked ?? KEYCLOAK_VERSION };
}

/** A person's own folder may change: its age tells. */
async function nameOf(origin: Origin): Promise<string> {
  if (!('folder' in origin)) return origin.version;
  const hash = createHash('sha256').update(await realpath(origin.folder));
  for (const part of ['version.txt', 'conf', 'conf/keycloak.conf', 'providers', 'themes']) {
    const found = await stat(path.join(origin.folder, part)).catch(() => null);
    hash.update(` ${found?.mtimeMs}`);
  }
  return `${origin.version}-${hash.digest('hex').slice(0, 12)}`;
}

/** Aside, then by one rename: several may start at once, and none may find half of it. */
async function make(origin: Origin, distribution: Distribution, tell: (sentence: string) => void): Promise<void> {
  const { version, home } = distribution;
  const cache = path.dirname(home);
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const aside = await mkdtemp(path.join(cache, `${UNPACKING}${process.pid}-`));
  try {
    const unfinished = path.join(aside, 'keycloak');
    if ('folder' in origin) await copy(origin.folder, unfinished);
    else await unpack(await packed(version, aside, tell), unfinished);
    tell(say('progress', 'keycloak_building', { version }));
    await build({ ...distribution, home: unfinished });
    await rename(unfinished, home).catch((error: unknown) => {
      // Another process was quicker.
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What a killed process left is as large as the whole. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = name.startsWith(UNPACKING) ? Number.parseInt(name.slice(UNPACKING.length), 10) : null;
    if (pid !== null && !alive(pid)) await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

/** All but what its servers keep. */
function copy(folder: string, to: string): Promise<void> {
  const data = path.join(folder, 'data');
  return cp(folder, to, { recursive: true, filter: (file) => file !== data });
}

async function packed(version: string, folder: string, tell: (sentence: string) => void): Promise<string> {
  if (!(await hasMaven())) throw new StandaloneProblem('keycloak_no_maven', { version });
  return fetchByMaven(version, folder, tell);
}

async function unpack(file: string, folder: string): Promise<void> {
  await mkdir(folder);
  const tar = await run('tar', ['-xzf', file, '-C', folder, '--strip-components=1', '--no-same-owner']);
  if (tar.code !== 0) throw new StandaloneProblem('keycloak_broken', { problem: tar.said.trim() });
}

async function build({ home, java, command }: Distribution): Promise<void> {
  const { code, said } = await run(java, buildArgs(home, command));
  if (code !== BUILT) throw new StandaloneProblem('keycloak_not_built', { log: said.slice(-LOG_TAIL).trim() });
}

function run(command: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
}

const cacheFolder = (): string => path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'lockdesk');

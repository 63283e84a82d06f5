/**
 * `npm run -s token -- clerk|supervisor|auditor|administrator|directory [--issuer URL] [--data DIR] [--user NAME]`:
 * prints an access token of the running standalone system's provider, for curl. A member of the staff signs in through
 * the provider's pages with the demo password, which only the owner of the data folder can read.
 */
import { parseArgs } from 'node:util';
import { ROLES, type Role } from '../src/contract/index.ts';
import { filesOf, type RunningFile, readRunningFile } from '../src/standalone/data-dir.ts';
import { dataDirOf } from '../src/standalone/options.ts';
import { SignInRefused } from '../src/standalone/provider/signing-in.ts';
import { STAFF } from '../src/standalone/provider/staff.ts';
import { StandaloneProblem } from '../src/standalone/say.ts';
import { directoryTokens, staffToken } from '../src/standalone/tokens.ts';

interface Wanted {
  role: Role;
  issuer: string | undefined;
  data: string | undefined;
  user: string | undefined;
}

function readArguments(args: string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { issuer: { type: 'string' }, data: { type: 'string' }, user: { type: 'string' } },
    });
    const role = ROLES.find((known) => known === positionals[0]);
    if (!role || positionals.length !== 1) throw new StandaloneProblem('token_usage');
    return { role, issuer: values.issuer, data: values.data, user: values.user };
  } catch {
    throw new StandaloneProblem('token_usage');
  }
}

/** The running system of a data folder, or the one that a given issuer says it is. */
async function findRunning({ issuer, data }: Wanted): Promise<RunningFile> {
  const file = issuer && !data ? await runningFileOf(issuer) : filesOf(dataDirOf(data)).running;
  const running = file && (await readRunningFile(file));
  if (!running || (issuer && running.issuer !== issuer.replace(/\/$/, ''))) {
    throw new StandaloneProblem('not_running', { where: issuer ?? String(file) });
  }
  return running;
}

async function runningFileOf(issuer: string): Promise<string | null> {
  if (!URL.canParse(issuer)) return null;
  const answer = await fetch(new URL('/.well-known/openid-configuration', issuer)).catch(() => null);
  const told: { lockdesk_running?: unknown } | undefined = await answer?.json().catch(() => undefined);
  return typeof told?.lockdesk_running === 'string' ? told.lockdesk_running : null;
}

function usernameOf(role: Exclude<Role, 'directory'>, user: string | undefined): string {
  const person = STAFF.find(({ username, roles }) => roles.includes(role) && (user ?? username) === username);
  if (!person) throw new StandaloneProblem('no_such_staff', { who: user ?? role });
  return person.username;
}

async function tokenFor(wanted: Wanted): Promise<string> {
  const { issuer, staffPassword, directoryClientSecret } = await findRunning(wanted);
  const { role } = wanted;
  const username = role === 'directory' ? null : usernameOf(role, wanted.user);
  const token = username
    ? staffToken(issuer, username, staffPassword)
    : directoryTokens(issuer, directoryClientSecret)();
  return token.catch((error: unknown) => {
    if (error instanceof SignInRefused) throw new StandaloneProblem('staff_refused', { who: username ?? role });
    // A system that was killed leaves its file behind; `fetch` rejects so where nobody answers.
    if (error instanceof TypeError) throw new StandaloneProblem('not_running', { where: issuer });
    throw new StandaloneProblem('no_token', { problem: error instanceof Error ? error.message : String(error) });
  });
}

try {
  process.stdout.write(`${await tokenFor(readArguments(process.argv.slice(2)))}\n`);
} catch (error) {
  if (!(error instanceof StandaloneProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

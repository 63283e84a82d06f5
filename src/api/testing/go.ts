/** Programs in Go that others wrote, for tests in which our formats must be understood by somebody else. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BUILD_MS = 300_000;

/** Where something built by Go is, or in one line why there is none. */
export type Built = { file: string } | { why: string };

/**
 * Builds a command of a Go module, or of a folder with a module of its own.
 *
 * @param what `module/path@version`; a folder, by its full path
 */
export async function buildGo(what: string, name: string): Promise<Built> {
  const version = await run('go', ['version']).catch(() => null);
  if (!version) return { why: 'there is no Go on this machine' };
  const dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-go-'));
  const file = path.join(dir, process.platform === 'win32' ? `${name}.exe` : name);
  const folder = path.isAbsolute(what);
  const built = await (folder
    ? run('go', ['build', '-buildvcs=false', '-o', file, '.'], { cwd: what, timeout: BUILD_MS })
    : run('go', ['install', what], { env: { ...process.env, GOBIN: dir }, timeout: BUILD_MS })
  ).catch((error: Error) => error);
  return built instanceof Error ? { why: `Go did not build ${name}: ${built.message.split('\n')[1] ?? ''}` } : { file };
}

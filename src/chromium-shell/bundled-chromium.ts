import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

/** A headless Chromium that came by npm: needs no browser, no root and no system packages. Linux on x64 only. */
export interface BundledChromium {
  executablePath: string;
  env: Record<string, string>;
}

export const hasBundledChromium = process.platform === 'linux' && process.arch === 'x64';

const FONTS = 'fonts.conf';

/** Its fonts and no others, also where the machine has some: pictures then look the same everywhere. */
const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;

/** Unpacks it once a version and person (about 2 s); later calls find it. */
export async function bundledChromium(): Promise<BundledChromium> {
  const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
  const { version } = JSON.parse(readFileSync(join(packed, '../package.json'), 'utf8'));
  const cache = cacheFolder();
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) await unpack(packed, cache, folder);

  const executablePath = join(folder, 'chromium');
  const env = { FONTCONFIG_FILE: join(folder, FONTS) };
  const runs = spawnSync(executablePath, ['--version'], { stdio: 'ignore' }).status === 0;
  return { executablePath, env: runs ? env : { ...env, LD_LIBRARY_PATH: join(folder, 'al2023/lib') } };
}

/**
 * The person's own cache, or where there is no home to write to, a folder of theirs among the temporary ones: a program
 * is run from it, so nobody else may have put it there.
 */
function cacheFolder(): string {
  const own = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lockdesk');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    const uid = process.getuid?.();
    const temporary = join(tmpdir(), `lockdesk-cache-${uid}`);
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    const { uid: owner, mode } = lstatSync(temporary);
    if (owner === uid && (mode & 0o022) === 0) return temporary;
    return mkdtempSync(join(tmpdir(), 'lockdesk-cache-'));
  }
}

/** Aside, then by one rename: several tests may start at once, and none may find half of it. */
async function unpack(packed: string, cache: string, folder: string): Promise<void> {
  const aside = mkdtempSync(join(cache, 'unpacking-'));
  const before = process.env.TMPDIR;
  // The package unpacks into the system's temporary folder and nowhere else.
  process.env.TMPDIR = aside;
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) {
      await inflate(join(packed, part));
    }
    writeFileSync(join(aside, FONTS), fontsConf(folder));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(folder)) throw error;
  }
}

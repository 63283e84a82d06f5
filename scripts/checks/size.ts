/**
 * What the console may weigh, in bytes as they lie on the disk: compression plays no part, nothing is fetched. Builds it
 * aside, so that a console that is running keeps its files.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Budget {
  part: string;
  /** What belongs to it. */
  files: (built: Built) => readonly string[];
  bytes: number;
  /** At most so many files. */
  count: number;
  /** Why it is bounded. */
  because: string;
}

/** Files of a build, relative to its folder. */
interface Built {
  page: readonly string[];
  /** Those that the page's document names: they come before anything is painted. */
  first: readonly string[];
}

const BUDGETS: readonly Budget[] = [
  {
    part: 'main, as far as the window needs it',
    files: () => ['main/index.cjs'],
    bytes: 143_000,
    count: 1,
    because:
      'it is read and compiled before there is a window; whatever can wait for that belongs behind main/console.ts',
  },
  {
    part: 'the rest of main',
    files: () => ['main/console.cjs'],
    bytes: 360_000,
    count: 1,
    because: 'it is read and compiled while the window’s page starts',
  },
  {
    part: 'preload',
    files: () => ['preload/index.cjs'],
    bytes: 2_100,
    count: 1,
    because: 'it is a bridge and nothing else; a schema in it costs hundreds of kB',
  },
  {
    part: 'the page’s first scripts',
    files: ({ first }) => first.filter(isScript),
    // The words of the strip beside the queue and the schema of its hours: 1.3 kB; of a backup that was changed: 0.7 kB.
    bytes: 445_000,
    count: 2,
    because: 'the sign-in screen waits for them; whatever it does not show belongs behind app/persons-page.tsx',
  },
  {
    part: 'the page’s styles',
    files: ({ page }) => page.filter((file) => file.endsWith('.css')),
    // The strip as one line where it has no room, and its bars: 0.9 kB.
    bytes: 166_000,
    count: 2,
    because:
      'nothing is painted without them, but for those of documents, which have a file of their own; two thirds are the names of the Chinese letters’ files',
  },
  {
    part: 'all scripts of the page',
    files: ({ page }) => page.filter(isScript),
    // The hours’ bars and table, the strip’s line and dialog, and their words in two languages: 7.2 kB; the ledger's pages both ways: 2.4 kB.
    bytes: 1_265_000,
    count: 38,
    because: 'the list waits for them after signing in, and every clerk’s machine keeps them in memory',
  },
];

const isScript = (file: string): boolean => file.endsWith('.js');

async function read(folder: string): Promise<Built> {
  const html = await readFile(path.join(folder, 'renderer/index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => `renderer/${file}`);
  const page = (await readdir(path.join(folder, 'renderer/assets'))).map((name) => `renderer/assets/${name}`);
  return { page, first };
}

/** A sentence for each budget that is overrun. */
async function overruns(folder: string): Promise<string[]> {
  const built = await read(folder);
  const sentences: string[] = [];
  for (const { part, files, bytes, count, because } of BUDGETS) {
    const found = files(built);
    const sizes = await Promise.all(found.map(async (file) => (await stat(path.join(folder, file))).size));
    const size = sizes.reduce((sum, one) => sum + one, 0);
    if (found.length > 0 && size <= bytes && found.length <= count) continue;
    sentences.push(
      `${part}: ${figure(size)} bytes in ${found.length} files, where ${figure(bytes)} in ${count} are allowed, because ${because}. ` +
        'Find what has grown (electron-vite build --sourcemap tells), and drop it or load it later. If it is worth its weight, ' +
        'raise the budget in scripts/checks/size.ts, and say in the commit what people get for it.',
    );
  }
  return sentences;
}

const figure = (count: number): string => count.toLocaleString('en');

const folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-size-'));
try {
  const build = spawn('electron-vite', ['build', '--logLevel', 'error', '--outDir', folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(build, 'close');
  const sentences = code === 0 ? await overruns(folder) : ['The console does not build.'];
  for (const sentence of sentences) console.error(sentence);
  process.exitCode = sentences.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

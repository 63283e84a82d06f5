import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { parseCheckpoint, type Tile, tilePath, tilesOf } from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { PATIENCE_MS, PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode, words } from '../say.ts';
import { tokenSource } from '../token.ts';
import { sound } from './sound.ts';
import { folder, type ReadFile, served } from './store.ts';

/** Of a note, the text before the signatures; what it says is checked by `lockdesk verify`, not here. */
const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

/**
 * `lockdesk export-ledger DIR`: writes the ledger as the files of c2sp.org/tlog-tiles, the checkpoint last. What an earlier
 * export has written and what never changes is not asked for again.
 */
export function runExport(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, API_OPTIONS, 1);
  const [dir = ''] = positionals;
  const url = apiAddress(values.api);
  const readToken = tokenSource(values['token-file'], process.env);
  return interruptible(async (signal) => {
    const api = new PatientApi({ url, readToken, patienceMs: PATIENCE_MS, signal });
    const size = await exportLedger(served(api), dir, signal);
    process.stdout.write(`${fill(words.exported, { size, dir })}\n`);
    return EXIT.ok;
  });
}

/** @returns how many entries the folder holds now */
async function exportLedger(read: ReadFile, dir: string, signal: AbortSignal): Promise<number> {
  // Before the checkpoint, which then surely covers what they speak of.
  const beside = [
    ['rotations', await read('rotations')],
    ['cosigned-checkpoint', await read('cosigned-checkpoint')],
  ] as const;
  const note = (await read('checkpoint'))?.toString() ?? '';
  const { size } = sound(parseCheckpoint, textOf(note));
  const kept = (await folder(dir)('checkpoint'))?.toString();
  if (kept !== undefined && sound(parseCheckpoint, textOf(kept)).size > size) {
    throw new CliProblem('export_shrank', { dir, size }, EXIT.unfinished);
  }
  const tiles = [...allTiles(size)];
  const bar = new SingleBar({ format: words.ledger_progress, stream: process.stderr, hideCursor: true });
  bar.start(tiles.length, 0);
  try {
    for (const tile of tiles) {
      if (signal.aborted) throw new CliProblem('export_interrupted', {}, EXIT.unfinished);
      const name = tilePath(tile);
      if (!(await exists(path.join(dir, name)))) {
        const bytes = await read(name);
        if (!bytes) throw new CliProblem('tile_missing', { name }, EXIT.unfinished);
        await write(dir, name, bytes);
      }
      bar.increment();
    }
    for (const [name, bytes] of beside) if (bytes) await write(dir, name, bytes);
    await write(dir, 'checkpoint', Buffer.from(note));
  } finally {
    bar.stop();
  }
  return size;
}

function* allTiles(size: number): Generator<Tile> {
  yield* tilesOf('entries', size);
  for (let level = 0; level < 7; level++) yield* tilesOf(level, size);
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Whole or not at all: what is there is never asked for again. */
async function write(dir: string, name: string, bytes: Buffer): Promise<void> {
  const file = path.join(dir, name);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw new CliProblem('not_writable', { file, code: systemCode(error) }, EXIT.unfinished);
  }
}

import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as z from 'zod';

/** As much of a file's beginning tells it from others; it may grow meanwhile. */
const HEAD_BYTES = 64 * 1024;

/** How far an import has come; kept beside the file until it is done. */
const ImportState = z.object({
  command: z.string(),
  api: z.string(),
  head: z.object({ bytes: z.number().int(), sha256: z.string() }),
  /** What is next. */
  line: z.number().int(),
  offset: z.number().int(),
  refusedBytes: z.number().int(),
  lines: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
});
export type ImportState = z.infer<typeof ImportState>;

const stateFile = (file: string) => `${file}.importing`;

/** Where an earlier import of this very file stopped; null where there was none. */
export async function findState(file: string, command: string, api: string): Promise<ImportState | null> {
  const text = await readFile(stateFile(file), 'utf8').catch(() => null);
  const { data } = ImportState.safeParse(text === null ? null : parseJson(text));
  if (data?.command !== command || data.api !== api) return null;
  const head = await headOf(file, data.head.bytes);
  return head.sha256 === data.head.sha256 && head.bytes === data.head.bytes ? data : null;
}

/** By a rename, so that a crash leaves the old state or the new one. */
export async function saveState(file: string, state: ImportState): Promise<void> {
  const unfinished = `${stateFile(file)}.new`;
  await writeFile(unfinished, JSON.stringify(state));
  await rename(unfinished, stateFile(file));
}

export async function forgetState(file: string): Promise<void> {
  await rm(stateFile(file), { force: true });
}

export async function headOf(file: string, most = HEAD_BYTES): Promise<ImportState['head']> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    const head = buffer.subarray(0, bytesRead);
    return { bytes: bytesRead, sha256: createHash('sha256').update(head).digest('hex') };
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

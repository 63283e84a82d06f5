import { createHash } from 'node:crypto';
import type { ExportedTable } from '../../contract/index.ts';
import { BYTE_ORDER_MARK, csv } from './csv.ts';

/** How a file came to its end. */
export interface FileEnds {
  /** Every byte has been asked for. The file has its end only if this settles. */
  done(file: ExportedTable): Promise<void>;
  /** Nobody has the whole of it. */
  ended(error: unknown): Promise<void>;
}

/**
 * A table as the bytes of a CSV file, read no faster than whoever takes them: a page at a time is in memory, whatever the
 * file's size.
 *
 * @param pages records, the first of them the heading
 */
export async function* csvFile(pages: AsyncIterable<string[][]>, { done, ended }: FileEnds): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let rows = -1;
  let bytes = 0;
  let failure: unknown = null;
  let whole = false;
  try {
    for await (const records of pages) {
      const chunk = Buffer.from((bytes === 0 ? BYTE_ORDER_MARK : '') + csv(records));
      rows += records.length;
      bytes += chunk.length;
      hash.update(chunk);
      if (chunk.length > 0) yield chunk;
    }
    await done({ rows, bytes, sha256: hash.digest('hex') });
    whole = true;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // Whoever goes away ends this at a `yield`, without an error.
    if (!whole) await ended(failure);
  }
}

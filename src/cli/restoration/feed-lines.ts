import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { Digest, LostEntry } from '../../contract/index.ts';
import { parseCheckpoint, type SignedCheckpoint } from '../../verify/index.ts';
import { CliProblem, EXIT, systemCode } from '../say.ts';

/** A checkpoint as somebody else has told it: whether it is signed is for the API to say. */
export interface ToldCheckpoint extends Pick<SignedCheckpoint, 'size' | 'root' | 'restoration'> {
  note: string;
}

/** An entry as the feed told it. Id and action are missing of one that was not kept any more when it was told. */
export interface FedEntry {
  index: number;
  hash: Buffer;
  id?: string | undefined;
  action?: string | undefined;
}

/** A line of the feed; null of any other line. */
type FeedLine = { entry: FedEntry } | { checkpoint: ToldCheckpoint } | null;

/** What `src/api/siem/record.ts` writes, as far as it is read here. */
const Line = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entry'),
    ...LostEntry.pick({ index: true, id: true, action: true }).partial({ id: true, action: true }).shape,
    leaf_hash: Digest,
  }),
  z.object({ kind: z.literal('checkpoint'), checkpoint: z.string() }),
]);

/** RFC 5424's header, as the feed writes it; a receiver may have put its own before it. */
const SYSLOG = / lockdesk - (?:entry|checkpoint) - (\{.*\})$/;

/** @throws CliProblem where the file can't be read */
export async function* readFeed(file: string): AsyncGenerator<FeedLine> {
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield read(line);
    }
  } catch (error) {
    throw new CliProblem('file_unreadable', { file, code: systemCode(error) }, EXIT.usage);
  }
}

function read(line: string): FeedLine {
  try {
    const told = Line.parse(JSON.parse(SYSLOG.exec(line)?.[1] ?? line));
    if (told.kind === 'checkpoint') return { checkpoint: checkpointIn(told.checkpoint) };
    const { index, id, action, leaf_hash } = told;
    return { entry: { index, id, action, hash: Buffer.from(leaf_hash, 'hex') } };
  } catch {
    return null;
  }
}

/** @throws Error of what is no checkpoint */
export function checkpointIn(note: string): ToldCheckpoint {
  const { size, root, restoration } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  return { note, size, root, restoration };
}

import { createReadStream } from 'node:fs';

/** Longer lines hold no row of ours; they are passed over without being kept in memory. */
const LINE_MAX_BYTES = 64 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

export interface Line {
  /** From 1. */
  number: number;
  /** Position in the file of what follows it. */
  end: number;
  /** Null where it is longer than any row can be. */
  bytes: Buffer | null;
}

/** Where reading starts: the number of the first line to be read, and its position. */
export interface Start {
  line: number;
  offset: number;
}

/** Reads a file line by line in constant memory. Lines end with LF or CRLF; the last may lack its end. */
export async function* readLines(file: string, start: Start): AsyncGenerator<Line> {
  let { line: number, offset: end } = start;
  let parts: Buffer[] = [];
  let length = 0;
  const take = (): Line => {
    const bytes = length > LINE_MAX_BYTES ? null : withoutReturn(Buffer.concat(parts));
    parts = [];
    length = 0;
    return { number: number++, end, bytes };
  };
  const keep = (piece: Buffer) => {
    length += piece.length;
    if (length <= LINE_MAX_BYTES) parts.push(piece);
  };
  for await (const chunk of createReadStream(file, { start: start.offset }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, at));
      end += at + 1 - from;
      from = at + 1;
      yield take();
    }
    keep(chunk.subarray(from));
    end += chunk.length - from;
  }
  if (length > 0) yield take();
}

const withoutReturn = (bytes: Buffer): Buffer => (bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes);

import type { IncomingMessage } from 'node:http';

const LONGEST_FORM_BYTES = 32 * 1024;

/** The fields of a form that a browser sent (`application/x-www-form-urlencoded`). Longer than 32 KiB is an error. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_FORM_BYTES) throw new RangeError('form too long');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

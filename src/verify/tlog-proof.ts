/** Proofs that are checked without the ledger, as c2sp.org/tlog-proof has them. */
import { HASH_BYTES } from './hash.ts';
import { decodeBase64 } from './note.ts';
import { UnsoundLedger } from './problem.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** No tree that can be counted needs more. */
const HASHES_MAX = 63;

interface TlogProof {
  index: number;
  /** What goes along with the proof and is not proved by it; ours carry the leaf. */
  extra: Buffer | null;
  /** From the leaf's sibling up to the root's child. */
  hashes: readonly Buffer[];
  /** The signed note. */
  checkpoint: string;
}

export function writeTlogProof({ index, extra, hashes, checkpoint }: TlogProof): string {
  return [
    HEADER,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');
}

/** @throws UnsoundLedger of what is no proof. Whether it proves anything is another question. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64(lines.shift()?.slice('extra '.length) ?? '') : undefined;
  const [, index] = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? '') ?? [];
  const hashes = lines.map(decodeBase64).filter((hash) => hash?.length === HASH_BYTES);
  const whole = hashes.length === lines.length && hashes.length <= HASHES_MAX;
  if (header !== HEADER || extra === null || index === undefined || !whole) throw new UnsoundLedger('malformed_proof');
  return {
    index: Number(index),
    extra: extra ?? null,
    hashes: hashes.filter((hash) => hash !== null),
    checkpoint: text.slice(end + 2),
  };
}

/** Proofs that are checked without the ledger, as c2sp.org/tlog-proof has them. */
import { HASH_BYTES } from './hash.ts';
import type { Rotation } from './keys.ts';
import { decodeBase64 } from './note.ts';
import { UnsoundLedger } from './problem.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
/** No tree that can be counted needs more. */
const HASHES_MAX = 63;

interface TlogProof {
  index: number;
  /** What goes along with the proof and is not proved by it; ours carry what {@link ProofExtra} says. */
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

/** An entry that hands the ledger's key on, with its proof in the tree of the same checkpoint. */
export interface ProvenRotation extends Rotation {
  hashes: readonly Buffer[];
}

/** What our proofs carry along: the leaf, and what leads from an older key of the ledger to the one that signed. */
export interface ProofExtra {
  leaf: Buffer;
  /** The oldest first. */
  rotations: readonly ProvenRotation[];
}

/** The leaf, which has no line break; then a line for each rotation: index, leaf and hashes, in base64. */
export function writeExtra({ leaf, rotations }: ProofExtra): Buffer {
  const lines = rotations.map(({ index, leaf, hashes }) =>
    [`\n${index}`, ...[leaf, ...hashes].map((bytes) => bytes.toString('base64'))].join(' '),
  );
  return Buffer.concat([leaf, Buffer.from(lines.join(''))]);
}

/** @throws UnsoundLedger */
export function parseExtra(extra: Buffer): ProofExtra {
  const end = extra.indexOf('\n');
  if (end === -1) return { leaf: extra, rotations: [] };
  const lines = extra
    .subarray(end + 1)
    .toString()
    .split('\n');
  return { leaf: extra.subarray(0, end), rotations: lines.map(rotationIn) };
}

function rotationIn(line: string): ProvenRotation {
  const [index = '', ...encoded] = line.split(' ');
  const [leaf, ...hashes] = encoded.map(decodeBase64);
  const whole = hashes.filter((hash) => hash?.length === HASH_BYTES);
  if (!/^(0|[1-9]\d{0,14})$/.test(index) || !leaf || whole.length < hashes.length || hashes.length > HASHES_MAX) {
    throw new UnsoundLedger('malformed_proof');
  }
  return { index: Number(index), leaf, hashes: whole.filter((hash) => hash !== null) };
}

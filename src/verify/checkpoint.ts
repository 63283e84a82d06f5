/** Checkpoints, as c2sp.org/tlog-checkpoint has them. */
import { HASH_BYTES } from './hash.ts';
import { decodeBase64, type NoteSignature, openNote, type VerifierKey } from './note.ts';
import { UnsoundLedger } from './problem.ts';
import type { TreeHead } from './proof.ts';
import { restorationTold } from './restoration.ts';

export interface Checkpoint extends TreeHead {
  origin: string;
  /** Number of the last restoration before it was signed; 0 where there was none. See `restoration.ts`. */
  restoration: number;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The whole note, to be kept. */
  note: string;
  signatures: NoteSignature[];
}

/** @throws UnsoundLedger of what is no checkpoint's text */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const bytes = decodeBase64(root);
  const extensions = rest.slice(0, -1);
  if (
    origin === '' ||
    !/^(0|[1-9][0-9]*)$/.test(size) ||
    !Number.isSafeInteger(Number(size)) ||
    bytes?.length !== HASH_BYTES ||
    rest.at(-1) !== '' ||
    extensions.includes('')
  ) {
    throw new UnsoundLedger('malformed_checkpoint');
  }
  return { origin, size: Number(size), root: bytes, restoration: restorationTold(extensions) };
}

/**
 * Opens a checkpoint that its log has signed.
 *
 * @param log the log's key, whose name is its origin
 * @param witnesses keys whose cosignatures are told as well
 * @throws UnsoundLedger
 */
export function openCheckpoint(
  note: string,
  log: VerifierKey,
  witnesses: readonly VerifierKey[] = [],
): SignedCheckpoint {
  const { text, signatures } = openNote(note, [log, ...witnesses]);
  if (!signatures.some(({ key }) => key === log)) throw new UnsoundLedger('unsigned');
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== log.name) throw new UnsoundLedger('wrong_origin');
  return { ...checkpoint, note, signatures };
}

import { writeFile } from 'node:fs/promises';
import {
  followKeys,
  isIncluded,
  type KeyTerm,
  leafHash,
  openCheckpointBy,
  type ProvenRotation,
  parseExtra,
  parseTlogProof,
  type SignedCheckpoint,
  type VerifierKey,
  writeExtra,
  writeTlogProof,
} from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode, tell, words } from '../say.ts';
import { leafAt, openLedger, treeOf } from './open.ts';
import { sound } from './sound.ts';
import { keyOf } from './trusted.ts';

const OPTIONS = {
  ...API_OPTIONS,
  database: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
} as const;

/**
 * `lockdesk prove INDEX [DIR]`: writes a proof that an entry is in the ledger (c2sp.org/tlog-proof), to standard output or
 * to a file. The entry's leaf goes along, and each entry that handed the ledger's key on, so that nothing else is needed to
 * check it but the ledger's key, or one that it had before.
 */
export function runProve(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 1, 2);
  const [number = '', dir] = positionals;
  const { database, out } = values;
  if ((dir && database) || !/^(0|[1-9]\d{0,14})$/.test(number)) throw new WrongUsage();
  const url = apiAddress(values.api);
  return interruptible(async (signal) => {
    const ledger = await openLedger({ dir, database, url, tokenFile: values['token-file'], signal });
    try {
      const keys = followKeys(await keyOf(values.key, url), await ledger.rotations());
      const head = sound(openCheckpointBy, keys, (await ledger.checkpoint()) ?? '');
      const index = Number(number);
      const leaf = await leafAt(ledger, head, index);
      const tree = treeOf(ledger, head);
      const hashes = await tree.inclusionProof(index);
      if (!leaf || !isIncluded(index, leafHash(leaf), hashes, head)) {
        throw new CliProblem('not_provable', { index }, EXIT.unfinished);
      }
      const rotations: ProvenRotation[] = [];
      for (const rotation of await ledger.rotations()) {
        if (rotation.index >= head.size) continue;
        const proof = await tree.inclusionProof(rotation.index);
        if (isIncluded(rotation.index, leafHash(rotation.leaf), proof, head))
          rotations.push({ ...rotation, hashes: proof });
      }
      const extra = writeExtra({ leaf, rotations });
      const proof = writeTlogProof({ index, extra, hashes, checkpoint: head.note });
      if (out === undefined) process.stdout.write(proof);
      else await save(out, proof);
      return EXIT.ok;
    } finally {
      await ledger.close();
    }
  });
}

async function save(file: string, proof: string): Promise<void> {
  await writeFile(file, proof).catch((error: unknown) => {
    throw new CliProblem('not_writable', { file, code: systemCode(error) }, EXIT.unfinished);
  });
}

/**
 * Checks a proof by itself, and says what it proves.
 *
 * @param key the one that signed its checkpoint, or one before it: the proof tells how that was handed on
 * @param witness whose cosignature there must be; null where none is asked for
 */
export function checkProof(text: string, key: VerifierKey, witness: VerifierKey | null): boolean {
  const { index, extra, hashes, checkpoint } = sound(parseTlogProof, text);
  const { leaf, rotations } = extra === null ? { leaf: null, rotations: [] } : sound(parseExtra, extra);
  const keys = followKeys(key, rotations);
  const head = sound(openCheckpointBy, keys, checkpoint, witness ? [witness] : []);
  const { at } = head.signatures.find((signature) => signature.key === witness) ?? {};
  const handedOn = checkHandedOn(keys, rotations, head);
  const proven = handedOn && leaf !== null && isIncluded(index, leafHash(leaf), hashes, head);
  const seen = witness === null || Boolean(at);
  tell(fill(proven ? words.included : words.not_included, { index, size: head.size }));
  if (proven) tell(String(leaf));
  if (witness) {
    const values = { name: witness.name, size: head.size, at: at?.toISOString() ?? '' };
    tell(fill(at ? words.proof_witnessed : words.unwitnessed, values));
  }
  return proven && seen;
}

/** That each entry by which the key was handed on is in the same tree. */
function checkHandedOn(
  keys: readonly KeyTerm[],
  rotations: readonly ProvenRotation[],
  head: SignedCheckpoint,
): boolean {
  const used = keys.flatMap(({ rotation, since }) =>
    since <= head.size ? rotations.filter((one) => one === rotation) : [],
  );
  const last = used.at(-1);
  if (!last) return true;
  const logged = used.every(({ index, leaf, hashes }) => isIncluded(index, leafHash(leaf), hashes, head));
  tell(fill(logged ? words.rotated : words.rotated_unlogged, { times: used.length, index: last.index }));
  return logged;
}

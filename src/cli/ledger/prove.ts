import { writeFile } from 'node:fs/promises';
import {
  followKeys,
  isIncluded,
  leafHash,
  openCheckpoint,
  openCheckpointBy,
  parseTlogProof,
  type VerifierKey,
  writeTlogProof,
} from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode, words } from '../say.ts';
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
 * to a file. The entry's leaf goes along, so that nothing else is needed to check it but the ledger's key.
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
      const hashes = await treeOf(ledger, head).inclusionProof(index);
      if (!leaf || !isIncluded(index, leafHash(leaf), hashes, head)) {
        throw new CliProblem('not_provable', { index }, EXIT.unfinished);
      }
      const proof = writeTlogProof({ index, extra: leaf, hashes, checkpoint: head.note });
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
 * @param witness whose cosignature there must be; null where none is asked for
 */
export function checkProof(text: string, key: VerifierKey, witness: VerifierKey | null): boolean {
  const { index, extra, hashes, checkpoint } = sound(parseTlogProof, text);
  const head = sound(openCheckpoint, checkpoint, key, witness ? [witness] : []);
  const { at } = head.signatures.find((signature) => signature.key === witness) ?? {};
  const proven = extra !== null && isIncluded(index, leafHash(extra), hashes, head);
  const seen = witness === null || Boolean(at);
  process.stdout.write(`${fill(proven ? words.included : words.not_included, { index, size: head.size })}\n`);
  if (proven) process.stdout.write(`${extra}\n`);
  if (witness) {
    const values = { name: witness.name, size: head.size, at: at?.toISOString() ?? '' };
    process.stdout.write(`${fill(at ? words.proof_witnessed : words.unwitnessed, values)}\n`);
  }
  return proven && seen;
}

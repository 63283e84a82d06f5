import { SingleBar } from 'cli-progress';
import {
  followKeys,
  isConsistent,
  isIncluded,
  type KeyTerm,
  keysAreLogged,
  leafHash,
  openCheckpointBy,
  type Rotation,
  type SignedCheckpoint,
  tilePath,
  UnsoundLedger,
  type VerifierKey,
} from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, tell, words } from '../say.ts';
import { checkKept } from './kept.ts';
import { leafAt, openLedger, treeOf } from './open.ts';
import type { TableFinding, VerifiedLedger } from './place.ts';
import { checkProof } from './prove.ts';
import { sound } from './sound.ts';
import { keyOf, textOf, witnessOf } from './trusted.ts';

const OPTIONS = {
  ...API_OPTIONS,
  database: { type: 'string' },
  key: { type: 'string' },
  kept: { type: 'string', multiple: true },
  entry: { type: 'string' },
  witness: { type: 'string' },
  proof: { type: 'string' },
} as const;

/**
 * `lockdesk verify [DIR]`: checks a ledger: an exported folder, the API's or the database's; or a proof. Says on standard output what is
 * not as it was signed.
 *
 * @returns 0 where all is as it was signed, else 1
 */
export function runVerify(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 0, 1);
  const [dir] = positionals;
  const url = apiAddress(values.api);
  const { database, entry, witness, kept: files = [] } = values;
  if ((dir && database) || (entry !== undefined && !/^(0|[1-9]\d{0,14})$/.test(entry))) throw new WrongUsage();
  return interruptible(async (signal) => {
    if (values.proof !== undefined) {
      const seenBy = witness === undefined ? null : await witnessOf(witness);
      return checkProof(await textOf(values.proof), await keyOf(values.key, url), seenBy) ? EXIT.ok : EXIT.unfinished;
    }
    const ledger = await openLedger({ dir, database, url, tokenFile: values['token-file'], signal });
    try {
      const keys = followKeys(await keyOf(values.key, url), await ledger.rotations());
      // Before the newest, which is then surely not an older one.
      const cosigned = witness === undefined ? null : await ledger.cosignedCheckpoint();
      const head = sound(openCheckpointBy, keys, (await ledger.checkpoint()) ?? '');
      const handedOn = await checkKeys(ledger, head, keys);
      const kept = await checkKept(ledger, head, await Promise.all(files.map(textOf)), keys);
      const seen =
        witness === undefined || (await checkWitness(ledger, head, keys, await witnessOf(witness), cosigned));
      const rest =
        entry === undefined
          ? await checkAll(ledger, head, keys, signal)
          : await checkEntry(ledger, head, Number(entry));
      return handedOn && kept && seen && rest ? EXIT.ok : EXIT.unfinished;
    } finally {
      await ledger.close();
    }
  });
}

/** That the key was handed on in the ledger itself, where it was. */
async function checkKeys(ledger: VerifiedLedger, head: SignedCheckpoint, keys: readonly KeyTerm[]): Promise<boolean> {
  const { rotation } = keys.at(-1) ?? {};
  if (!rotation) return true;
  const logged = await keysAreLogged(keys, head, treeOf(ledger, head));
  tell(fill(logged ? words.rotated : words.rotated_unlogged, { times: keys.length - 1, index: rotation.index }));
  return logged;
}

/** That the ledger has only grown since an outside witness saw it last. */
async function checkWitness(
  ledger: VerifiedLedger,
  head: SignedCheckpoint,
  keys: readonly KeyTerm[],
  witness: VerifierKey,
  note: string | null,
): Promise<boolean> {
  const seen = note === null ? null : sound(openCheckpointBy, keys, note, [witness]);
  const { at } = seen?.signatures.find(({ key }) => key === witness) ?? {};
  if (!seen || !at) {
    tell(fill(words.unwitnessed, { name: witness.name }));
    return false;
  }
  const grown =
    seen.size <= head.size && isConsistent(seen, head, await treeOf(ledger, head).consistencyProof(seen.size));
  const values = { name: witness.name, seen: seen.size, size: head.size, at: at.toISOString() };
  tell(fill(grown ? words.witnessed : words.witness_disputes, values));
  return grown;
}

async function checkEntry(ledger: VerifiedLedger, head: SignedCheckpoint, index: number): Promise<boolean> {
  const { size } = head;
  const leaf = await leafAt(ledger, head, index);
  const proof = await treeOf(ledger, head).inclusionProof(index);
  const included = !!leaf && isIncluded(index, leafHash(leaf), proof, head);
  tell(fill(included ? words.included : words.finding.leaf_changed, { index, size }));
  if (included) tell(leaf.toString());
  return included;
}

async function checkAll(
  ledger: VerifiedLedger,
  head: SignedCheckpoint,
  keys: readonly KeyTerm[],
  signal: AbortSignal,
): Promise<boolean> {
  const { size, origin } = head;
  const bar = new SingleBar({ format: words.ledger_progress, stream: process.stderr, hideCursor: true });
  bar.start(size * ledger.passes, 0);
  let problems = 0;
  const rotations: Rotation[] = [];
  try {
    // A sound ledger has no findings: what breaks it off is heard at every step.
    const onLeaves = (leaves: number) => {
      if (signal.aborted) throw new CliProblem('verify_interrupted', {}, EXIT.unfinished);
      bar.increment(leaves);
    };
    for await (const finding of ledger.check(head, onLeaves, (rotation) => rotations.push(rotation))) {
      if (finding.what !== 'erased' && finding.what !== 'retired') problems++;
      tell(sentenceOf(finding));
    }
  } finally {
    bar.stop();
  }
  tell(fill(problems === 0 ? words.whole : words.broken, { size, problems, origin }));
  return rotationsAreTold(head, keys, rotations) && problems === 0;
}

/**
 * That nobody keeps a rotation back to let an older key sign on: the entries that hand the key on are in the tree, and a
 * checkpoint over one must be signed by the key that it names.
 *
 * @param keys those that the ledger's list of rotations leads to
 * @param rotations leaves of the ledger that may hand the key on
 */
function rotationsAreTold(head: SignedCheckpoint, keys: readonly KeyTerm[], rotations: readonly Rotation[]): boolean {
  const [first] = keys;
  if (!first) return true;
  const inTree = followKeys(first.key, rotations);
  const withheld = inTree.find(({ key }) => !keys.some((term) => term.key.id === key.id));
  if (!withheld) return true;
  tell(fill(words.rotation_withheld, { index: withheld.since - 1 }));
  try {
    openCheckpointBy(inTree, head.note);
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    tell(fill(words.rotation_ignored, { size: head.size }));
  }
  return false;
}

function sentenceOf(finding: TableFinding): string {
  switch (finding.what) {
    case 'tile_changed':
      return fill(words.finding.tile_changed, { name: tilePath(finding.tile) });
    case 'leaves_changed':
      return fill(words.finding.leaves_changed, { from: finding.from, to: finding.to - 1 });
    case 'columns_changed':
    case 'private_changed':
      return fill(words.finding[finding.what], { index: finding.index, fields: finding.fields.join(', ') });
    case 'retired':
      return fill(words.finding.retired, { ...finding });
    case 'erased':
      return fill(words.finding.erased, { ...finding, fields: finding.fields.join(', ') });
    case 'entry_inserted':
      return fill(words.finding.entry_inserted, { id: finding.id });
    case 'root_changed':
      return words.finding.root_changed;
    default:
      return fill(words.finding[finding.what], { index: finding.index });
  }
}

import { readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import {
  checkLedger,
  isConsistent,
  isIncluded,
  type LedgerFinding,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  type SignedCheckpoint,
  TILE_WIDTH,
  TiledTree,
  tilePath,
  UnsoundLedger,
  type VerifierKey,
} from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { PATIENCE_MS, PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, systemCode, words } from '../say.ts';
import { tokenSource } from '../token.ts';
import { ofApi } from './key.ts';
import { folder, type ReadFile, served, sourceOf } from './store.ts';

const OPTIONS = {
  ...API_OPTIONS,
  key: { type: 'string' },
  kept: { type: 'string' },
  entry: { type: 'string' },
} as const;

/**
 * `lockdesk verify [DIR]`: checks a ledger, as an exported folder or as the API serves it. Says on standard output what is
 * not as it was signed.
 *
 * @returns 0 where all is as it was signed, else 1
 */
export function runVerify(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 0, 1);
  const [dir] = positionals;
  const url = apiAddress(values.api);
  const index = values.entry === undefined ? null : Number(values.entry);
  if (index !== null && !/^(0|[1-9]\d*)$/.test(values.entry ?? '')) throw new WrongUsage();
  return interruptible(async (signal) => {
    const read = dir
      ? folder(dir)
      : served(
          new PatientApi({
            url,
            readToken: tokenSource(values['token-file'], process.env),
            patienceMs: PATIENCE_MS,
            signal,
          }),
        );
    const key = await keyOf(values.key, url);
    const ledger = await openLedger(read, key);
    let problems = 0;
    if (values.kept !== undefined) problems += await checkKept(read, ledger, values.kept, key);
    problems += index === null ? await checkAll(read, ledger, signal) : await checkEntry(read, ledger, index);
    return problems === 0 ? EXIT.ok : EXIT.unfinished;
  });
}

const tell = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/** @param given the key itself, or a file that holds it; else as the API tells it */
async function keyOf(given: string | undefined, url: string): Promise<VerifierKey> {
  const text = given?.includes('+')
    ? given
    : given === undefined
      ? await ofApi(url)
      : await readFile(given, 'utf8').catch((error: unknown) => {
          throw new CliProblem('file_unreadable', { file: given, code: systemCode(error) }, EXIT.usage);
        });
  if (given === undefined) process.stderr.write(`${fill(words.key_of_api, { url, key: text })}\n`);
  return sound(() => parseVerifierKey(text));
}

async function openLedger(read: ReadFile, key: VerifierKey): Promise<SignedCheckpoint> {
  const note = await read('checkpoint');
  return sound(() => openCheckpoint(note?.toString() ?? '', key));
}

/** @throws CliProblem for what can't be taken for a key or a checkpoint of it */
function sound<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    throw new CliProblem('unsound', { why: words.ledger_fault[error.fault] }, EXIT.unfinished);
  }
}

function tiledTree(read: ReadFile, { size }: SignedCheckpoint): TiledTree {
  return new TiledTree(size, async (tile) => {
    const bytes = await read(tilePath(tile));
    if (!bytes) throw new CliProblem('tile_missing', { name: tilePath(tile) }, EXIT.unfinished);
    return bytes;
  });
}

/** That the ledger has only grown since a checkpoint that somebody kept. */
async function checkKept(read: ReadFile, ledger: SignedCheckpoint, file: string, key: VerifierKey): Promise<number> {
  const note = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliProblem('file_unreadable', { file, code: systemCode(error) }, EXIT.usage);
  });
  const kept = sound(() => openCheckpoint(note, key));
  if (kept.size > ledger.size) {
    tell(fill(words.shrank, { kept: kept.size, size: ledger.size }));
    return 1;
  }
  const proof = await tiledTree(read, ledger).consistencyProof(kept.size);
  const consistent = isConsistent(kept, ledger, proof);
  tell(fill(consistent ? words.consistent : words.forked, { kept: kept.size, size: ledger.size }));
  return consistent ? 0 : 1;
}

async function checkEntry(read: ReadFile, ledger: SignedCheckpoint, index: number): Promise<number> {
  if (index >= ledger.size) throw new CliProblem('no_such_entry', { index, size: ledger.size }, EXIT.usage);
  const at = index % TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, ledger.size - (index - at));
  const leaves = await sourceOf(read).leaves({ level: 0, index: Math.floor(index / TILE_WIDTH), width });
  const proof = await tiledTree(read, ledger).inclusionProof(index);
  const leaf = leaves[at];
  const included = !!leaf && isIncluded(index, leafHash(leaf), proof, ledger);
  tell(fill(included ? words.included : words.finding.leaf_changed, { index, size: ledger.size }));
  if (included) tell(leaf.toString());
  return included ? 0 : 1;
}

async function checkAll(read: ReadFile, ledger: SignedCheckpoint, signal: AbortSignal): Promise<number> {
  const bar = new SingleBar({ format: words.ledger_progress, stream: process.stderr, hideCursor: true });
  bar.start(ledger.size, 0);
  let problems = 0;
  try {
    for await (const finding of checkLedger(sourceOf(read), ledger, (leaves) => bar.increment(leaves))) {
      if (signal.aborted) throw new CliProblem('verify_interrupted', {}, EXIT.unfinished);
      problems++;
      tell(say(finding));
    }
  } finally {
    bar.stop();
  }
  tell(fill(problems === 0 ? words.whole : words.broken, { size: ledger.size, problems, origin: ledger.origin }));
  return problems;
}

function say(finding: LedgerFinding): string {
  const sentence = words.finding[finding.what];
  if (finding.what === 'tile_changed') return fill(sentence, { name: tilePath(finding.tile) });
  if (finding.what === 'leaves_changed') return fill(sentence, { from: finding.from, to: finding.to - 1 });
  return finding.what === 'root_changed' ? sentence : fill(sentence, { index: finding.index });
}

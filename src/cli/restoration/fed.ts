import { GrowingTree, type ReadHashes } from '../../api/ledger/growing-tree.ts';
import type { Declaration } from '../../contract/index.ts';
import type { TreeHead } from '../../verify/index.ts';
import { CliProblem, EXIT } from '../say.ts';
import { type FedEntry, readFeed, type ToldCheckpoint } from './feed-lines.ts';

/** The feed's lines, as a receiver has kept them in a file. */
export interface Feed {
  file: string;
  /** The newest that it tells; null where it tells none. */
  checkpoint: ToldCheckpoint | null;
  /** Lines that are not the feed's. */
  strange: number;
}

/** What a feed tells of the lost part. */
export interface FedPart {
  entries: ReadonlyMap<number, FedEntry>;
  /** Before this index, the hashes of all lines come to a signed root. */
  provenTo: number;
  /** From `provenTo` to before this index, the lines do not come to the signed root: some of them are false. */
  falseTo: number;
  /** Entries that it tells beyond the newest checkpoint that anybody handed in. */
  beyond: number;
}

/** @throws CliProblem where the file can't be read, or holds no line of the feed */
export async function openFeed(file: string): Promise<Feed> {
  let checkpoint: ToldCheckpoint | null = null;
  let [lines, strange] = [0, 0];
  for await (const line of readFeed(file)) {
    lines++;
    if (line === null) strange++;
    else if ('checkpoint' in line && (!checkpoint || isNewer(line.checkpoint, checkpoint)))
      checkpoint = line.checkpoint;
  }
  if (lines === strange) throw new CliProblem('restoration_no_feed', { file }, EXIT.unfinished);
  return { file, checkpoint, strange };
}

const isNewer = (one: ToldCheckpoint, other: ToldCheckpoint): boolean =>
  one.restoration === other.restoration ? one.size > other.size : one.restoration > other.restoration;

/**
 * What the feed tells of a lost part, checked as far as it can be: by adding the hashes that it tells to the tree that was
 * kept, which must come to each checkpoint that is known of the lost part.
 *
 * @param signed checkpoints of the lost part whose signatures were checked
 * @param readKept hashes of the tree that was kept
 */
export async function readLost(
  { file }: Feed,
  { kept, lost }: Declaration,
  signed: readonly TreeHead[],
  readKept: ReadHashes,
): Promise<FedPart> {
  const end = lost?.size ?? kept.size;
  // After an earlier restoration the same indices were told again, of other entries: each such history by itself.
  let told = new Map<number, FedEntry>();
  const histories = [told];
  let beyond = 0;
  for await (const line of readFeed(file)) {
    if (line === null || !('entry' in line)) continue;
    const { entry } = line;
    if (entry.index >= end) beyond++;
    if (entry.index < kept.size || entry.index >= end) continue;
    const before = told.get(entry.index);
    if (before && !before.hash.equals(entry.hash)) {
      told = new Map([...told].filter(([index]) => index < entry.index));
      histories.push(told);
    }
    told.set(entry.index, entry);
  }
  const parts: FedPart[] = [];
  for (const entries of histories) parts.push({ ...(await prove(entries, kept.size, signed, readKept)), beyond });
  return parts.reduce((best, part) => (part.provenTo >= best.provenTo ? part : best));
}

async function prove(
  entries: ReadonlyMap<number, FedEntry>,
  from: number,
  signed: readonly TreeHead[],
  readKept: ReadHashes,
): Promise<Omit<FedPart, 'beyond'>> {
  const tree = await GrowingTree.at(from, readKept);
  let provenTo = from;
  for (let next = entries.get(from); next; next = entries.get(tree.size)) {
    tree.add(next.hash);
    const heads = signed.filter(({ size }) => size === tree.size);
    if (heads.length === 0) continue;
    if (!heads.some(({ root }) => tree.root().equals(root))) return { entries, provenTo, falseTo: tree.size };
    provenTo = tree.size;
  }
  return { entries, provenTo, falseTo: provenTo };
}

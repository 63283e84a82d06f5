import { type Declaration, LOST_ENTRIES_MAX, type LostEntry } from '../../contract/index.ts';
import type { Export } from './exported.ts';
import type { FedPart } from './fed.ts';

/** The lost entries that are to be named, and what there is to say of them. */
export interface Named {
  entries: LostEntry[];
  /** Lines of the feed that are not what was signed, and were left out. */
  contradicted: number;
  /** Lost entries that nobody here holds; of the first {@link LOST_ENTRIES_MAX} that could be named. */
  unknown: number;
}

/**
 * Names what is lost: by an export's leaves where it has them, else by the feed's lines.
 *
 * @param isThere whether the ledger still has the leaf of this hash at this index: then it is not lost
 */
export async function nameLost(
  { kept, lost }: Declaration,
  held: Export | null,
  fed: FedPart | null,
  isThere: (index: number, hash: Buffer) => Promise<boolean>,
): Promise<Named> {
  const named: Named = { entries: [], contradicted: 0, unknown: 0 };
  for (let index = kept.size; index < (lost?.size ?? 0) && named.entries.length < LOST_ENTRIES_MAX; index++) {
    const leaf = await held?.leafAt(index);
    if (leaf) {
      const { hash, ...entry } = leaf;
      if (!(await isThere(index, hash))) named.entries.push({ index, ...entry, shown_by: 'leaf' });
      continue;
    }
    const { id, action, hash } = fed?.entries.get(index) ?? {};
    if (!fed || !hash) {
      named.unknown++;
      continue;
    }
    const signed = await held?.hashAt(index);
    const isFalse = signed ? !signed.equals(hash) : index >= fed.provenTo && index < fed.falseTo;
    if (isFalse) named.contradicted++;
    else if (id === undefined || action === undefined) named.unknown++;
    else if (!(await isThere(index, hash))) {
      named.entries.push({ index, id, action, shown_by: signed || index < fed.provenTo ? 'hash' : 'word' });
    }
  }
  return named;
}

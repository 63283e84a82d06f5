import type { CheckedCheckpoint } from '../../contract/console.ts';
import {
  formatVerifierKey,
  openCheckpoint,
  parseVerifierKey,
  type SignedCheckpoint,
  UnsoundLedger,
  type VerifierKey,
} from '../../verify/index.ts';
import { warn } from '../log.ts';
import type { KeptLedger } from '../store/kept-ledger.ts';

/** A checkpoint that was accepted, and the key that signed it. */
export interface Accepted {
  head: SignedCheckpoint;
  key: VerifierKey;
}

export interface Kept extends Accepted {
  /** When the ledger was last found to extend it. */
  checkedAt: string;
}

/** How many checkpoints a workstation keeps at most. */
export const KEPT_MOST = 24;
/** How long the newest counts as new: no look is sooner after another. */
const MINUTE_MS = 60_000;

/**
 * Thins a history out, dense near its newest and sparse further back. While there are too many, that one goes between whose
 * neighbours the gap is the narrowest, by how many times as old the one is as the other; the newest and the oldest stay. Of a
 * ledger that was looked at each minute for a quarter of a year, one is kept between any age and two and a half times that age.
 *
 * @param history the newest first
 */
export function thinned<K extends Pick<Kept, 'checkedAt'>>(history: readonly K[]): K[] {
  const [newest = 0] = history.slice(0, 1).map(timeOf);
  // By a clock that was wrong: how old that one is, nobody knows.
  const left = history.filter((one) => timeOf(one) <= newest);
  while (left.length > KEPT_MOST) {
    const ages = left.map((one) => MINUTE_MS + newest - timeOf(one));
    const gaps = ages.slice(2).map((older, at) => older / (ages[at] as number));
    left.splice(1 + gaps.indexOf(Math.min(...gaps)), 1);
  }
  return left;
}

const timeOf = ({ checkedAt }: Pick<Kept, 'checkedAt'>): number => Date.parse(checkedAt);

/** What was kept, the newest first, so far as it still is what its keys have signed. */
export function openKept(ledger: KeptLedger | null): Kept[] {
  return [ledger?.kept ?? [], ledger?.older ?? []].flat().flatMap(({ checkpoint, key: text, checked_at }) => {
    try {
      const key = parseVerifierKey(text);
      return [{ head: openCheckpoint(checkpoint, key), key, checkedAt: checked_at }];
    } catch (error) {
      if (!(error instanceof UnsoundLedger)) throw error;
      warn('kept_checkpoint_unsound', { fault: error.fault });
      return [];
    }
  });
}

/** As {@link openKept} reads it. */
export function storedKept(kept: readonly Kept[]): Pick<KeptLedger, 'kept' | 'older'> {
  const [newest = null, ...older] = kept.map(({ head, key, checkedAt }) => ({
    checkpoint: head.note,
    key: formatVerifierKey(key),
    checked_at: checkedAt,
  }));
  return { kept: newest, older };
}

/** As the screens show it. */
export const checkedOf = ({ head, checkedAt }: Kept): CheckedCheckpoint => ({
  size: head.size,
  checkpoint: head.note,
  checked_at: checkedAt,
});

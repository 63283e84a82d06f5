/**
 * How far the sequencer has come, in transaction ids. Entries appear when their transactions commit, in no order of id or
 * time; but a snapshot tells which transactions it could not see yet, and only those can still bring something.
 */
export interface LedgerCursor {
  /** Whatever began at or after this transaction id is still to be looked at. Decimal xid8; '0' is everything. */
  from: string;
  /** Older transactions that were still open. Their entries are still to come, if they come. */
  inFlight: readonly string[];
}

/** `xmin:xmax:xip,xip,…`, as PostgreSQL writes a pg_snapshot. */
interface Snapshot {
  xmin: string;
  xmax: string;
  inProgress: string[];
}

export function readSnapshot(text: string): Snapshot {
  const [xmin, xmax, list] = text.split(':');
  if (!xmin || !xmax || list === undefined) throw new Error('not a snapshot');
  return { xmin, xmax, inProgress: list === '' ? [] : list.split(',') };
}

/**
 * Where to go on after a batch.
 *
 * @param snapshot the batch's own
 * @param fullAt the last transaction id of a batch that left some behind, for which there was no room; else null
 */
export function cursorAfter(cursor: LedgerCursor, snapshot: Snapshot, fullAt: string | null): LedgerCursor {
  // From the beginning, ids of a restored dump's former cluster may lie among ours: no batch tells what lies before it.
  if (fullAt !== null) return { from: cursor.from === '0' ? '0' : fullAt, inFlight: snapshot.inProgress };
  return { from: snapshot.xmax, inFlight: snapshot.inProgress };
}

/** The cursor as one number, for whoever takes over: all that is older is done, and more than that is looked at. */
export function floorOf({ from, inFlight }: LedgerCursor): string {
  return [from, ...inFlight].reduce((least, x) => (BigInt(x) < BigInt(least) ? x : least));
}

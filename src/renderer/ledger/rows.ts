import type { EntrySummary } from '../../contract/index.ts';

/** What the stream has brought since a list was read. */
export interface Fresh {
  /** Behind the pill, newest first. */
  waiting: readonly EntrySummary[];
  /** In the list: taken in by a person, or listed already and come again with its number. */
  taken: readonly EntrySummary[];
  /** More has come than is worth keeping, or the stream has left some out: read the list anew instead. */
  behind: boolean;
}

export const NO_FRESH: Fresh = { waiting: [], taken: [], behind: false };

/** Beyond this many a list is read anew: it then holds the newest page by itself. */
export const WAITING_MAX = 500;

/** As many may be taken in above what was read. */
export const TAKEN_MAX = 500;

/** Takes note of entries as they come. None moves a row: what is not listed yet waits. */
export function arrive(fresh: Fresh, entries: readonly EntrySummary[], listed: (id: string) => boolean): Fresh {
  const isListed = ({ id }: EntrySummary) => listed(id) || fresh.taken.some((entry) => entry.id === id);
  const waiting = merged(
    entries.filter((entry) => !isListed(entry)),
    fresh.waiting,
  );
  return {
    waiting: waiting.slice(0, WAITING_MAX),
    taken: merged(entries.filter(isListed), fresh.taken),
    behind: fresh.behind || waiting.length > WAITING_MAX,
  };
}

export const takeIn = ({ waiting, taken, behind }: Fresh): Fresh => ({
  waiting: [],
  taken: merged(waiting, taken),
  behind,
});

/** After the newest page was read: what it cannot hold yet goes on waiting. */
export function afterReading({ waiting }: Fresh, { items: [newest] }: { items: EntrySummary[] }): Fresh {
  const later = waiting.filter((entry) => newest === undefined || newestFirst(entry, newest) < 0);
  return { ...NO_FRESH, waiting: later };
}

/**
 * All rows of the list, newest first, each once.
 * @param toNewest the pages begin at the newest entry that there was: what was taken in since stands above them
 */
export function rowsOf(
  { taken }: Fresh,
  pages: readonly { items: EntrySummary[] }[],
  toNewest: boolean,
): EntrySummary[] {
  const read = pages.flatMap(({ items }) => items);
  const [first, last] = [read[0], read.at(-1)];
  // Beyond the pages there may be a gap.
  const isAmong = (entry: EntrySummary) =>
    (toNewest || first === undefined || newestFirst(entry, first) >= 0) &&
    (last === undefined || newestFirst(entry, last) <= 0);
  return merged(taken.filter(isAmong), read);
}

/** Of equal ids the first wins: what came later knows more. */
function merged(newer: readonly EntrySummary[], older: readonly EntrySummary[]): EntrySummary[] {
  const byId = new Map<string, EntrySummary>();
  for (const entry of [...newer, ...older]) if (!byId.has(entry.id)) byId.set(entry.id, entry);
  return [...byId.values()].sort(newestFirst);
}

/** As the API orders them. Both are written in one form each, so that comparing text compares times. */
const newestFirst = (a: EntrySummary, b: EntrySummary): number => {
  if (a.recorded_at !== b.recorded_at) return a.recorded_at < b.recorded_at ? 1 : -1;
  if (a.id !== b.id) return a.id < b.id ? 1 : -1;
  return 0;
};

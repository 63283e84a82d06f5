import { useEffect, useEffectEvent } from 'react';

/** More rows are read when this many are left on one side. */
const READ_AHEAD = 15;

/** What lies beyond either end of the rows that are there, another value for each page; null where nothing does. */
interface Beyond {
  before: string | null;
  after: string | null;
}

/**
 * Reads on as the view comes near an end of what was read, before anybody has to wait.
 * @param view indices of the rows that can be seen; null while none can
 */
export function useReadAhead(
  view: { startIndex: number; endIndex: number } | null,
  count: number,
  { before, after }: Beyond,
  onMore: (side: keyof Beyond) => void,
): void {
  const { startIndex, endIndex } = view ?? { startIndex: 0, endIndex: -1 };
  const readMore = useEffectEvent((onward: string | null, back: string | null) => {
    if (onward !== null) onMore('after');
    else if (back !== null) onMore('before');
  });
  const onward = endIndex > count - READ_AHEAD ? after : null;
  const back = startIndex < READ_AHEAD ? before : null;
  useEffect(() => readMore(onward, back), [onward, back]);
}

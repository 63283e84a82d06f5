import { useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LockedAccount, LockSort } from '../../../contract/index.ts';
import { columns, features } from './columns.tsx';
import { Gap } from './gap.tsx';
import type { ListState } from './locked-list.ts';
import { LockedRow } from './locked-row.tsx';
import { isPlain, rowFor } from './row-keys.ts';
import { SortHead } from './sort-head.tsx';
import { useReadAhead } from './use-read-ahead.ts';
import { useRowHeight } from './use-row-height.ts';

interface LockedTableProps {
  state: ListState;
  /** From the counters; undefined until they are known. */
  total: number | undefined;
  sort: LockSort;
  selectedAccount: string | null;
  onSort: (sort: LockSort) => void;
  /** `turned`: by pointing at it, and not on the way through the list. */
  onShow: (row: LockedAccount, turned?: boolean) => void;
  onOpen: (row: LockedAccount) => void;
  onMore: (side: 'before' | 'after') => void;
  onGoTo: (end: 'start' | 'end') => void;
  /** Rows that can be seen, counted from one; null while none can. */
  onSeen: (seen: { from: number; to: number } | null) => void;
}

/** The rows of the list, as many of them in the page as can be seen. One stop for Tab, arrows inside. */
export function LockedTable(props: LockedTableProps) {
  const { state, total, sort, selectedAccount, onSort, onShow, onOpen, onMore, onGoTo, onSeen } = props;
  const { t } = useTranslation('console');
  const { rows, before, after, renewed } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const { rowHeight, headHeight } = useRowHeight();
  const table = useTable({ features, columns, data: rows, getRowId: ({ lock }) => lock.id });
  const model = table.getRowModel().rows;

  const [activeId, setActiveId] = useState<string | null>(null);
  const [focusOn, setFocusOn] = useState<string | null>(null);
  const activeAt = Math.max(
    rows.findIndex(({ lock }) => lock.id === activeId),
    0,
  );

  const turnTo = useCallback(
    (row: LockedAccount) => {
      setActiveId(row.lock.id);
      onShow(row, true);
    },
    [onShow],
  );

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => rows[at]?.lock.id ?? at,
    initialRect: { width: 600, height: 600 },
    overscan: 2,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // The row that Tab reaches is always there, or the focus would be lost by scrolling.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), activeAt])].sort((a, b) => a - b),
  });
  const measureAgain = useEffectEvent((_rowHeight: number) => virtualizer.measure());
  useEffect(() => measureAgain(rowHeight), [rowHeight]);

  // After `End` the last row, after `Home` or new rows the first.
  const beginAnew = useEffectEvent(() => {
    const at = renewed.at === 'end' ? rows.length - 1 : 0;
    if (renewed.times > 1 || renewed.at === 'end') virtualizer.scrollToIndex(at, { align: 'auto' });
    if (focusOn === null) return;
    const row = rows[at];
    setActiveId(row?.lock.id ?? null);
    setFocusOn(row?.lock.id ?? null);
    if (row) onShow(row);
  });
  useLayoutEffect(() => {
    if (renewed.times > 0) beginAnew();
  }, [renewed]);

  // Rows read in front of the others push them down: the view goes along, so that nothing moves for the eye.
  const firstId = rows[0]?.lock.id;
  const firstBefore = useRef({ times: renewed.times, id: firstId });
  useLayoutEffect(() => {
    const was = firstBefore.current;
    firstBefore.current = { times: renewed.times, id: firstId };
    const pushed = was.times === renewed.times ? rows.findIndex(({ lock }) => lock.id === was.id) : 0;
    if (pushed > 0 && scroller.current) scroller.current.scrollTop += pushed * rowHeight;
  }, [firstId, renewed.times, rows, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: -1 };
  const last = items.at(-1);
  useReadAhead(virtualizer.range, rows.length, { before, after }, onMore);

  // The list begins at its newest row or ends at its oldest; in between nobody has counted.
  const offset = before === null ? 0 : after === null && total !== undefined ? Math.max(total - rows.length, 0) : null;
  const [from, to] = offset === null ? [0, -1] : [offset + startIndex + 1, offset + endIndex + 1];
  useEffect(() => onSeen(from > to ? null : { from, to }), [onSeen, from, to]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isPlain(event)) return;
    const row = rows[activeAt];
    if (event.key === 'Enter' && row) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    const to = rowFor(event.key, activeAt, rows.length);
    const target = to === null ? undefined : rows[to];
    if (to === null || target === undefined) return;
    event.preventDefault();
    setActiveId(target.lock.id);
    setFocusOn(target.lock.id);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    onShow(target);
    if (event.key === 'Home' && before !== null) onGoTo('start');
    if (event.key === 'End' && after !== null) onGoTo('end');
  };

  const above = (items[0]?.start ?? headHeight) - headHeight;
  const below = virtualizer.getTotalSize() - ((last?.end ?? headHeight) - headHeight);
  return (
    <div className="pane__scroll" ref={scroller}>
      <table
        className="table locked"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that arrows go through make a grid
        role="grid"
        aria-label={t('list.title')}
        aria-rowcount={total === undefined ? -1 : Math.max(total, rows.length) + 1}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setFocusOn(null);
        }}
      >
        <colgroup>
          <col />
          <col className="c-cause" />
          <col className="c-time" />
          <col className="c-fails" />
          <col className="c-office" />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t('list.column.citizen')}</th>
            <th scope="col">{t('list.column.cause')}</th>
            <SortHead
              sorted={sort === 'newest' ? 'descending' : sort === 'ending_soonest' ? 'ascending' : 'none'}
              label={t(sort === 'newest' ? 'list.sort.ending_soonest' : 'list.sort.newest')}
              onPress={() => onSort(sort === 'newest' ? 'ending_soonest' : 'newest')}
            >
              {t(sort === 'ending_soonest' ? 'list.column.ending' : 'list.column.time')}
            </SortHead>
            <SortHead
              className="num"
              sorted={sort === 'most_failures' ? 'descending' : 'none'}
              label={t(sort === 'most_failures' ? 'list.sort.newest' : 'list.sort.most_failures')}
              onPress={() => onSort(sort === 'most_failures' ? 'newest' : 'most_failures')}
            >
              {t('list.column.failures')}
            </SortHead>
            <th scope="col" className="c-office">
              {t('list.column.place')}
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {items.map((item, at) => {
            const row = model[item.index];
            const id = row?.original.lock.id;
            const gap = item.start - (items[at - 1]?.end ?? item.start);
            return (
              row && [
                gap > 0 && <Gap key={`gap-${id}`} height={gap} />,
                <LockedRow
                  key={id}
                  row={row}
                  position={offset === null ? undefined : offset + item.index + 2}
                  selected={row.original.account_id === selectedAccount}
                  active={item.index === activeAt}
                  wantsFocus={id === focusOn}
                  onTurnTo={turnTo}
                  onOpen={onOpen}
                />,
              ]
            );
          })}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  );
}

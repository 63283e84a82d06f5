import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type KeyboardEvent, type RefObject, useEffectEvent, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Gap } from '../clerk/list/gap.tsx';
import { isPlain, rowFor } from '../clerk/list/row-keys.ts';
import { useReadAhead } from '../clerk/list/use-read-ahead.ts';
import { useShortcut } from '../lib/shortcuts.tsx';
import { EntryRow } from './entry-row.tsx';
import type { Entries } from './use-entries.ts';

interface EntriesTableProps {
  label: string;
  /** All by the reader: who did it goes without saying. */
  own: boolean;
  entries: Entries;
  selected: string | null;
  onSelect: (id: string) => void;
  /** By a click or `Enter`: where only one pane has room, the entry takes the list's place. */
  onOpen: () => void;
  scroller: RefObject<HTMLElement | null>;
}

const COLUMNS = ['number', 'time', 'action', 'account', 'actor', 'reason', 'verification', 'outcome'] as const;
const CLASSES = ['e-no', 'e-at', 'e-act', 'e-on', 'e-by', 'e-why', 'e-how', 'e-out'] as const;

/** A row of one line, in CSS pixels at the usual font size; measured once it is there. */
const ROW_PX = 29;

/** How many rows beyond the visible ones are drawn, so that scrolling shows no gap. */
const OVERSCAN = 8;

/**
 * The entries as a grid: one stop of the focus, arrows and J/K inside. Only the rows in view are in the document,
 * however long the list has grown.
 */
export function EntriesTable(props: EntriesTableProps) {
  const { label, own, entries, selected, onSelect, onOpen, scroller } = props;
  const { rows, newer, older, renewed } = entries;
  const { t } = useTranslation('ledger');
  /** The row that has the focus, or had it until it was let go of. */
  const [focusOn, setFocusOn] = useState<string | null>(null);
  const selectedIndex = rows.findIndex(({ id }) => id === selected);
  // Without a selection, the row that Tab comes to is the first.
  const stop = Math.max(0, selectedIndex);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    // The row with the focus stays in the document while others are scrolled into view.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), stop])]
        .filter((index) => index < rows.length)
        .sort((a, b) => a - b),
    scrollPaddingStart: 2 * ROW_PX,
    // Rows that come, or are let go of, in front of the others move nothing for the eye.
    anchorTo: 'end',
    initialRect: { width: 0, height: 600 },
  });
  const items = virtualizer.getVirtualItems();
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);

  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    onSelect(row.id);
    if (focusOn !== null) setFocusOn(row.id);
    virtualizer.scrollToIndex(rows.indexOf(row));
  };
  useShortcut('J', () => select(selectedIndex + 1));
  useShortcut('K', () => select(selectedIndex - 1));

  const beginAnew = useEffectEvent(() => {
    const at = renewed.end === 'newest' ? 0 : rows.length - 1;
    virtualizer.scrollToIndex(at);
    const isLost = focusOn !== null && rows.every(({ id }) => id !== focusOn);
    if (isLost || (focusOn !== null && renewed.turns)) select(at);
  });
  useLayoutEffect(() => {
    if (renewed.times > 0) beginAnew();
  }, [renewed.times]);

  // What could not be read is read again when asked.
  const beyond = {
    before: newer.is === 'more' && !entries.newerError ? newer.from : null,
    after: older.is === 'more' && !entries.olderError ? older.from : null,
  };
  useReadAhead(virtualizer.range, rows.length, beyond, (side) =>
    side === 'after' ? entries.readOlder() : entries.readNewer(),
  );

  const move = (event: KeyboardEvent) => {
    if (!isPlain(event)) return;
    if (event.key === 'Enter') onOpen();
    const to = rowFor(event.key, selectedIndex, rows.length);
    if (to === null) return;
    event.preventDefault();
    select(to);
    if (event.key === 'Home' && newer.is !== 'none') entries.goTo('newest', true);
    if (event.key === 'End' && older.is !== 'period_done') entries.goTo('oldest', true);
  };
  return (
    <table
      className={`table table--small entries ${own ? 'entries--own' : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that arrows go through make a grid
      role="grid"
      aria-label={label}
      aria-rowcount={newer.is === 'none' && older.is === 'period_done' ? rows.length + 1 : -1}
    >
      <colgroup>
        {CLASSES.map((name) => (
          <col key={name} className={name} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {COLUMNS.map((column, index) => (
            <th key={column} scope="col" className={CLASSES[index]}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        onKeyDown={move}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setFocusOn(null);
        }}
      >
        {items.map(({ index, key, start }, nth) => {
          const entry = rows[index];
          const gap = start - (items[nth - 1]?.end ?? 0);
          return (
            entry && (
              <Fragment key={key}>
                {gap > 0 && <Gap height={gap} />}
                <EntryRow
                  measure={virtualizer.measureElement}
                  entry={entry}
                  index={index}
                  // Its place in the list is known where the list begins at the newest.
                  position={newer.is === 'none' ? index + 2 : undefined}
                  selected={index === selectedIndex}
                  stop={index === stop}
                  wantsFocus={entry.id === focusOn}
                  onFocus={setFocusOn}
                  onSelect={onSelect}
                  onOpen={onOpen}
                />
              </Fragment>
            )
          );
        })}
        {below > 0 && <Gap height={below} />}
      </tbody>
    </table>
  );
}

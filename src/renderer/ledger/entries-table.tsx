import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySummary } from '../../contract/index.ts';
import { Gap } from '../clerk/list/gap.tsx';
import { isPlain, rowFor } from '../clerk/list/row-keys.ts';
import { useShortcut } from '../lib/shortcuts.tsx';
import { EntryRow } from './entry-row.tsx';

interface EntriesTableProps {
  label: string;
  /** All by the reader: who did it goes without saying. */
  own: boolean;
  rows: readonly EntrySummary[];
  selected: string | null;
  onSelect: (id: string) => void;
  /** By a click or `Enter`: where only one pane has room, the entry takes the list's place. */
  onOpen: () => void;
  /** Nothing older follows, so the rows are all there are. */
  complete: boolean;
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
  const { label, own, rows, selected, onSelect, onOpen, complete, scroller } = props;
  const { t } = useTranslation('ledger');
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
    initialRect: { width: 0, height: 600 },
  });
  const items = virtualizer.getVirtualItems();
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);

  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    onSelect(row.id);
    virtualizer.scrollToIndex(rows.indexOf(row));
  };
  useShortcut('J', () => select(selectedIndex + 1));
  useShortcut('K', () => select(selectedIndex - 1));

  const move = (event: KeyboardEvent) => {
    if (!isPlain(event)) return;
    if (event.key === 'Enter') onOpen();
    const to = rowFor(event.key, selectedIndex, rows.length);
    if (to === null) return;
    event.preventDefault();
    select(to);
  };
  return (
    <table
      className={`table table--small entries ${own ? 'entries--own' : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that arrows go through make a grid
      role="grid"
      aria-label={label}
      aria-rowcount={complete ? rows.length + 1 : -1}
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
      <tbody onKeyDown={move}>
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
                  selected={index === selectedIndex}
                  stop={index === stop}
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

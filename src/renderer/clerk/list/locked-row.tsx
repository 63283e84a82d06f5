import { FlexRender, type Row } from '@tanstack/react-table';
import { memo, useLayoutEffect, useRef } from 'react';
import type { LockedAccount } from '../../../contract/index.ts';
import type { features } from './columns.tsx';

interface LockedRowProps {
  row: Row<typeof features, LockedAccount>;
  /** `aria-rowindex`, where the place in the whole list is known. */
  position: number | undefined;
  selected: boolean;
  /** The one row that Tab reaches. */
  active: boolean;
  wantsFocus: boolean;
  onTurnTo: (row: LockedAccount) => void;
  onOpen: (row: LockedAccount) => void;
}

/** One lock. A click shows what the row holds; a double click, or Enter in the list, opens the account. */
export const LockedRow = memo(function LockedRow(props: LockedRowProps) {
  const { row, position, selected, active, wantsFocus, onTurnTo, onOpen } = props;
  const element = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (wantsFocus) element.current?.focus({ preventScroll: true });
  }, [wantsFocus]);
  const { original } = row;
  return (
    <tr
      ref={element}
      aria-rowindex={position}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      className={original.lock.ended === null ? '' : 'gone'}
      onClick={() => onTurnTo(original)}
      onDoubleClick={() => onOpen(original)}
    >
      {row.getAllCells().map((cell) => (
        <td key={cell.id} className={cell.column.id === 'place' ? 'c-office' : undefined}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
});

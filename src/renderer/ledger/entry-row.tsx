import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySummary } from '../../contract/index.ts';
import { Time } from '../parts/time.tsx';
import { ActionMark, OutcomeMark } from './entry-marks.tsx';
import { useEntryWords } from './entry-words.ts';

interface EntryRowProps {
  entry: EntrySummary;
  /** Its place among the rows that are there, from 0. */
  index: number;
  /** `aria-rowindex`, where the place in the whole list is known. */
  position: number | undefined;
  selected: boolean;
  /** The row that Tab comes to. */
  stop: boolean;
  /** Where the list has the focus, it follows the selection. J and K, from elsewhere, move the selection alone. */
  wantsFocus: boolean;
  onFocus: (id: string) => void;
  onSelect: (id: string) => void;
  onOpen: () => void;
  measure: (row: HTMLTableRowElement | null) => void;
}

/** One entry in one line; all of it stands at the right once it is selected. */
export function EntryRow(props: EntryRowProps) {
  const { entry, index, position, selected, stop, wantsFocus, onFocus, onSelect, onOpen, measure } = props;
  const { t } = useTranslation('ledger');
  const words = useEntryWords();
  const row = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (wantsFocus) row.current?.focus({ preventScroll: true });
  }, [wantsFocus]);
  const { account, verification } = entry;
  const more = words.actorMore(entry);
  return (
    <tr
      ref={(element) => {
        row.current = element;
        measure(element);
      }}
      data-index={index}
      aria-rowindex={position}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      onClick={() => {
        onSelect(entry.id);
        onOpen();
      }}
      onFocus={() => {
        onFocus(entry.id);
        if (!selected) onSelect(entry.id);
      }}
    >
      <td className="e-no code">{entry.index ?? t('numbering')}</td>
      <td className="e-at">
        <Time at={entry.recorded_at} seconds />
      </td>
      <td className="e-act">
        <ActionMark action={entry.action} />
      </td>
      <td className="e-on">
        {account ? (
          <>
            <b>{account.name}</b> <small>{account.document}</small>
          </>
        ) : (
          t('none')
        )}
      </td>
      <td className="e-by">
        {words.actor(entry)} {more && <small>{more}</small>}
      </td>
      <td className="e-why">{words.reason(entry) ?? t('none')}</td>
      <td className="e-how">{verification ? words.method(verification.method) : t('none')}</td>
      <td className="e-out">
        <OutcomeMark entry={entry} />
      </td>
    </tr>
  );
}

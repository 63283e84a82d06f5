import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySummary } from '../../contract/index.ts';
import { Time } from '../parts/time.tsx';
import { ActionMark, OutcomeMark } from './entry-marks.tsx';
import { useEntryWords } from './entry-words.ts';

interface EntryRowProps {
  entry: EntrySummary;
  /** Its place in the list, from 0. */
  index: number;
  selected: boolean;
  /** The row that Tab comes to. */
  stop: boolean;
  onSelect: (id: string) => void;
  onOpen: () => void;
  measure: (row: HTMLTableRowElement | null) => void;
}

/** One entry in one line; all of it stands at the right once it is selected. */
export function EntryRow({ entry, index, selected, stop, onSelect, onOpen, measure }: EntryRowProps) {
  const { t } = useTranslation('ledger');
  const words = useEntryWords();
  const row = useRef<HTMLTableRowElement>(null);
  // Where the list has the focus, the focus follows the selection. J and K, from elsewhere, move the selection alone.
  useEffect(() => {
    const focused = document.activeElement;
    if (selected && focused !== row.current && row.current?.parentElement?.contains(focused)) {
      row.current.focus({ preventScroll: true });
    }
  }, [selected]);
  const { account, verification } = entry;
  const more = words.actorMore(entry);
  return (
    <tr
      ref={(element) => {
        row.current = element;
        measure(element);
      }}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      onClick={() => {
        onSelect(entry.id);
        onOpen();
      }}
      onFocus={() => {
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

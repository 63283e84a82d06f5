import type { ReactNode, Ref } from 'react';
import { useShortcut, useShortcutWorks } from '../lib/shortcuts.tsx';
import { Kbd } from './kbd.tsx';

interface KeyedOptionProps {
  /** The group of options that it belongs to. */
  name: string;
  /** Its place in the list, which is its key. */
  number: number;
  checked: boolean;
  locked: boolean;
  onPick: () => void;
  /** What is said after its words, such as that it is the one proposed. */
  note?: ReactNode;
  field?: Ref<HTMLInputElement> | undefined;
  children: ReactNode;
}

/** One answer of a question that a number key picks. */
export function KeyedOption({ name, number, checked, locked, onPick, note, field, children }: KeyedOptionProps) {
  const key = String(number);
  useShortcut(key, onPick, { enabled: !locked });
  const keyWorks = useShortcutWorks(key);
  return (
    <label className="option option--line">
      <input
        ref={field}
        className="radio"
        type="radio"
        name={name}
        checked={checked}
        disabled={locked}
        aria-keyshortcuts={keyWorks ? key : undefined}
        onChange={onPick}
      />
      <span className="option__text">{children}</span>
      {note && <span className="option__note">{note}</span>}
      {keyWorks && <Kbd>{key}</Kbd>}
    </label>
  );
}

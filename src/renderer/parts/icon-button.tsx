import type { LucideIcon } from 'lucide-react';
import type { Ref } from 'react';
import { ariaKey, type ShortcutKey, useShortcut, useShortcutWorks } from '../lib/shortcuts.tsx';
import { Icon } from './icon.tsx';

interface IconButtonProps {
  icon: LucideIcon;
  /** What it does: its name, and its tooltip. */
  label: string;
  onPress: () => void;
  size?: 'small' | 'normal';
  shortcut?: ShortcutKey;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button whose picture everybody knows: close, copy. Anything else has its word beside it. */
export function IconButton({ icon, label, onPress, size = 'normal', shortcut, className = '', ref }: IconButtonProps) {
  useShortcut(shortcut, onPress);
  const keyWorks = useShortcutWorks(shortcut);
  return (
    <button
      ref={ref}
      type="button"
      className={`btn btn--plain btn--icon ${size === 'small' ? 'btn--small' : ''} ${className}`}
      aria-label={label}
      title={label}
      aria-keyshortcuts={keyWorks && shortcut !== undefined ? ariaKey(shortcut) : undefined}
      onClick={onPress}
    >
      <Icon of={icon} />
    </button>
  );
}

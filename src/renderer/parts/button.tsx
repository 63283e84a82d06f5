import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { ariaKey, type ShortcutKey, useShortcut, useShortcutWorks } from '../lib/shortcuts.tsx';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

export interface ButtonProps {
  children: ReactNode;
  onPress: () => void;
  icon?: LucideIcon;
  /** One filled button a view: the recommended act, or what comes next. */
  kind?: 'primary' | 'outlined' | 'quiet' | 'plain';
  size?: 'small' | 'normal' | 'large';
  /** Works while the button is there, and is printed on it. */
  shortcut?: ShortcutKey;
  /** A key that something else listens to, only printed here. */
  shownKey?: ShortcutKey;
  /** Not now. The button keeps its place in the order of focus, so that everybody can find out why. */
  unavailable?: boolean;
  /** Pressed all the same: leads to what is missing. */
  onUnavailable?: () => void;
  /** It takes the place of another button: the second click of a double click was meant for that one. */
  ignoresDouble?: boolean;
  /** Where the reason of `unavailable` stands. */
  'aria-describedby'?: string;
  'aria-expanded'?: boolean;
  /** Where what is written on it is short for something. */
  'aria-label'?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

const KINDS = { primary: 'btn--primary', outlined: '', quiet: 'btn--quiet', plain: 'btn--plain' };
const SIZES = { small: 'btn--small', normal: '', large: 'btn--lg' };

export function Button({
  children,
  onPress,
  icon,
  kind = 'outlined',
  size = 'normal',
  shortcut,
  shownKey = shortcut,
  unavailable = false,
  onUnavailable,
  ignoresDouble = false,
  className = '',
  ...rest
}: ButtonProps) {
  const press = () => {
    if (unavailable) onUnavailable?.();
    else onPress();
  };
  useShortcut(shortcut, press);
  const keyWorks = useShortcutWorks(shownKey);
  return (
    <button
      type="button"
      className={`btn ${KINDS[kind]} ${SIZES[size]} ${className}`}
      aria-disabled={unavailable || undefined}
      aria-keyshortcuts={keyWorks && shownKey !== undefined ? ariaKey(shownKey) : undefined}
      onClick={({ detail: clicks }) => {
        if (!(ignoresDouble && clicks > 1)) press();
      }}
      {...rest}
    >
      {icon && <Icon of={icon} />}
      {children}
      {keyWorks && shownKey !== undefined && (
        // Screen readers hear `aria-keyshortcuts` instead.
        <span aria-hidden="true">
          <Kbd>{shownKey}</Kbd>
        </span>
      )}
    </button>
  );
}

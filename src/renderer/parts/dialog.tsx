import { type LucideIcon, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { newLayer, raiseLayer, ShortcutLayer } from '../lib/shortcuts.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface DialogProps {
  title: ReactNode;
  icon?: LucideIcon;
  /** Below the title: whom it is about. */
  about?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  closeLabel: string;
  /** By `Esc` or the cross. */
  onClose: () => void;
  /** What gets the focus at first; else the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null>;
  narrow?: boolean;
}

/**
 * A modal dialog: the browser's own, so that everything behind it is inert and the focus goes back by itself to where it
 * was.
 */
export function Dialog({ title, icon, about, children, foot, closeLabel, onClose, initialFocus, narrow }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [layer] = useState(newLayer);
  const focusFirst = useEffectEvent(() => initialFocus?.current?.focus());
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    focusFirst();
    const lower = raiseLayer(layer);
    return () => {
      lower();
      element.close();
    };
  }, [layer]);

  return (
    <dialog
      ref={dialog}
      className={`dialog ${narrow ? 'dialog--narrow' : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Chromium closes it by itself on a second Esc.
      onClose={() => {
        if (!dialog.current?.open) onClose();
      }}
    >
      <ShortcutLayer layer={layer}>
        <header className="dialog__head">
          {icon && <Icon of={icon} />}
          <div>
            <h2 id={titleId}>{title}</h2>
            {about}
          </div>
          <IconButton icon={X} label={closeLabel} onPress={onClose} />
        </header>
        {children}
        {foot && <footer className="dialog__foot">{foot}</footer>}
      </ShortcutLayer>
    </dialog>
  );
}

import type { ReactNode } from 'react';

interface PaneProps {
  /** Name of the pane, for F6, the skip link and the address of a focus. */
  id: string;
  labelledBy?: string;
  label?: string;
  children: ReactNode;
  className?: string;
}

/** A part of the sheet with its own scroll. `F6` goes from one to the next. */
export function Pane({ id, labelledBy, label, children, className = '' }: PaneProps) {
  return (
    <section
      className={`pane ${className}`}
      id={id}
      data-pane=""
      tabIndex={-1}
      aria-labelledby={labelledBy}
      aria-label={label}
    >
      {children}
    </section>
  );
}

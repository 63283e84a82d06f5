import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface MarkProps {
  tone?: 'ok' | 'bad' | 'warn' | 'attack';
  icon: LucideIcon;
  children: ReactNode;
  className?: string;
}

/** A word with its icon, in a line or a cell. */
export function Mark({ tone, icon, children, className = '' }: MarkProps) {
  return (
    <span className={`mark ${tone ? `mark--${tone}` : ''} ${className}`}>
      <Icon of={icon} />
      {children}
    </span>
  );
}

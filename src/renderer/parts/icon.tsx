import type { LucideIcon } from 'lucide-react';

/** Stands beside words and says nothing by itself. */
export function Icon({ of: Drawing, className = '' }: { of: LucideIcon; className?: string }) {
  return <Drawing className={`icon ${className}`} aria-hidden="true" />;
}

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type Tone = 'idle' | 'ok' | 'info' | 'warn' | 'danger' | 'attack' | 'accent';

/** A state: always icon and word, colour only helps. */
export function Tag({ tone, icon, children }: { tone: Tone; icon: LucideIcon; children: ReactNode }) {
  return (
    <span className={`tag ${tone === 'idle' ? '' : `tag--${tone}`}`}>
      <Icon of={icon} />
      {children}
    </span>
  );
}

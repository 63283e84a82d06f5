import { KeyRound, type LucideIcon, ShieldAlert, Timer } from 'lucide-react';
import type { Cause } from '../../../contract/index.ts';
import type { Tone } from '../../parts/tag.tsx';

/** How a cause looks; its words are `cause` and `cause_short`. */
export const CAUSE_LOOKS: Record<Cause, { tone: Tone; icon: LucideIcon }> = {
  many_wrong_passwords: { tone: 'warn', icon: KeyRound },
  spread_sources: { tone: 'danger', icon: ShieldAlert },
  quick_failures: { tone: 'warn', icon: Timer },
};

import { LockOpen, type LucideIcon, RotateCcwKey } from 'lucide-react';
import type { ActOperation } from './subject.ts';

export const OPERATION_ICONS: Record<ActOperation, LucideIcon> = { unlockAccount: LockOpen, forceReset: RotateCcwKey };

import {
  Ban,
  BellRing,
  Check,
  CircleX,
  Eye,
  Hourglass,
  KeyRound,
  Lock,
  LockOpen,
  LogIn,
  type LucideIcon,
  MapPin,
  RotateCcwKey,
  ScanEye,
  Search,
  Smartphone,
  TimerReset,
  UserCheck,
  UserX,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EntryAction, EntryOutcome } from '../../contract/index.ts';
import { Mark } from '../parts/mark.tsx';

const ACTION_ICONS: Record<EntryAction, LucideIcon> = {
  lock: Lock,
  expire: TimerReset,
  unlock: LockOpen,
  reset: RotateCcwKey,
  open: Eye,
  search: Search,
  reveal: ScanEye,
  disable: UserX,
  enable: UserCheck,
  move: MapPin,
  change_phone: Smartphone,
  sign_in: LogIn,
  call: KeyRound,
  alert: BellRing,
};

export function ActionMark({ action }: { action: EntryAction }) {
  const { t } = useTranslation('ledger');
  return <Mark icon={ACTION_ICONS[action]}>{t(`action.${action}`)}</Mark>;
}

const OUTCOMES = {
  done: { icon: Check, tone: 'ok' },
  refused: { icon: Ban, tone: 'attack' },
  pending: { icon: Hourglass, tone: 'warn' },
  failed: { icon: CircleX, tone: 'bad' },
} as const satisfies Record<EntryOutcome, { icon: LucideIcon; tone: string }>;

export function OutcomeMark({ outcome }: { outcome: EntryOutcome }) {
  const { t } = useTranslation('ledger');
  const { icon, tone } = OUTCOMES[outcome];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`outcome_of.${outcome}`)}
    </Mark>
  );
}

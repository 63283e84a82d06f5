import {
  Ban,
  BellOff,
  BellRing,
  CalendarX,
  Check,
  CircleX,
  ClipboardCheck,
  Eraser,
  Eye,
  FileDown,
  History,
  Hourglass,
  KeyRound,
  Lock,
  LockOpen,
  LogIn,
  type LucideIcon,
  MapPin,
  RotateCcwKey,
  Scale,
  ScanEye,
  Search,
  Signature,
  Smartphone,
  TimerReset,
  Unplug,
  UserCheck,
  UserRoundCheck,
  UserRoundX,
  UsersRound,
  UserX,
} from 'lucide-react';

import { useTranslation } from 'react-i18next';
import type { EntryAction, EntryOutcome, EntrySummary } from '../../contract/index.ts';
import { Mark } from '../parts/mark.tsx';
import { useEntryWords } from './entry-words.ts';

const ACTION_ICONS: Record<EntryAction, LucideIcon> = {
  lock: Lock,
  expire: TimerReset,
  end_elsewhere: Unplug,
  unlock: LockOpen,
  reset: RotateCcwKey,
  open: Eye,
  search: Search,
  reveal: ScanEye,
  export: FileDown,
  disable: UserX,
  enable: UserCheck,
  move: MapPin,
  change_phone: Smartphone,
  sign_in: LogIn,
  rotate_key: Signature,
  review: ClipboardCheck,
  review_access: UserRoundCheck,
  restoration: History,
  erase: Eraser,
  hold: Scale,
  mark: UsersRound,
  substitute: UserRoundX,
  retire: CalendarX,
  alert: BellRing,
  acknowledge: BellOff,
  call: KeyRound,
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

export function OutcomeMark({ entry }: { entry: Pick<EntrySummary, 'action' | 'outcome'> }) {
  const { outcome } = useEntryWords();
  const { icon, tone } = OUTCOMES[entry.outcome];
  return (
    <Mark icon={icon} tone={tone}>
      {outcome(entry)}
    </Mark>
  );
}

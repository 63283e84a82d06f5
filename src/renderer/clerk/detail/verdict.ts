import {
  Ban,
  History,
  Hourglass,
  KeyRound,
  LockOpen,
  type LucideIcon,
  ShieldAlert,
  Smartphone,
  Timer,
  UserX,
} from 'lucide-react';
import type { AccountDetail, Verdict } from '../../../contract/index.ts';
import type { Tone } from '../../parts/tag.tsx';

/** How each verdict looks; its sentence is `detail.verdict`. */
export const VERDICT_LOOKS: Record<Verdict['code'], { tone: Tone; icon: LucideIcon }> = {
  locked_wrong_passwords: { tone: 'warn', icon: KeyRound },
  locked_suspected_theft: { tone: 'danger', icon: ShieldAlert },
  locked_quick_failures: { tone: 'warn', icon: Timer },
  disabled: { tone: 'idle', icon: Ban },
  reset_pending: { tone: 'info', icon: Hourglass },
  lock_ended: { tone: 'ok', icon: LockOpen },
  saved_password: { tone: 'info', icon: Smartphone },
  recent_failures: { tone: 'info', icon: History },
  signed_in_since: { tone: 'ok', icon: LockOpen },
  quiet: { tone: 'ok', icon: LockOpen },
  never_signed_in: { tone: 'info', icon: UserX },
};

const DAY_MS = 86_400_000;

/** So long after a change of the password people still type the old one. */
const CHANGED_LATELY_MS = 3 * DAY_MS;

/** Whether the password was changed shortly before the failures, so that they are likely about the old one. */
export function changedLately({ password_changed_at: changed, first_failure_at: failed }: Verdict): boolean {
  if (changed === null || failed === null) return false;
  const before = Date.parse(failed) - Date.parse(changed);
  return before >= 0 && before <= CHANGED_LATELY_MS;
}

/** Two or more failures were one and the same wrong password again. */
export const repeatsItself = ({ failures, counted }: Verdict): boolean => failures - counted >= 2;

/** From the first failure to the last, as it is said: whole minutes, hours from two hours on. */
export function spanOf({ first_failure_at: first, last_failure_at: last }: Verdict): {
  unit: 'minutes' | 'hours';
  count: number;
} | null {
  if (first === null || last === null) return null;
  const minutes = Math.max(1, Math.ceil((Date.parse(last) - Date.parse(first)) / 60_000));
  return minutes < 120 ? { unit: 'minutes', count: minutes } : { unit: 'hours', count: Math.ceil(minutes / 60) };
}

export type TellStep = 'delete_saved' | 'type_new' | 'stop' | 'check_name' | 'try_here' | 'redeem' | 'renew';

/** What to tell somebody who is not locked out, in the order in which to do it. */
export function tellSteps({ verdict, lock }: AccountDetail): readonly TellStep[] {
  if (lock !== null) return [];
  switch (verdict.code) {
    case 'saved_password':
      return ['delete_saved', 'type_new', 'stop'];
    case 'recent_failures':
    case 'lock_ended':
      return ['check_name', 'type_new', 'stop'];
    case 'signed_in_since':
    case 'quiet':
    case 'never_signed_in':
      return ['check_name', 'try_here', 'stop'];
    case 'reset_pending':
      return ['redeem', 'renew'];
    default:
      return [];
  }
}

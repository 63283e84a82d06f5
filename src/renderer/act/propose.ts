import type { Channel, Reading } from '../../contract/index.ts';
import type { Method, ReasonCode, Subject } from './subject.ts';

const DAY_MS = 86_400_000;

/** A password changed so shortly before the failures is what they were about: people go on typing the old one. */
const CHANGED_LATELY_MS = 3 * DAY_MS;

/** How the number came in: nobody can show a document over the phone, whatever was typed or scanned at the desk. */
export function readingOf(channel: Channel, scanned: boolean): Reading {
  if (channel === 'hotline') return 'spoken';
  return scanned ? 'scanned' : 'typed';
}

/** The way of verifying that the circumstances all but settle; null where the clerk has to say. */
export function proposedMethod({ seen }: Pick<Subject, 'seen'>, reading: Reading): Method | null {
  if (reading === 'scanned' && seen.account.document.kind === 'resident_id') return 'id_card';
  if (reading === 'scanned') return 'other_document';
  if (reading === 'spoken' && seen.account.phone !== null) return 'call_back';
  return null;
}

/** The reason that the verdict points to. The clerk has heard the citizen and picks another where it is wrong. */
export function proposedReason({ operation, seen }: Subject): ReasonCode {
  const { verdict, lock } = seen;
  const theft = lock?.cause === 'spread_sources';
  if (operation === 'forceReset') return theft ? 'taken_over' : 'forgot_password';
  if (theft) return 'someone_else_typed';
  if (changedLately(seen)) return 'old_password';
  // One and the same wrong password over and over is a saved one, and those are old.
  if (verdict.failures > 1 && verdict.counted === 1) return 'old_password';
  if (!verdict.known_device) return 'new_phone';
  return 'remembered_password';
}

/** Whether the citizen has a new password since shortly before they failed with what was probably the old one. */
export function changedLately({ verdict }: Subject['seen']): boolean {
  const { password_changed_at: changed, first_failure_at: failed } = verdict;
  if (changed === null || failed === null) return false;
  const before = Date.parse(failed) - Date.parse(changed);
  return before >= 0 && before <= CHANGED_LATELY_MS;
}

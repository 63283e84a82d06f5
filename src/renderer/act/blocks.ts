import type { ConnectionState, PendingAct } from '../../contract/index.ts';
import type { Subject } from './subject.ts';

/** Why an act is out of the question for now, whatever the clerk fills in. */
export type Block = 'disconnected' | 'ledger' | 'elsewhere' | 'disabled' | 'not_locked' | 'no_phone';

export interface Circumstances {
  connection: ConnectionState;
  /** The ledger is not the one that this workstation knows. */
  ledgerRefused: boolean;
  /** Every act without a definite answer, but for the dialog's own. */
  pending: readonly PendingAct[];
}

/** The first reason that holds; null where the act may go ahead. */
export function blockOf(
  { operation, seen }: Subject,
  { connection, ledgerRefused, pending }: Circumstances,
): Block | null {
  const { account, lock } = seen;
  if (pending.some(({ account_id }) => account_id === account.id)) return 'elsewhere';
  if (account.disabled) return 'disabled';
  if (operation === 'unlockAccount' && lock === null) return 'not_locked';
  if (operation === 'forceReset' && account.phone === null) return 'no_phone';
  if (ledgerRefused) return 'ledger';
  return connection === 'disconnected' ? 'disconnected' : null;
}

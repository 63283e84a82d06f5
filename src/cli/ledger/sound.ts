import { UnsoundLedger } from '../../verify/index.ts';
import { CliProblem, EXIT, words } from '../say.ts';

/** Opens a key, a checkpoint or the like. @throws CliProblem for what can't be taken for one */
export function sound<A extends unknown[], T>(open: (...given: A) => T, ...given: A): T {
  try {
    return open(...given);
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    throw new CliProblem('unsound', { why: words.ledger_fault[error.fault] }, EXIT.unfinished);
  }
}

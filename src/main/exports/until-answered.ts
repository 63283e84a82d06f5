import { LockdeskError } from '../../client/failure.ts';
import { pause } from '../api/backoff.ts';
import { isDefinite, waitOf } from '../api/definite.ts';
import { EndLost, type Making } from './making.ts';

/**
 * Asks the API until it has answered or refused: what is asked does no more the second time than it did the first.
 *
 * @throws LockdeskError what was refused
 * @throws EndLost where nobody waits any longer
 */
export async function untilAnswered<T>(ask: () => Promise<T>, { tell, signal }: Making): Promise<T> {
  for (let asked = 1; ; asked++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LockdeskError)) throw error;
      if (signal.aborted) throw new EndLost('nobody waits for the answer', { cause: error });
      if (isDefinite(error.failure)) throw error;
      tell({ step: 'asking_again' });
      await pause(waitOf(error.failure, asked), signal);
      if (signal.aborted) throw new EndLost('nobody waits for the answer', { cause: error });
    }
  }
}

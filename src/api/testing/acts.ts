import type { ResetInput, UnlockInput } from '../../contract/index.ts';
import type { Services } from '../services.ts';
import { makeCitizen, openFor, type TestCitizen } from './citizens.ts';
import { PEOPLE, type TestPerson } from './issuer.ts';

/** An account just made and opened by a clerk, and what unlocks it. */
export async function readyToUnlock(
  { services }: { services: Pick<Services, 'db' | 'keys'> },
  citizen: TestCitizen = {},
  clerk: TestPerson = PEOPLE.clerk,
): Promise<UnlockInput> {
  const account_id = await makeCitizen(services, citizen);
  return unlockInput(account_id, await openFor(services, clerk, account_id));
}

export const unlockInput = (account_id: string, opening_id: string, version = 1): UnlockInput => ({
  account_id,
  opening_id,
  version,
  reason: { code: 'remembered_password' },
  verification: { method: 'id_card', reading: 'scanned' },
  channel: 'counter',
});

export const asReset = (input: UnlockInput): ResetInput => ({ ...input, reason: { code: 'asked_for' } });

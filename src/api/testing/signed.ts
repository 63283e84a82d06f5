import { expect, vi } from 'vitest';
import type { OperationInput, OperationName } from '../../contract/index.ts';
import type { TestApi } from './api.ts';
import type { TestPerson } from './issuer.ts';

/** Waits until all that was written is signed. @returns the ledger's size */
export const allSigned = ({ database }: Pick<TestApi, 'database'>): Promise<number> =>
  vi.waitUntil(async () => {
    const { rows } = await database.asOwner(
      'SELECT size::integer FROM ledger_head WHERE size = (SELECT count(*) FROM entries)',
    );
    return rows[0]?.size as number | undefined;
  }, 10_000);

/** What somebody who has signed in just now is answered, where nothing is in their way. */
export async function askAfresh<N extends OperationName>(
  { issuer, call }: Pick<TestApi, 'issuer' | 'call'>,
  person: TestPerson,
  name: N,
  input: OperationInput<N>,
) {
  const token = issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) });
  const answer = await call(person, name, input, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** What the agency's sign-in system reports: a register of citizens, and attempts of theirs in calls of a thousand. */
import type { AccountRow, AttemptReport } from '../../src/contract/index.ts';
import { ROWS_MAX } from '../../src/contract/register.ts';
import type { CallInput } from '../harness/caller.ts';

const COUNTIES = ['320102', '320104', '320105', '320106', '320115', '320505', '330106', '440106'];
/** Of three operators in different provinces, so that networks differ. */
const ADDRESSES = ['58.212.10.1', '112.80.20.1', '183.232.30.1', '36.152.40.1', '221.226.50.1'];
/** One attempt in so many is a wrong password; people type it right most of the time. */
const WRONG_ONE_IN = 8;
/** One account in so many is being guessed at: five wrong passwords in a row. */
const GUESSED_ONE_IN = 40;
const GUESSES = 5;

export const externalId = (n: number): string => `citizen-${n}`;

/** Calls that bring so many citizens into the register. */
export function registrations(citizens: number, bearer: string): CallInput[] {
  const updatedAt = new Date(Date.now() - 86_400_000).toISOString();
  const row = (n: number): AccountRow => ({
    external_id: externalId(n),
    updated_at: updatedAt,
    name: '王小明',
    document_kind: 'passport',
    document_number: `G${String(n).padStart(8, '0')}`,
    phone: `138${String(n).padStart(8, '0')}`,
    licence_classes: 'C1',
    division: COUNTIES[n % COUNTIES.length] ?? '320106',
    status: 'active',
    registered_at: updatedAt,
  });
  const calls = Math.ceil(citizens / ROWS_MAX);
  return Array.from({ length: calls }, (_, call) => ({
    method: 'POST',
    path: '/v1/accounts',
    headers: { authorization: bearer },
    body: {
      accounts: Array.from({ length: Math.min(ROWS_MAX, citizens - call * ROWS_MAX) }, (_, at) =>
        row(call * ROWS_MAX + at),
      ),
    },
  }));
}

/**
 * A call of a thousand attempts that end now.
 *
 * @param tag in the id of every attempt; none may come twice
 * @param random gives numbers from 0 up to 1
 */
export function attemptsCall(tag: string, citizens: number, random: () => number, bearer: string): CallInput {
  const attempts: AttemptReport[] = [];
  const now = Date.now();
  const one = (n: number, outcome: 'success' | 'wrong_password') =>
    attempts.push({
      attempt_id: `${tag}-${attempts.length}`,
      source: 'app',
      occurred_at: new Date(now - ROWS_MAX + attempts.length).toISOString(),
      external_id: externalId(n),
      sign_in_name: `138${String(n).padStart(8, '0')}`,
      outcome,
      factor: 'password',
      password_repeated: false,
      ip: ADDRESSES[n % ADDRESSES.length],
      device_id: `device-${n}`,
      device: 'Mate 60',
      client: 'App 3.2.6',
    });
  while (attempts.length < ROWS_MAX - GUESSES) {
    const n = Math.floor(random() * citizens);
    if (random() * GUESSED_ONE_IN < 1) for (let guess = 0; guess < GUESSES; guess++) one(n, 'wrong_password');
    else one(n, random() * WRONG_ONE_IN < 1 ? 'wrong_password' : 'success');
  }
  return { method: 'POST', path: '/v1/sign-in-attempts', headers: { authorization: bearer }, body: { attempts } };
}

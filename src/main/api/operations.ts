import * as z from 'zod';
import { LockdeskError } from '../../client/failure.ts';
import type { Answer, Failure } from '../../contract/failure.ts';
import { inputIssues } from '../../contract/input-issues.ts';
import {
  CONSOLE_OPERATIONS,
  type ConsoleAction,
  type ConsoleOperation,
  OPERATIONS,
} from '../../contract/operations.ts';
import type { Gate } from '../ipc.ts';
import { note } from '../log.ts';
import type { Session } from '../session/session.ts';
import { SignedOutError } from '../session/session-tokens.ts';
import type { Acts, Send } from './acts.ts';

const AnyInput = z.record(z.string(), z.unknown());

/** One channel a console operation, derived from the contract: nothing here knows what any of them means. */
export function handleOperations(gate: Gate, options: { send: Send; acts: Acts; session: Session }): void {
  for (const name of CONSOLE_OPERATIONS) {
    gate.handle(`operation:${name}`, AnyInput, (input) => answer(name, input, options));
  }
}

async function answer(
  name: ConsoleOperation,
  given: Record<string, unknown>,
  { send, acts, session }: { send: Send; acts: Acts; session: Session },
): Promise<Answer<unknown>> {
  const input = OPERATIONS[name].input.safeParse(given);
  if (!input.success) {
    return failed('invalid_input', 'Refused before it was sent', { issues: inputIssues(input.error) });
  }
  try {
    if (isAction(name)) return await acts.run(name, input.data);
    return { ok: true, value: await send(name, input.data, { signal: session.signal }) };
  } catch (error) {
    if (error instanceof SignedOutError) return failed('session_ended', 'Nobody is signed in');
    if (!(error instanceof LockdeskError)) throw error;
    const { code, request_id } = error.failure;
    note('operation_failed', { name, code, request_id });
    return { ok: false, failure: error.failure };
  }
}

function failed(code: Failure['code'], title: string, details = {}): Answer<never> {
  return { ok: false, failure: { code, status: null, request_id: null, details, title } };
}

function isAction(name: ConsoleOperation): name is ConsoleAction {
  return OPERATIONS[name].kind === 'action';
}

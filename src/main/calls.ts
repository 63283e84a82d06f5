import type * as z from 'zod';
import {
  CONSOLE_CALLS,
  type ConsoleCall,
  type ConsoleCallAnswers,
  type ConsoleCallInput,
} from '../contract/console.ts';
import type { Gate } from './ipc.ts';

/** What main does for each call of the page beside the operations; one that is missing does not compile. */
export type CallHandlers = {
  [C in ConsoleCall]: (
    input: ConsoleCallInput<C>,
  ) => C extends keyof ConsoleCallAnswers ? ConsoleCallAnswers[C] | Promise<ConsoleCallAnswers[C]> : unknown;
};

const SCHEMAS: { [C in ConsoleCall]: z.ZodType<ConsoleCallInput<C>> } = CONSOLE_CALLS;

export function handleCalls(gate: Gate, handlers: CallHandlers): void {
  const handle = <C extends ConsoleCall>(call: C) => gate.handle(call, SCHEMAS[call], handlers[call]);
  for (const call of Object.keys(CONSOLE_CALLS) as ConsoleCall[]) handle(call);
}

import { BUILT_IN } from '../directory/held-accounts.ts';
import { reportAttempts as takeIn } from '../directory/report-attempts.ts';
import type { Handler } from '../http/handler.ts';

/** Takes in what a sign-in system has seen; the policy may lock. */
export const reportAttempts: Handler<'reportAttempts'> = async ({ services }, { attempts }) => ({
  results: await takeIn(services, BUILT_IN, attempts),
});

import { BUILT_IN } from '../directory/held-accounts.ts';
import { registerAccounts as takeIn } from '../directory/register-accounts.ts';
import type { Handler } from '../http/handler.ts';

/** Takes over what the agency's register says of accounts. */
export const registerAccounts: Handler<'registerAccounts'> = async ({ services, actor, requestId }, { accounts }) => ({
  results: await takeIn(services, { directory: BUILT_IN, actor, requestId }, accounts),
});

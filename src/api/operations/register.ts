import { registerAccounts as takeIn } from '../directory/register-accounts.ts';
import type { Handler } from '../http/handler.ts';

/** Takes over what the agency's register says of accounts. */
export const registerAccounts: Handler<'registerAccounts'> = async ({ services, actor, requestId }, { accounts }) => ({
  results: await takeIn(services, { actor, requestId }, accounts),
});

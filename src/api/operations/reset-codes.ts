import { redeemCode as redeem } from '../directory/redeem-code.ts';
import type { Handler } from '../http/handler.ts';

/** A citizen typed the one-time code of a forced reset. */
export const redeemCode: Handler<'redeemCode'> = ({ services }, input) => redeem(services, input);

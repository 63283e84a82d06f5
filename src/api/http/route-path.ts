/**
 * A path of the contract as Fastify writes it: `/v1/accounts/{account_id}` is `/v1/accounts/:account_id`, and a part that
 * may hold slashes is `*`.
 */
export const routePath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/\{\+\w+\}$/, '*');

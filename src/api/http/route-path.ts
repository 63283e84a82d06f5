/** `/v1/accounts/{account_id}` as Fastify writes it: `/v1/accounts/:account_id`. */
export const routePath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

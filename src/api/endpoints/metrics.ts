import type { EndpointHandler } from '../http/handler.ts';

/** What Prometheus scrapes. */
export const metrics: EndpointHandler = async ({ services }, reply) => {
  const { registry } = services.metrics;
  return reply.type(registry.contentType).send(await registry.metrics());
};

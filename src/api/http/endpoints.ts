import type { FastifyInstance } from 'fastify';
import { ENDPOINTS, type Endpoint, type EndpointName } from '../../contract/index.ts';
import { ENDPOINT_HANDLERS } from '../endpoints/index.ts';
import type { Services } from '../services.ts';
import { authorize, identityOf, knownActor } from './access.ts';
import { routePath } from './route-path.ts';

/** Makes a route of every endpoint of the contract. */
export function addEndpoints(app: FastifyInstance, services: Services): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path, roles }: Endpoint = ENDPOINTS[name];
    const handler = ENDPOINT_HANDLERS[name];
    app.route({
      method,
      url: routePath(path),
      config: { operation: name },
      exposeHeadRoute: false,
      preParsing: async (request) => {
        if (roles !== 'anyone') authorize(request, roles);
      },
      handler: (request, reply) => {
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        return handler(
          {
            actor: knownActor(request),
            tokenExpiresAt: identityOf(request)?.expiresAt ?? null,
            requestId: request.id,
            services,
            signal: AbortSignal.any([gone.signal, closing.signal]),
            path: request.url.replace(/\?.*$/, ''),
            header: (header) => {
              const value = request.headers[header];
              return Array.isArray(value) ? value[0] : value;
            },
          },
          reply,
        );
      },
    });
  }
}

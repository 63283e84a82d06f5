import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { makeDb, makePool } from './db/pool.ts';
import { makeMetrics } from './metrics.ts';
import { FieldKeys } from './personal/field-keys.ts';
import type { Services } from './services.ts';

/**
 * The Account API, apart from listening: tests inject into it, `server.ts` listens, the standalone does both.
 * Closing the app ends its connections and what works beside it.
 */
export async function buildApp(config: Config): Promise<{ app: FastifyInstance; services: Services }> {
  const app = Fastify({ logger: { level: config.LOG_LEVEL }, genReqId: () => randomUUID() });
  const pool = makePool(config.DATABASE_URL, config.DATABASE_POOL);
  const services: Services = {
    config,
    log: app.log,
    pool,
    db: makeDb(pool),
    keys: await FieldKeys.read(config),
    metrics: makeMetrics(),
  };
  app.addHook('onClose', () => pool.end());
  return { app, services };
}

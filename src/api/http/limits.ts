import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { identityOf } from './access.ts';

const WINDOW_MS = 60_000;
/** Beyond this delay of the event loop callers are told to come again: waiting would only make it worse. */
const EVENT_LOOP_DELAY_MS = 1_000;
const RETRY_AFTER_S = 5;
const CALLERS_REMEMBERED = 20_000;

/** Turns away what is too much: of one caller, or of all of them. Health is told in any case. */
export async function addLimits(app: FastifyInstance, { config }: Services): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_MS,
    pressureHandler: (request) => {
      if (request.routeOptions.config.operation !== 'live') {
        throw new ApiError('overloaded', { retry_after_s: RETRY_AFTER_S });
      }
    },
  });
  const limits = {
    staff: config.RATE_LIMIT_STAFF,
    system: config.RATE_LIMIT_SYSTEM,
    stranger: config.RATE_LIMIT_ADDRESS,
  };
  await app.register(rateLimit, {
    timeWindow: WINDOW_MS,
    cache: CALLERS_REMEMBERED,
    keyGenerator: (request) => {
      const actor = identityOf(request)?.actor;
      return actor ? `${actor.kind} ${actor.subject}` : `stranger ${request.ip}`;
    },
    max: (request) => limits[identityOf(request)?.actor.kind ?? 'stranger'],
    errorResponseBuilder: (_request, { ttl }) => new ApiError('rate_limited', { retry_after_s: Math.ceil(ttl / 1000) }),
  });
}
